"""Printed: a mark on a text cell is found again where the text is printed as it is."""

from __future__ import annotations

import pandas as pd

from tieout.compute import printed
from tieout.compute.lineage import Cell

FRAME = pd.DataFrame({"name": ["one", "two", None], "group": ["a", "b", "a"]}).astype("str")
CELLS = [Cell("t", row, column) for row in (0, 1) for column in ("name", "group")]


def test_what_is_printed_is_seen_and_the_rest_is_not() -> None:
    marked = printed.marked({"t": FRAME}, CELLS)["t"]
    after = (1, f"- {marked['name'][1]}", "end")
    assert printed.seen((1, "- two", "end"), after, CELLS) == [Cell("t", 1, "name")]


def test_an_outcome_that_differs_otherwise_says_nothing() -> None:
    marked = printed.marked({"t": FRAME}, CELLS)["t"]
    assert printed.seen(("two", 5), (marked["name"][1], 6), CELLS) is None
    assert printed.seen(("two",), None, CELLS) is None


def test_the_tables_given_stay_as_they_are() -> None:
    printed.marked({"t": FRAME}, CELLS)
    assert list(FRAME["group"]) == ["a", "b", "a"]
