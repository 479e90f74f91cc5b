"""The files beside the pages: what a reader downloads is what tieout read."""

from __future__ import annotations

import csv
import io

from tieout.build.assets import table_csv
from tieout.data.package import read_package
from tieout.data.read import read_tables


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
