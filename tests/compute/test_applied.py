"""Tables with some of their cells changed: nothing but these cells, and no table that was handed in."""

from __future__ import annotations

import gc
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tieout.compute import applied as kept
from tieout.compute import changes
from tieout.compute.applied import applied
from tieout.compute.lineage import Cell

ROWS = 12
VALUES = [changes.swell, changes.shrink, changes.double, changes.halve, changes.clear]
TEXTS = [changes.swap, changes.first, changes.last]


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "whole": range(1, ROWS + 1),
            "real": [n / 8 for n in range(ROWS)],
            "place": pd.Series(["a", "b", "c"] * (ROWS // 3), dtype="str"),
        }
    )


def cells(column: str, rows: Any = range(ROWS)) -> list[Cell]:
    return [Cell("t", row, column) for row in rows]


rows_of = st.sets(st.integers(0, ROWS - 1)).map(sorted)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.sampled_from(["whole", "real"]), rows_of, st.sampled_from(VALUES)),
            st.tuples(st.just("place"), rows_of, st.sampled_from(TEXTS)),
        ),
        max_size=4,
    ),
    rows_of,
)
def test_all_at_once_is_one_after_the_other(done: Any, absent: list[int]) -> None:
    frame, before = table(), table()
    pairs = [(cells(column, rows), change) for column, rows, change in done]
    together = applied({"t": frame}, *pairs, (cells("", absent), None))["t"]
    stepwise = {"t": table()}
    for cells_of, change in pairs:
        if cells_of:
            stepwise = applied(stepwise, (cells_of, change))
    pd.testing.assert_frame_equal(together, applied(stepwise, (cells("", absent), None))["t"])
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("change", TEXTS)
def test_a_column_that_is_kept_is_as_it_was_made(change: Any) -> None:
    frame = table()
    first = applied({"t": frame}, (cells("place"), change))["t"]
    expected = first["place"].to_list()
    first.loc[3, "place"] = "written over by a script"
    second = applied({"t": frame}, (cells("place"), change))["t"]
    assert second["place"].to_list() == expected


def test_nothing_is_kept_of_a_table_that_is_gone() -> None:
    frame = table()
    applied({"t": frame}, (cells("whole"), changes.double))
    which = id(frame)
    assert which in kept._kept
    del frame
    gc.collect()
    assert which not in kept._kept


@example([-1, 0, 1], True)
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=30), st.booleans())
def test_what_swells_at_least_doubles_and_what_shrinks_at_least_halves(
    numbers: list[int], whole: bool
) -> None:
    series = pd.Series(numbers, dtype="int64" if whole else "float64", name="n")
    rows = list(range(len(numbers)))
    larger, smaller = changes.swell(series, rows), changes.shrink(series, rows)
    for before, more, less in zip(numbers, larger, smaller, strict=True):
        assert abs(less) * 2 <= abs(before)
        assert less * before >= 0
        assert more >= 2 * before if before >= 0 else more < before
        assert more != before


def test_neither_keeps_an_order_or_a_share() -> None:
    series = pd.Series([100.0 + n for n in range(20)], name="n")
    rows = list(range(20))
    for change in (changes.swell, changes.shrink):
        after = list(change(series, rows))
        assert sorted(after) != after
        assert after[0] / sum(after) != pytest.approx(series[0] / series.sum(), rel=1e-3)
