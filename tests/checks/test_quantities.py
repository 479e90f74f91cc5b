"""Quantities: told from elasticities where nobody declared them."""

from __future__ import annotations

import dataclasses

import pytest

from checks.suite import record
from tieout.checks.quantities import quantity
from tieout.ledger.record import Input


def undeclared(value: float, unit: str, *elasticities: float) -> str:
    made = record("x", {"value": value, "unit": unit, "quantity": "share"})
    inputs = tuple(
        Input("d", "d.csv", "c", "contributes", row, (str(row),), elasticity=each)
        for row, each in enumerate(elasticities)
    )
    return quantity(dataclasses.replace(made, formula="return a / b", inputs=inputs))


@pytest.mark.parametrize(
    ("value", "elasticities", "expected"),
    [
        (4.63, (1, -1), "ratio"),  # a / b
        (0.57, (1, -1), "share"),
        (0.78, (1.78 / 0.78, -1.78 / 0.78), "change"),  # a / b - 1
        (-0.2, (0.8 / -0.2, 0.8 / 0.2), "change"),
        (0.25, (0.75, -0.75), "share"),  # a / (a + b)
        (0.57, (), ""),
    ],
)
def test_of_percentages(value, elasticities, expected):
    assert undeclared(value, "percent", *elasticities) == expected


def test_of_counts():
    assert undeclared(5, "people", 3, -2) == "change"  # 15 - 10
    assert undeclared(25, "people", 0.6, 0.4) == "level"


def test_what_is_declared_holds():
    made = record("x", {"value": 4.63, "unit": "percent", "quantity": "change"})
    assert quantity(dataclasses.replace(made, formula='@statistic(quantity="change")')) == "change"


def test_a_cell_may_be_either():
    made = record("x", {"value": 0.5, "unit": "percent", "quantity": "share"})
    assert quantity(dataclasses.replace(made, kind="datum")) == ""
