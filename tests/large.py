"""Datasets in Parquet for tests: a file of events, and a report that has it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb

from projects import Report, small

HEAD = """import duckdb
import pandas as pd

from tieout import figure, statistic, table

"""
COLUMNS = {"id": "integer", "region": "string", "year": "integer", "amount": "number"}


def events(file: Path, rows: int) -> None:
    """Write a file of events: row 0 is the first of ten years, in row 700 stands the largest amount."""
    file.parent.mkdir(parents=True, exist_ok=True)
    query = f"""SELECT i AS id, 's' || (i % 4) AS region, (2015 + i * 10 // {rows})::INTEGER AS year,
        CASE WHEN i = 700 THEN 9000.5 ELSE (hash(i) % 10000)::DOUBLE / 4 END AS amount
        FROM range({rows}) t(i)"""
    with duckdb.connect() as database:
        database.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")


def report_of(
    folder: Path, scripts: str, rows: int = 4000, path: str = "events.parquet", **told: Any
) -> Report:
    """A small report with the dataset `events`, which stays in its file unless told otherwise."""
    report = small(folder, HEAD + scripts)
    if path.endswith(".parquet"):
        events(report / f"data/{path}", rows)
    fields: list[dict[str, Any]] = [{"name": n, "type": kind} for n, kind in COLUMNS.items()]
    fields[3]["tieout:unit"] = "USD"
    resource = {
        "name": "events",
        "path": path,
        "tieout:source": "s1",
        "tieout:large": True,
        "schema": {"fields": fields, "primaryKey": ["id"]},
        **told,
    }
    package = json.loads(report.read("data/datapackage.json"))
    package["resources"].append(resource)
    report.write("data/datapackage.json", json.dumps(package, indent=1))
    return report


def statistic(name: str, body: str, takes: str = "events: duckdb.DuckDBPyRelation") -> str:
    """A statistic's text."""
    return f'\n@statistic(unit="plain")\ndef {name}({takes}) -> float:\n    """D."""\n    return {body}\n'
