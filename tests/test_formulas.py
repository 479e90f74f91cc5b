"""No text in a table for download is a formula, wherever the table is opened."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from projects import Report
from tieout import formulas
from tieout.build.assets import table_csv
from tieout.compute import results


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("https://example.org")', "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1",
        "\ufeff=1", "\uff1d1", "\uff20x", "|x", "%x", "\u2212x", "-", "+", "=",
    ],
)  # fmt: skip
def test_formulas_become_text(cell):
    assert formulas.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-5", "+5", "-5%", "-1,234.5", "-1e-05", "5", "text", "", "a=b", "US$ 3"]
)
def test_numbers_and_text_stay_as_they_are(cell):
    assert formulas.harmless(cell) == cell


@given(some.text())
def test_no_cell_begins_a_formula(text):
    made = formulas.harmless(text)
    assert made in {text, f"'{text}"}
    if made == text:
        assert text[:1] not in {"=", "@", "\t", "\r"}


def test_a_figures_own_data():
    frame = pd.DataFrame(
        {
            "=name": ["=1+1", None, "plain"],
            "n": [-1.5, 2.0, float("nan")],
            "day": pd.to_datetime(["2020-01-02"] * 3),
        }
    )
    rows = list(csv.reader(io.StringIO(results.csv_of(frame))))
    assert rows[0] == ["'=name", "n", "day"]
    assert rows[1] == ["'=1+1", "-1.5", "2020-01-02"]
    assert rows[2:] == [["", "2.0", "2020-01-02"], ["plain", "", "2020-01-02"]]


@pytest.mark.slow
def test_a_datasets_rows(report: Report):
    report.change("data/prisoners.csv", "2020-03,all", "=cmd|' /C calc'!A0,all")
    table = report.inputs().tables["prisoners"]
    assert "\n\"'=cmd|' /C calc'!A0\"," in table_csv(
        table
    ) or "\n'=cmd|' /C calc'!A0," in table_csv(table)
