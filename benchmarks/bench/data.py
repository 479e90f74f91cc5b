"""Data: the datasets and the bibliography of a synthetic report, which every tool reads alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench.content import YEARS, Content, key_of, place_name, places, sources, table_name
from bench.shape import Shape

HEADER = "place,year,people,basis,source,locator\n"


def write(content: Content, folder: Path) -> None:
    """Write `data/` and `references.bib`."""
    shape = content.shape
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for table in range(shape.tables):
        with (folder / "data" / f"{table_name(table)}.csv").open("w", encoding="utf-8") as file:
            file.write(HEADER)
            file.writelines(_rows(shape, table))
    package = {
        "profile": "tabular-data-package",
        "name": "synthetic",
        "title": "Synthetic data",
        "resources": [_resource(table) for table in range(shape.tables)],
    }
    text = json.dumps(package, indent=1)
    (folder / "data" / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    known = sources(shape)
    cited = content.cited | {key_of(place % known) for place in range(min(known, places(shape)))}
    (folder / "references.bib").write_text(
        "\n".join(_bibliography(sorted(cited))), encoding="utf-8"
    )


def _rows(shape: Shape, table: int) -> Iterator[str]:
    random = Random(shape.seed * 1_000 + table)
    for place in range(places(shape)):
        level = 1_000 + int(random.random() * 90_000)
        source = key_of(place % sources(shape))
        for n, year in enumerate(YEARS):
            people = int(level * (1 + 0.03 * n + 0.1 * random.random()))
            yield f"{place_name(place)},{year},{people},counted,{source},p. {n + 1}\n"


def _resource(table: int) -> dict[str, object]:
    fields = [
        ("place", "Place", "The key of the place.", "string", None),
        ("year", "Year", "The year of the count.", "string", None),
        ("people", "People", "People counted.", "integer", "people"),
        ("basis", "Basis", "How the figure came about.", "string", None),
        ("source", "Source", "Keys of references.bib.", "string", None),
        ("locator", "Locator", "Where in the source.", "string", None),
    ]
    return {
        "name": table_name(table),
        "path": f"{table_name(table)}.csv",
        "profile": "tabular-data-resource",
        "title": f"Table {table + 1}",
        "description": "People counted by place and year.",
        "schema": {
            "fields": [
                {"name": name, "type": kind, "title": title, "description": text}
                | ({"tieout:unit": unit} if unit else {})
                for name, title, text, kind, unit in fields
            ],
            "primaryKey": ["place", "year"],
        },
    }


def _bibliography(cited: list[str]) -> Iterator[str]:
    for key in cited:
        number = int(key.removeprefix("source"))
        yield (
            f"@book{{{key},\n  author = {{Writer{number}, Ada}},\n"
            f"  title = {{A Count of the People, Volume {number}}},\n"
            f"  publisher = {{Census Press}},\n  address = {{London}},\n"
            f"  year = {{{1990 + number % 30}}}\n}}\n"
        )
