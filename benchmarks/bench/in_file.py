"""In file: a small report of a Parquet file of any length, asked by queries and never read whole."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

_SCRIPT = '''"""Statistics of trips, by queries."""

from duckdb import DuckDBPyRelation

from tieout import statistic


@statistic(unit="GBP")
def takings(trips: DuckDBPyRelation) -> float:
    """What all trips paid.

    Formula in words: sum of all fares.
    """
    return trips.sum("fare").fetchall()[0][0]


@statistic(unit="GBP")
def mean_of_one(trips: DuckDBPyRelation) -> float:
    """What a trip from one station paid.

    Formula in words: mean fare of the trips from station s7.
    """
    return trips.filter("station = 's7'").aggregate("avg(fare)").fetchall()[0][0]


@statistic(unit="count")
def dear(trips: DuckDBPyRelation) -> int:
    """Trips above forty.

    Formula in words: trips with a fare of more than 40, counted.
    """
    return trips.filter("fare > 40").count("*").fetchall()[0][0]
'''
_TEXT = (
    "# Trips\n\nTrips took {{< stat takings >}}{{< source takings >}}, {{< stat mean_of_one >}} each from one station; "
    "{{< stat dear >}} were dear, and one took {{< stat trips.77.fare >}}.\n"
)
_BOOK = """project:
  type: book
book:
  title: "Trips"
  author: "Nobody"
  date: "1 January 2026"
  chapters: [index.qmd]
lang: en-GB
bibliography: ../references.bib
"""
_RESOURCE = {
    "name": "trips",
    "title": "Trips",
    "path": "trips.parquet",
    "format": "parquet",
    "tieout:large": True,
    "tieout:source": "company",
    "schema": {
        "fields": [
            {"name": "id", "type": "integer"},
            {"name": "station", "type": "string"},
            {"name": "fare", "type": "number", "tieout:unit": "GBP"},
        ],
        "primaryKey": ["id"],
    },
}


def write(rows: int, folder: Path) -> None:
    """Write the project with its file."""
    texts = {
        "tieout.toml": "# A report of a benchmark.\n",
        "references.bib": "@misc{company, title = {Trips}, author = {Company}, year = {2025}}\n",
        "report/_quarto.yml": _BOOK,
        "report/index.qmd": _TEXT,
        "scripts/trips.py": _SCRIPT,
        "data/datapackage.json": json.dumps({"name": "trips", "resources": [_RESOURCE]}),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    fill(rows, folder, 0)


def fill(rows: int, folder: Path, number: int) -> None:
    """Write the file; of two with different numbers one cell differs."""
    changed = f"CASE WHEN i = 77 THEN {number / 100} ELSE hash(i) % 5000 / 100.0 END"
    query = f"SELECT i AS id, 's' || i % 20 AS station, ({changed})::DOUBLE AS fare FROM range({rows}) t(i)"
    with duckdb.connect() as database:
        database.sql(query).write_parquet(str(folder / "data" / "trips.parquet"))
