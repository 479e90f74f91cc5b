"""Prisons: how many people are held in them."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
from scripts.periods import FIRST, LAST, year_of

from tieout import statistic


def _held(prisoners: pd.DataFrame, as_of: str) -> int:
    rows = prisoners[(prisoners["as_of"] == as_of) & (prisoners["sex"] == "all")]
    return int(rows["prisoners"].item())


@statistic(unit="percent", published="95%", published_in="paper2021", published_at="par. 2")
def prison_rise(prisoners: pd.DataFrame) -> Fraction:
    """Growth of the number of prisoners from the first month to the last.

    Prisoners in the last month divided by prisoners in the first, minus one.
    """
    return Fraction(_held(prisoners, LAST), _held(prisoners, FIRST)) - 1


@statistic(unit="count", title="Prisoners added in a year")
def prisoners_a_year(prisoners: pd.DataFrame, prison_rise: float) -> float:
    """Prisoners added in an average year."""
    first = _held(prisoners, FIRST)
    return float(first * prison_rise / (year_of(LAST) - year_of(FIRST)))
