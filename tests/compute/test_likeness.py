"""Likeness: parts that move as one cell does, or as the ratio or product of two, name these cells."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tieout.compute import changes, likeness
from tieout.compute.lineage import Cell

FRAME = pd.DataFrame({"n": [100 + 13 * n for n in range(24)]})
CELLS = [Cell("t", row, "n") for row in range(24)]
NUDGES = (changes.nudge_up, changes.nudge_otherwise)
MOVED = [FRAME.assign(n=nudge(FRAME["n"], list(range(24)))) for nudge in NUDGES]
SIZES = [likeness.sizes(CELLS, {"t": FRAME}, {"t": moved}) for moved in MOVED]


def followed(part: Any) -> set[int]:
    """The rows that a part of an outcome is seen to follow, under two kinds of nudges."""
    before = part(FRAME["n"])
    found = [
        likeness.followed([before], [part(moved["n"])], sizes)
        for moved, sizes in zip(MOVED, SIZES, strict=True)
    ]
    return {cell.row for cell in found[0] & found[1]}


def guessed(part: Any) -> set[int]:
    """The rows that a number is guessed to come from, under two kinds of nudges."""
    before = part(FRAME["n"])
    found = [
        likeness.guessed(before, part(moved["n"]), sizes)
        for moved, sizes in zip(MOVED, SIZES, strict=True)
    ]
    return {cell.row for cell in found[0] & found[1]}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 23), st.floats(0.001, 1e6))
def test_a_multiple_of_a_cell_is_that_cells(row: int, factor: float) -> None:
    assert followed(lambda n: float(n[row] * factor)) == {row}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 23), min_size=2, max_size=2, unique=True))
def test_ratio_and_product_are_the_two_cells(rows: list[int]) -> None:
    one, other = rows
    assert followed(lambda n: float(n[one] / n[other])) == {one, other}
    assert followed(lambda n: float(n[one] * n[other])) == {one, other}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 23), min_size=3, max_size=9, unique=True))
def test_a_sum_of_several_names_no_cell_that_is_not_in_it(rows: list[int]) -> None:
    assert followed(lambda n: float(sum(n[row] for row in rows))) <= set(rows)


def test_text_nothing_and_zero_say_nothing() -> None:
    assert likeness.followed(["a", None, 0, "1"], ["b", 1.0, 1, "2"], SIZES[0]) == set()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 23), min_size=2, max_size=2, unique=True))
def test_the_commonest_numbers_are_guessed(rows: list[int]) -> None:
    one, other = rows
    assert guessed(lambda n: float(n[one])) >= {one}
    assert guessed(lambda n: float(n[one] / n[other] - 1)) >= {one, other}
    assert guessed(lambda n: float(1 - n[one] / n[other])) >= {one, other}
    assert guessed(lambda n: float(n[one] - n[other])) >= {one, other}
    assert guessed(lambda n: float(n[one] + n[other])) >= {one, other}
