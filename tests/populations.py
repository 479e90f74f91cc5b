"""A small report with editions: the population of a country in a year, and everybody's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from projects import Report

SCRIPT = '''"""People."""

import pandas as pd

from tieout import statistic


@statistic(unit="people", title="Population")
def population(census: pd.DataFrame, year: int) -> int:
    """People in the year of the edition."""
    return int(census.set_index("year")["people"][year])


@statistic(unit="people", title="World")
def world(everybody: pd.DataFrame) -> int:
    """People of all countries and years."""
    return int(everybody["people"].sum())


@statistic(unit="percent", title="Share", decimals=1)
def share(population: int, world: int) -> float:
    """Population divided by world."""
    return population / world
'''
INDEX = """# People {#sec-people}

In {{< param year >}} {{< stat population >}} lived in {{< param country >}}, {{< stat share >}} of all.{{< source population >}}

::: {.content-visible when-meta="edition.is.country.c01"}
This is the second country.
:::
"""


def populations(folder: Path, countries: int = 2, years: int = 2) -> Report:
    """The report, with an edition for each country and year: `c00-2001`, …"""
    report = Report(folder)
    report.write(
        "tieout.toml",
        'engine = "pandoc"\nformats = ["html"]\nsummary = ["population", "world", "share"]\n',
    )
    report.write(
        "references.bib",
        "@misc{s0,\n  title = {Even}\n}\n@misc{s1,\n  title = {Odd}\n}\n",
    )
    pairs = [(f"c{c:02}", 2001 + y, c, y) for c in range(countries) for y in range(years)]
    rows = [f"{name},{year},{1000 * (c + 1) + 10 * y},s{c % 2}" for name, year, c, y in pairs]
    report.write("data/census.csv", "\n".join(("country,year,people,source", *rows, "")))
    fields = [
        {"name": "country", "type": "string"},
        {"name": "year", "type": "integer"},
        {"name": "people", "type": "integer", "tieout:unit": "people"},
        {"name": "source", "type": "string"},
    ]
    schema = {"fields": fields, "primaryKey": ["country", "year"]}
    own: dict[str, Any] = {"name": "census", "path": "census.csv", "schema": schema}
    own["tieout:edition"] = {"country": "country"}
    every = {"name": "everybody", "path": "census.csv", "schema": schema}
    report.write("data/datapackage.json", json.dumps({"resources": [own, every]}))
    report.write("scripts/people.py", SCRIPT)
    report.write(
        "report/_quarto.yml",
        "project:\n  type: book\nbook:\n  title: People\n  author: A\n  date: 2026-01-01\n"
        "  chapters: [index.qmd, world.qmd]\n",
    )
    report.write("report/index.qmd", INDEX)
    report.write("report/world.qmd", "# World {#sec-world}\n\nAll were {{< stat world >}}.\n")
    names = [f"{name}-{year},{name},{year}" for name, year, *_ in pairs]
    report.write("editions.csv", "\n".join(("edition,country,year", *names, "")))
    return report
