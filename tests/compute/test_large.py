"""Datasets that stay in their files: handed over as asked, and traced by queries."""

from __future__ import annotations

import duckdb
import pytest

from large import events, report_of, statistic
from tieout import catalogue
from tieout.build.options import Options
from tieout.build.pipeline import build
from tieout.findings import TieoutError

pytestmark = pytest.mark.slow

SCRIPTS = "import dask.dataframe as dd\n" + "".join(
    (
        statistic("total", "events.sum('amount').fetchall()[0][0]"),
        statistic("highest", "events.max('amount').fetchall()[0][0]"),
        statistic("rows", "events.count('*').fetchall()[0][0]"),
        statistic("by_sql", "duckdb.sql('SELECT sum(amount) FROM events').fetchall()[0][0]"),
        statistic("framed", "events['amount'].sum()", "events: pd.DataFrame"),
        statistic("spread_out", "events['amount'].sum().compute()", "events: dd.DataFrame"),
        statistic(
            "joined",
            "events.filter('id = 5').max('amount').fetchall()[0][0] * cells['value'].max()",
            "events: duckdb.DuckDBPyRelation, cells",
        ),
        statistic("both", "cells.sum('value').fetchall()[0][0]", "cells: duckdb.DuckDBPyRelation"),
        statistic("in_two", "cells['value'].sum().compute()", "cells: dd.DataFrame"),
    )
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return report_of(tmp_path_factory.mktemp("large"), SCRIPTS).ledger()


def test_every_way_to_hand_a_dataset_over_gives_the_same_number(ledger):
    same = {ledger[name]["value"] for name in ("total", "by_sql", "framed", "spread_out")}
    assert len(same) == 1
    assert ledger["both"]["value"] == ledger["in_two"]["value"] == 7


def lines(record):
    return {(i["column"], i.get("row") or f"all {i['rows']}", i["role"]) for i in record["inputs"]}


@pytest.mark.parametrize("name", ["total", "by_sql", "framed", "spread_out"])
def test_a_sum_comes_from_all_rows_of_its_column(ledger, name):
    assert lines(ledger[name]) == {("amount", "all 4000", "contributes")}
    assert [each["key"] for each in ledger[name]["sources"]] == ["s1"]


def test_a_maximum_comes_from_its_cell_and_the_others_could_sway_it(ledger):
    assert ("amount", 701, "contributes") in lines(ledger["highest"])
    cell = next(i for i in ledger["highest"]["inputs"] if i["role"] == "contributes")
    assert (cell["value"], cell["key"]) == ("9000.5", ["700"])
    assert cell["elasticity"] == pytest.approx(1)


def test_a_count_comes_from_its_rows(ledger):
    assert lines(ledger["rows"]) == {("", "all 4000", "contributes")}


def test_a_number_of_both_kinds_of_dataset_has_cells_of_both(ledger):
    found = lines(ledger["joined"])
    assert {("amount", 6, "contributes"), ("value", 4, "contributes")} <= found


def test_cells_are_looked_up_by_name(tmp_path):
    report = report_of(tmp_path, "")
    report.write("report/index.qmd", "# S\n\n{{< stat events.700.amount >}}\n")
    datum = report.ledger()["events.700.amount"]
    assert (datum["value"], datum["defined"]["line"]) == (9000.5, 701)
    report.write("report/index.qmd", "# S\n\n{{< stat events.4000.amount >}}\n")
    assert report.finding().rule is catalogue.UNKNOWN_NUMBER


def test_no_other_file_is_read_and_no_extension_fetched(tmp_path):
    text = "'SELECT count(*) FROM read_text(\\'data/cells.csv\\')'"
    bodies = {
        "asked": f"duckdb.sql({text}).fetchall()[0][0]",
        "connected": f"duckdb.connect().sql({text}).fetchall()[0][0]",
        "joined": f"events.query('e', {text}).fetchall()[0][0]",
        "fetched": "duckdb.sql('INSTALL httpfs') or 1",
        "reset": "duckdb.sql('SET enable_external_access = true') or 1",
    }
    report = report_of(tmp_path, "".join(statistic(name, each) for name, each in bodies.items()))
    found = report.findings()
    assert {each.rule for each in found} == {catalogue.STATISTIC_RAISED}
    assert len(found) == len(bodies)
    assert all("configuration" in each.message for each in found)


SPARSE = {
    "picked": "events.filter('id IN (5, 199, 300)').sum('amount').fetchall()[0][0]",
    "above": "events.filter('amount > 9000').count('*').fetchall()[0][0]",
}
TEXTS = "".join(statistic(name, body) for name, body in SPARSE.items())


def test_lineage_by_queries_agrees_with_lineage_in_memory(tmp_path):
    found = []
    for large in (True, False):
        report = report_of(tmp_path / str(large), TEXTS, rows=1000, **{"tieout:large": large})
        report.field("events", "amount", type="number")
        found.append(report.ledger())
    here, there = ({n: lines(r) for n, r in each.items()} for each in found)
    assert here["picked"] == {("amount", row, "contributes") for row in (6, 200, 301)}
    assert here["picked"] == {each for each in there["picked"] if each[2] == "contributes"}
    assert here["above"] == there["above"]
    assert [each["elasticity"] for each in found[0]["picked"]["inputs"]] == pytest.approx(
        [e["elasticity"] for e in found[1]["picked"]["inputs"] if e["role"] == "contributes"]
    )


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_file_that_changes_while_it_is_asked_leaves_the_last_outputs(tmp_path, form):
    """Numbers of it would be of two editions, or stand beside the digest of a file that they are not of."""
    there = f"data/events.{form}"
    swap = f"    import os\n    if os.path.exists('next'):\n        os.rename('next', '{there}')\n"
    body = f"0.0\n{swap}    return events.sum('amount').fetchall()[0][0]"
    script = statistic("total", body).replace("    return 0.0\n", "")
    report = report_of(tmp_path, script, rows=1000, path=f"events.{form}")
    if form == "csv":
        events(tmp_path / "events.parquet", 1000)
        duckdb.execute(f"COPY (FROM '{tmp_path}/events.parquet') TO '{report / there}'")
    options = Options(formats=("html",), engine="pandoc")
    build(report.project, options, lambda _: None)
    before = (report / "_output/ledger.json").read_bytes()
    next_one = report / "next"
    events(tmp_path / "next.parquet", 999)
    if form == "csv":
        duckdb.execute(f"COPY (FROM '{tmp_path}/next.parquet') TO '{next_one}' (FORMAT csv)")
    else:
        (tmp_path / "next.parquet").rename(next_one)
    report.change("scripts/numbers.py", "import os", "import os  # anew\n    anew = 1")
    with pytest.raises(TieoutError) as raised:
        build(report.project, options, lambda _: None)
    assert raised.value.findings[0].rule == catalogue.CHANGED_MEANWHILE
    assert raised.value.findings[0].place.path == there
    assert (report / "_output/ledger.json").read_bytes() == before
    build(report.project, options, lambda _: None)
    assert (report / "_output/ledger.json").read_bytes() != before


def test_a_relation_is_no_number(tmp_path):
    found = report_of(tmp_path, statistic("asked", "events.sum('amount')")).finding()
    assert found.rule == catalogue.WRONG_RESULT
    assert "fetchall" in found.remedy
