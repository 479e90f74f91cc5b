"""The formulas, worked out again by hand from Playfair's shillings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from formulas import wheat

FILE = Path(__file__).resolve().parents[1] / "data" / "prices.csv"
PRICES = pd.read_csv(FILE, parse_dates=["begins"])
POUNDS = PRICES.assign(shillings=PRICES["shillings"] * 0.05)


def test_weeks_of_work() -> None:
    """64s against 5.54s a week in 1595; 42s against 23s in 1785; no wage in 1815 and 1820."""
    weeks = wheat.weeks(POUNDS)
    assert len(weeks) == 50
    assert wheat.at(weeks, 1595) == pytest.approx(64 / 5.54) == pytest.approx(weeks.max())
    assert wheat.at(weeks, 1785) == pytest.approx(42 / 23) == pytest.approx(weeks.min())


def test_rises() -> None:
    """41s to 99s, and 5s to 30s a week."""
    assert wheat.rise(POUNDS, "wheat", 1565, 1810) == pytest.approx(99 / 41 - 1)
    assert wheat.rise(POUNDS, "wage", 1565, 1810) == pytest.approx(5)


def test_the_sentence() -> None:
    """54s at 30s a week are 1.8 weeks; the last wage is 30s."""
    assert wheat.weeks_if_unchanged(POUNDS, 1820) == pytest.approx(1.8)
    assert wheat.last_wage(POUNDS) == pytest.approx(1.5)


def test_centuries() -> None:
    """Seven, twenty, twenty and three years have both; 79s, 81s and 99s are the last three prices."""
    made = wheat.centuries(POUNDS)
    assert made["years"].to_dict() == {16: 7, 17: 20, 18: 20, 19: 3}
    assert made.loc[19, "wheat"] == pytest.approx((79 + 81 + 99) / 3 / 20)
