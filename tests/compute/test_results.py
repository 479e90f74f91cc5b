"""What figures and tables return becomes plain data, or a TypeError that names what it was."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from tieout.compute import results


def test_a_tables_cells_are_text_numbers_or_nothing():
    frame = pd.DataFrame(
        {
            "text": ["a", None, "<b>"],
            "whole": [1, 2, 3],
            "part": [0.5, np.nan, -1.0],
            "date": pd.to_datetime(["2020-01-02 00:00", None, "2020-01-02 03:04"]),
            "exact": [Decimal("1.10"), Fraction(1, 3), None],
            "nullable": pd.array([1, None, 3], dtype="Int64"),
            7: [datetime.date(2020, 1, 2), "x", 3],
        }
    )
    header, rows = results.grid(frame)
    assert header == ("text", "whole", "part", "date", "exact", "nullable", "7")
    assert rows == (
        ("a", 1, 0.5, "2020-01-02", Decimal("1.10"), 1, "2020-01-02"),
        (None, 2, None, None, Fraction(1, 3), None, "x"),
        ("<b>", 3, -1.0, "2020-01-02T03:04:00", None, 3, 3),
    )
    assert type(rows[0][1]) is int
    assert type(rows[0][2]) is float


def test_an_empty_table_is_a_table():
    assert results.grid(pd.DataFrame({"a": []})) == (("a",), ())


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (None, "nothing"),
        ([1], "list"),
        (pd.Series([1]), "Series"),
        (pd.DataFrame({"a": [[1]]}), "a cell of type list"),
        (pd.DataFrame({"a": [np.inf]}), "a cell that is inf"),
        (pd.DataFrame({"a": [True]}), "a cell of type bool"),
    ],
)
def test_what_is_no_table_is_named(result, said):
    with pytest.raises(TypeError) as raised:
        results.grid(result)
    assert str(raised.value) == said


def test_a_figure_is_its_svg_its_size_and_its_data():
    drawn = Figure(figsize=(5, 2.5))
    drawn.subplots().plot([1, 2])
    made = results.figure((drawn, pd.DataFrame({"a": [1, 2]})))
    assert made.svg.startswith("<?xml")
    assert (made.width, made.height) == (12.7, 6.35)
    assert made.csv == "a\n1\n2\n"
    assert results.figure(drawn).csv == ""


@pytest.mark.parametrize(
    ("result", "said"),
    [(None, "nothing"), (3, "int"), ((Figure(), 3), "a figure with int"), ((1, 2, 3), "tuple")],
)
def test_what_is_no_figure_is_named(result, said):
    with pytest.raises(TypeError) as raised:
        results.figure(result)
    assert str(raised.value) == said


def test_an_index_is_in_the_csv_only_where_it_has_a_name():
    frame = pd.DataFrame({"a": [1]}, index=pd.Index(["x"], name="key"))
    assert results.csv_of(frame) == "key,a\nx,1\n"
    assert results.csv_of(frame.rename_axis(None)) == "a\n1\n"
