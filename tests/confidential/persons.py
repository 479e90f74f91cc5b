"""A report on made-up persons, whose rows hold markers that no output may hold."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from projects import Report

PEOPLE = 60
# A name, a key, and a number in each row; whatever else they become, one of these forms would be seen.
MARKERS = re.compile(
    rb"kanari|kq\d\dzz|9182736|918,273,6|918[ \xa0]273[ \xa0]6|9\.1827", re.IGNORECASE
)

SCRIPT = '''"""Persons."""

import pandas as pd

from tieout import statistic, table


@statistic(unit="people")
def everybody(persons: pd.DataFrame) -> int:
    """Everybody."""
    return len(persons)


@statistic(unit="people")
def women(persons: pd.DataFrame) -> int:
    """Women."""
    return int((persons.sex == "f").sum())


@statistic(unit="percent")
def share_of_women(women: int, everybody: int) -> float:
    """Women of everybody."""
    return women / everybody


@statistic(unit="USD")
def mean_income(persons: pd.DataFrame) -> float:
    """Mean income."""
    return persons["income"].mean()


@statistic(unit="USD")
def paid(payments: pd.DataFrame) -> float:
    """All that was paid."""
    return payments["amount"].sum()


@statistic(unit="people")
def told(payments: pd.DataFrame) -> int:
    """Payments of which a secret is known."""
    return int(payments["secret"].str.contains("even").sum())


@table(caption="By region.", units={"people": "people", "mean": "USD"})
def by_region(persons: pd.DataFrame) -> pd.DataFrame:
    """By region."""
    groups = persons.groupby("region")
    return pd.DataFrame({"people": groups.size(), "mean": groups["income"].mean()}).reset_index()
'''

FIGURE = '''"""Regions."""

import pandas as pd
from matplotlib.figure import Figure

from tieout import figure


@figure(caption="People by region, {{< stat everybody >}} in all.", alt="A bar a region.")
def regions(persons: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Regions."""
    drawn = Figure()
    axes = drawn.subplots()
    people = persons.groupby("region").size()
    axes.bar(people.index, people.values)
    return drawn, persons
'''

CHAPTER = """# Summary {#sec-summary}

There are {{< stat everybody >}} people, {{< stat share_of_women >}} of them women.{{< source everybody >}}
They have {{< stat mean_income >}} on average; {{< stat paid >}} was paid, of which {{< stat told >}} are told.

{{< table by_region >}}

{{< figure regions >}}

{{< register >}}
"""


def persons(root: Path) -> Report:
    """The report, with nothing wrong with it."""
    report = Report(root)
    report.write("tieout.toml", 'engine = "pandoc"\nformats = ["html", "pdf", "docx", "epub"]\n')
    report.write("references.bib", "@misc{office2020,\n  title = {Survey},\n  year = {2020}\n}\n")
    report.write("data/persons.csv", "\n".join(_persons()) + "\n")
    report.write("data/payments.csv", "\n".join(_payments()) + "\n")
    package = {"resources": [_people_described(), _payments_described()]}
    report.write("data/datapackage.json", json.dumps(package, indent=1))
    book = "book:\n  title: T\n  chapters: [index.qmd, references.qmd]\nlang: en-GB\n"
    report.write("report/_quarto.yml", book)
    report.write("report/index.qmd", CHAPTER)
    report.write("report/references.qmd", "# References\n\n::: {#refs}\n:::\n")
    report.write("scripts/people.py", SCRIPT)
    report.write("figures/regions.py", FIGURE)
    return report


def leaks(name: str, data: bytes) -> Iterator[str]:
    """Where a file holds a marker: as it stands, in what it packs, in a PDF's streams and text."""
    for where, text in _inside(name, data):
        for found in {each.group() for each in MARKERS.finditer(text)}:
            yield f"{where}: {found!r}"


def _inside(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if b"\\u" in data:
        yield (
            f"{name} (escapes)",
            re.sub(rb"\\u([0-9a-fA-F]{4})", lambda hit: chr(int(hit[1], 16)).encode(), data),
        )
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for each in packed.namelist():
                yield from _inside(f"{name}/{each}", packed.read(each))
    elif data.startswith(b"\x1f\x8b"):
        yield f"{name} (unpacked)", zlib.decompress(data, 31)
    elif data.startswith(b"%PDF"):
        from pypdf import PdfReader

        pdf = PdfReader(io.BytesIO(data))
        yield f"{name} (text)", "\n".join(page.extract_text() for page in pdf.pages).encode()
        for number in range(1, len(pdf.xref[0]) + 1):
            thing: Any = pdf.get_object(number)
            if hasattr(thing, "get_data"):
                yield f"{name} (object {number})", thing.get_data()
            yield f"{name} (object {number})", str(thing).encode()


def _persons() -> Iterator[str]:
    yield "id,name,region,sex,age,income,qualifier,source"
    for n in range(PEOPLE):
        region, sex = ("north", "south", "east")[n % 3], "fm"[n % 2]
        income = 300 + 7 * n + n * n % 11
        yield f"kq{n:02}zz,Kanari {n},{region},{sex},{20 + n},{income},,office2020"


def _payments() -> Iterator[str]:
    yield "no,amount,code,secret,source"
    for n in range(40):
        yield f"p{n},{1000 + n},{918273600 + n},kanari {'even' if n % 2 else 'odd'},office2020"


def _people_described() -> dict[str, Any]:
    fields = [
        _field("id"),
        _field("name"),
        _field("region") | {"constraints": {"enum": ["north", "south", "east"]}},
        _field("sex"),
        _field("age", "integer", "count"),
        _field("income", "number", "USD"),
        _field("qualifier"),
        _field("source"),
    ]
    return _dataset("persons", fields, "id") | {"confidential": True}


def _payments_described() -> dict[str, Any]:
    fields = [
        _field("no"),
        _field("amount", "number", "USD"),
        _field("code", "integer", "count") | {"confidential": True},
        _field("secret") | {"confidential": True},
        _field("source"),
    ]
    return _dataset("payments", fields, "no")


def _dataset(name: str, fields: list[dict[str, Any]], key: str) -> dict[str, Any]:
    said = {"name": name, "path": f"{name}.csv", "title": name, "description": f"All {name}."}
    return {**said, "schema": {"fields": fields, "primaryKey": [key]}}


def _field(name: str, kind: str = "string", unit: str = "") -> dict[str, Any]:
    said = {"name": name, "type": kind, "title": name, "description": f"The {name}."}
    return said | ({"tieout:unit": unit} if unit else {})
