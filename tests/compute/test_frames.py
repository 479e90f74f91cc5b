"""A table becomes a DataFrame of the types its schema names."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pandas as pd
import pytest

from tieout.compute.frames import frame_of
from tieout.data.package import read_package
from tieout.data.read import read_tables


@pytest.fixture
def frames(report):
    tables = read_tables(report.project, read_package(report.project))
    return {name: frame_of(table) for name, table in tables.items()}


def test_columns_have_the_types_that_authors_were_told(frames):
    kinds = {name: str(kind) for name, kind in frames["prisoners"].dtypes.items()}
    assert kinds["as_of"] == kinds["note"] == "str"
    assert kinds["prisoners"] == kinds["share"] == "float64", "a missing cell makes floats"
    assert frames["payments"]["Datum"].dt.year.tolist() == [2019] * 4
    assert frames["payments"]["Anteil"].tolist() == [0.56, 0.075, -0.03, 0.0]


def test_a_complete_column_of_whole_numbers_stays_whole(report):
    report.change("data/prisoners.csv", "2020-03,women,,", "2020-03,women,3000,")
    tables = read_tables(report.project, read_package(report.project))
    assert str(frame_of(tables["prisoners"])["prisoners"].dtype) == "int64"


def test_missing_cells_are_missing(frames):
    assert frames["prisoners"]["note"].isna().tolist() == [True, True, False, True, False]
    assert frames["payments"]["Betrag"].isna().tolist() == [False, False, True, False]


@pytest.mark.parametrize(
    ("kind", "cells", "dtype", "read"),
    [
        ("integer", (1, 2), "int64", [1, 2]),
        ("year", (2016, 2020), "int64", [2016, 2020]),
        ("number", (Decimal("0.1"), 2), "float64", [0.1, 2.0]),
        ("boolean", (True, False), "bool", [True, False]),
        ("boolean", (True, None), "object", [True, None]),
        ("string", ("a", "b"), "str", ["a", "b"]),
        ("date", (datetime.date(1, 1, 1), datetime.date(9999, 12, 31)), "datetime64[s]", None),
        ("time", ("12:00:00", "13:00:00"), "str", ["12:00:00", "13:00:00"]),
        ("integer", (10**30, 1), "float64", [1e30, 1.0]),
    ],
)
def test_types(kind, cells, dtype, read):
    from tieout.compute.frames import _series

    made = _series(cells, kind)
    assert str(made.dtype) == dtype
    if read is not None:
        assert made.tolist() == read


def test_changing_a_copy_leaves_the_frame(frames):
    before = frames["prisoners"].copy()
    copy = frames["prisoners"].copy(deep=False)
    copy["prisoners"] = 0
    copy.loc[0, "share"] = 9
    pd.testing.assert_frame_equal(frames["prisoners"], before)
