"""The files beside the pages: what a reader downloads is what tieout read."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from types import SimpleNamespace

from tieout.build import assets
from tieout.build.assets import table_csv
from tieout.data.package import read_package
from tieout.data.read import read_tables
from tieout.ledger.figure_data import MOST_COLUMNS, MOST_ROWS


def test_a_dataset_as_csv_holds_its_values_exactly(report):
    tables = read_tables(report.project, read_package(report.project))
    rows = list(csv.DictReader(io.StringIO(table_csv(tables["payments"]), newline="")))
    assert [row["Betrag"] for row in rows] == ["1234500.00", "2000000.00", "", "-50250.00"]
    assert rows[0]["Datum"] == "2019-01-03"
    assert rows[2]["Bemerkung"] == "zwei\r\nZeilen"


def test_a_figures_files_are_those_its_page_names(computed):
    compiled = computed.compiled()
    figure = compiled.fragments.uses["figure prisoners_by_month"]
    folder = computed / ".tieout/assets"
    for path in (figure.image, *(link.path for link in figure.links)):
        assert (folder / path).is_file()
    script = (folder / figure.links[-1].path).read_text()
    assert script == computed.read("figures/prisoners_by_month.py")
    data = (folder / figure.links[0].path).read_text()
    assert data == "as_of,prisoners\n2016-12,20000.0\n2018-12,31005.0\n2020-03,38990.0\n"


def test_a_figure_s_data_are_cut_for_the_page_and_kept_from_it_where_confidential(report):
    tables = read_tables(report.project, read_package(report.project))
    definition = SimpleNamespace(name="f", parameters=())
    rows = "".join(f"{n},{n},{'x,' * 20}\n" for n in range(60))
    (own,) = assets._readable(definition, "a,b," + "c," * 20 + "\n" + rows, {})
    assert (len(own.rows), own.total, len(own.columns)) == (MOST_ROWS, 60, MOST_COLUMNS)
    payments = tables["payments"]
    reading = SimpleNamespace(name="f", parameters=(SimpleNamespace(name="payments"),))
    (shown,) = assets._readable(reading, "", tables)
    assert shown.total == len(payments)
    assert not {"source", "locator", "note"} & {each.name for each in shown.columns}
    secret = replace(payments, dataset=replace(payments.dataset, confidential=True))
    assert list(assets._readable(reading, "a\n1\n", {"payments": secret})) == []
