"""Bounds: qualifiers carried on by the direction in which a cell moves the number."""

from __future__ import annotations

import math

import pytest

from tieout.ledger.bounds import bound
from tieout.ledger.record import Input


def cell(qualifier: str, elasticity: float = math.nan, role: str = "contributes") -> Input:
    return Input("d", "d.csv", "n", role, qualifier=qualifier, elasticity=elasticity)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ([], ""),
        ([cell("", 1.0)], ""),
        ([cell("more than", 1.0), cell("", -1.0)], "more than"),
        ([cell("", 1.0), cell("more than", -1.0)], "fewer than"),
        ([cell("at least", -2.0)], "at most"),
        ([cell("more than", 1.0), cell("at least", 0.5)], "at least"),
        ([cell("fewer than", 1.0), cell("at most", 0.5)], "at most"),
        ([cell("more than", 1.0), cell("more than", -1.0)], "about"),
        ([cell("about", 1.0), cell("more than", 1.0)], "about"),
        ([cell("more than")], "about"),
        ([cell("at least", 0.0)], "at least"),
        ([cell("at least", -0.0)], "at most"),
        ([cell("at most", role="is")], "at most"),
        ([cell("more than", 1.0, role="could sway")], ""),
    ],
)
def test_bound(inputs: list[Input], expected: str) -> None:
    assert bound(inputs) == expected
