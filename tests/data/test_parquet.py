"""Datasets in Parquet, and CSV files that stay outside memory: read as any other, or told what is wrong."""

from __future__ import annotations

import importlib.util
from decimal import Decimal

import pytest

from large import report_of
from tieout import catalogue
from tieout.data.large import LargeTable
from tieout.data.package import read_package
from tieout.data.read import read_table
from tieout.findings import TieoutError

CSV = "id,region,year,amount\n1,s1,2015,2.5\n2,s2,2016,\n3,s1,2016,4\n"


def table(report):
    return read_table(report.project, read_package(report.project).datasets["events"])


def fault(report):
    with pytest.raises(TieoutError) as raised:
        table(report)
    (found,) = raised.value.findings
    return found


def test_a_small_parquet_file_is_a_table_like_any_other(tmp_path):
    read = table(report_of(tmp_path, "", rows=800, **{"tieout:large": False}))
    assert not isinstance(read, LargeTable)
    assert len(read) == len(read.names) == 800
    assert read.value("events.700.amount")[0] == Decimal("9000.5")
    assert read.place(700).line == 701


def test_a_file_with_many_rows_or_no_key_stays_where_it_is(tmp_path):
    report = report_of(tmp_path, "", rows=100_001, **{"tieout:large": None})
    assert isinstance(table(report), LargeTable)
    report = report_of(tmp_path, "", rows=10, **{"tieout:large": None})
    report.describe(lambda datasets, _: datasets["events"]["schema"].pop("primaryKey"))
    assert isinstance(table(report), LargeTable)


def test_a_large_csv_file_is_looked_up_by_line(tmp_path):
    report = report_of(tmp_path, "", path="events.csv")
    report.write("data/events.csv", CSV)
    read = table(report)
    assert isinstance(read, LargeTable)
    assert (len(read), read.names["events.3.amount"]) == (3, (2, "amount"))
    assert read.value("events.3.amount")[0] == 4
    assert (read.place(2).line, read.key(1), read.text("region", 1)) == (4, ("2",), "s2")
    assert "events.2.amount" not in read.names  # a missing cell is no datum
    assert read.columns["amount"][-2] is None


def test_a_multiplier_counts_in_cells_and_in_scripts_alike(tmp_path):
    report = report_of(
        tmp_path,
        '\n@statistic(unit="plain")\ndef first(events: duckdb.DuckDBPyRelation) -> float:\n'
        '    """D."""\n    return events.filter("id = 1").max("amount").fetchall()[0][0]\n',
        path="events.csv",
    )
    report.write("data/events.csv", CSV.replace("2.5", "73"))
    report.field("events", "amount", unit="percent", multiplier=0.01)
    assert table(report).value("events.1.amount")[0] == Decimal("0.73")
    assert report.ledger()["first"]["value"] == 0.73


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("2,s2,2016,", "2,s2,soon,", catalogue.WRONG_TYPE, 3),
        ("2,s2,2016,", "2,s2,2016", catalogue.BAD_ROW, 3),
        ("id,region", "id,place", catalogue.WRONG_COLUMNS, 1),
    ],
)
def test_what_is_wrong_with_a_large_csv_file_is_told_by_its_line(tmp_path, old, new, rule, line):
    report = report_of(tmp_path, "", path="events.csv")
    report.write("data/events.csv", CSV.replace(old, new))
    found = fault(report)
    assert (found.rule, found.place.path, found.place.line) == (rule, "data/events.csv", line)


def test_a_schema_that_does_not_fit_is_told_without_reading_rows(tmp_path):
    report = report_of(tmp_path, "", rows=10)
    report.field("events", "region", type="integer")
    assert fault(report).message == "column 'region' holds VARCHAR, not integer"
    report = report_of(tmp_path, "", rows=10, schema={"fields": [{"name": "id"}]})
    assert fault(report).rule == catalogue.WRONG_COLUMNS
    report = report_of(tmp_path, "", rows=10)
    report.write("data/events.parquet", b"no Parquet at all")
    assert fault(report).rule == catalogue.BAD_ENCODING


def test_two_rows_of_one_name_are_told_when_it_is_asked_for(tmp_path):
    report = report_of(tmp_path, "", path="events.csv")
    report.write("data/events.csv", CSV.replace("3,s1", "1,s1"))
    with pytest.raises(TieoutError) as raised:
        _ = table(report).names["events.1.amount"]
    assert raised.value.findings[0].rule == catalogue.DUPLICATE_KEY


def test_a_source_column_is_asked_for_its_different_sources_only(tmp_path):
    report = report_of(tmp_path, "", path="events.csv")
    report.describe(
        lambda datasets, _: datasets["events"]["schema"]["fields"].append(
            {"name": "source", "type": "string"}
        )
    )
    lines = CSV.splitlines()
    rows = [f"{line},{'s2' if n == 2 else 's1'}" for n, line in enumerate(lines[1:])]
    report.write("data/events.csv", "\n".join([f"{lines[0]},source", *rows]) + "\n")
    read = table(report)
    assert read.citing == {"s1", "s2"}
    assert report.finding().rule == catalogue.UNKNOWN_SOURCE
    assert report.finding().place.line == 4


def test_duckdb_missing_is_one_finding(tmp_path, monkeypatch):
    report = report_of(tmp_path, "", rows=10)
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda n: None if n == "duckdb" else real(n))
    found = fault(report)
    assert found.rule == catalogue.MISSING_EXTRA
    assert "tieout[duckdb]" in found.remedy
