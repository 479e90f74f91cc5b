"""Datasets in Parquet, and CSV files that stay outside memory: read as any other, or told what is wrong."""

from __future__ import annotations

import importlib.util
import os
from decimal import Decimal

import duckdb
import pytest

from large import report_of
from tieout import catalogue
from tieout.data import converted, duck
from tieout.data.large import LargeTable
from tieout.data.package import read_package
from tieout.data.read import read_table
from tieout.findings import TieoutError

CSV = "id,region,year,amount\n1,s1,2015,2.5\n2,s2,2016,\n3,s1,2016,4\n"


def table(report):
    return read_table(report.project, read_package(report.project).datasets["events"])


def rows(report, query):
    """Make the dataset's file of a query's rows: id, region, year, amount."""
    file = report / "data/events.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet)")


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


def test_a_file_damaged_behind_its_heading_is_told_when_it_is_asked(tmp_path):
    """Its end says what it holds, and is whole: only whoever asks for a row comes upon the damage."""
    report = report_of(tmp_path, "", rows=800)
    whole = (report / "data/events.parquet").read_bytes()
    report.write("data/events.parquet", b"PAR1" + b"\xff" * 2000 + whole[2004:])
    read = table(report)
    assert isinstance(read, LargeTable)
    for ask in (lambda: read.names["events.3.amount"], lambda: read.columns["amount"][3]):
        with pytest.raises(TieoutError, match="the file cannot be read as Parquet") as raised:
            ask()
        assert raised.value.findings[0].place.path == "data/events.parquet"


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.parametrize("path", ["events.parquet", "events.csv"])
def test_rows_of_an_edition_are_not_told_apart_in_a_file(tmp_path, path):
    report = report_of(tmp_path, "", path=path, **{"tieout:edition": {"region": "edition"}})
    report.write("editions.csv", "edition\ns1\ns2\n")
    if path.endswith(".csv"):
        report.write("data/events.csv", CSV)
    found = fault(report)
    assert found.rule == catalogue.BAD_DESCRIPTOR
    assert "edition" in found.message
    assert found.remedy.endswith('write "tieout:large": false.')


def test_a_large_confidential_csv_file_is_refused_before_it_is_read(tmp_path):
    report = report_of(tmp_path, "", path="events.csv", confidential=True)
    report.write("data/events.csv", CSV.replace("2,s2,2016", "2,s2,kanari"))
    found = fault(report)
    assert found.rule == catalogue.BAD_DESCRIPTOR
    assert "kanari" not in str(found)
    assert not (report / ".tieout/large").exists()


def test_the_remedy_of_a_dataset_without_a_key_names_the_key(tmp_path):
    report = report_of(tmp_path, "", rows=10, confidential=True, **{"tieout:large": False})
    report.describe(lambda datasets, _: datasets["events"]["schema"].pop("primaryKey"))
    assert fault(report).remedy.endswith('give it a "primaryKey".')
    report.describe(lambda datasets, _: datasets["events"].pop("tieout:large"))
    assert fault(report).remedy.endswith('"tieout:large": false and give it a "primaryKey".')


@pytest.mark.parametrize("confidential", [True, False])
def test_a_confidential_key_is_named_by_its_columns(tmp_path, confidential):
    small = {"tieout:large": False, "confidential": confidential}
    report = report_of(tmp_path, "", rows=10, **small)
    one = "SELECT 4711 AS id, 's1' AS region, 2015::INTEGER AS year, 1.5::DOUBLE AS amount"
    rows(report, f"{one} UNION ALL {one}")
    found = fault(report)
    assert found.rule == catalogue.DUPLICATE_KEY
    assert ("4711" in found.message) is not confidential
    report.describe(
        lambda datasets, _: datasets["events"]["schema"].update(primaryKey=["id", "region"])
    )
    rows(report, one.replace("'s1'", "NULL::VARCHAR"))
    found = fault(report)
    assert found.rule == catalogue.BAD_CELL
    assert ("4711" in found.message) is not confidential


def test_a_number_that_is_none_is_missing_and_an_infinite_one_told(tmp_path):
    report = report_of(tmp_path, "", rows=10, **{"tieout:large": False})
    query = "SELECT i AS id, 's' AS region, 2015::INTEGER AS year, '{}'::DOUBLE AS amount FROM range(2) t(i)"
    rows(report, query.format("nan"))
    read = table(report)
    assert read.columns["amount"] == (None, None)
    assert not read.names
    rows(report, f"{query.format('inf')} LIMIT 1")
    assert fault(report).rule == catalogue.WRONG_TYPE


def test_cells_of_one_name_are_told_as_in_csv(tmp_path):
    report = report_of(tmp_path, "", rows=10, **{"tieout:large": False})
    report.field("events", "id", type="string")
    report.describe(
        lambda datasets, _: datasets["events"]["schema"].update(primaryKey=["id", "region"])
    )
    one = "SELECT '{}' AS id, '{}' AS region, 2015::INTEGER AS year, 1.5::DOUBLE AS amount"
    rows(report, f"{one.format('a.b', 'c')} UNION ALL {one.format('a', 'b.c')}")
    assert fault(report).rule == catalogue.AMBIGUOUS_DATUM


def test_rows_that_cannot_be_read_are_a_finding(tmp_path):
    report = report_of(tmp_path, "", rows=2000, **{"tieout:large": False})
    file = report / "data/events.parquet"
    data = bytearray(file.read_bytes())
    data[4:2000] = bytes(1996)  # pages; what the file says of itself stands at its end
    file.write_bytes(data)
    assert fault(report).rule == catalogue.BAD_ENCODING


def test_a_copy_is_each_ones_own_and_kept_of_an_unchanged_file_only(tmp_path, monkeypatch):
    report = report_of(tmp_path, "", path="events.csv")
    report.write("data/events.csv", CSV)
    folder, made = report / ".tieout/large", []

    def opened(files, spill=None):
        made.append(files[1])
        report.write("data/events.csv", CSV + "4,s2,2016,1\n")
        return real(files, spill)

    real = duck.opened
    monkeypatch.setattr(converted.duck, "opened", opened)
    assert fault(report).rule == catalogue.CHANGED_MEANWHILE
    assert list(folder.iterdir()) == []
    assert f".{os.getpid()}-" in made[0].name


def test_a_copy_that_cannot_be_written_is_a_finding(tmp_path):
    report = report_of(tmp_path, "", path="events.csv")
    report.write("data/events.csv", CSV)
    report.write(".tieout/large", "a file stands where the folder would be")
    assert fault(report).rule == catalogue.CANNOT_WRITE


def test_no_cell_is_in_what_a_log_says_of_a_table(tmp_path):
    read = table(report_of(tmp_path, "", rows=800, **{"tieout:large": False}))
    assert "9000.5" not in repr(read)
