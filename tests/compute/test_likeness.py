"""Likeness: parts that move as one cell does, or as the ratio or product of two, name these cells."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tieout.compute import changes, likeness
from tieout.compute.lineage import Cell

FRAME = pd.DataFrame({"n": [100 + 13 * n for n in range(60)]})
CELLS = [Cell("t", row, "n") for row in range(60)]
MOVED = FRAME.assign(n=changes.nudge_up(FRAME["n"], list(range(60))))
SIZES = likeness.sizes(CELLS, {"t": FRAME}, {"t": MOVED})


def followed(part: object) -> set[int]:
    """The rows that a part of an outcome is seen to follow."""
    before, after = part(FRAME["n"]), part(MOVED["n"])  # type: ignore[operator]
    return {cell.row for cell in likeness.followed([before], [after], SIZES)}


@settings(deadline=None)
@given(st.integers(0, 59), st.floats(0.001, 1e6))
def test_a_multiple_of_a_cell_is_that_cells(row: int, factor: float) -> None:
    assert followed(lambda n: float(n[row] * factor)) == {row}


@settings(deadline=None)
@given(st.lists(st.integers(0, 59), min_size=2, max_size=2, unique=True))
def test_ratio_and_product_are_the_two_cells(rows: list[int]) -> None:
    one, other = rows
    assert followed(lambda n: float(n[one] / n[other])) == {one, other}
    assert followed(lambda n: float(n[one] * n[other])) == {one, other}


@settings(deadline=None)
@given(st.lists(st.integers(0, 59), min_size=3, max_size=9, unique=True))
def test_a_sum_of_several_names_no_cell_that_is_not_in_it(rows: list[int]) -> None:
    assert followed(lambda n: float(sum(n[row] for row in rows))) <= set(rows)


def test_text_nothing_and_zero_say_nothing() -> None:
    assert likeness.followed(["a", None, 0, "1"], ["b", 1.0, 1, "2"], SIZES) == set()
