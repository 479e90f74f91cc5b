"""Periods: which month a row speaks of."""

from __future__ import annotations

FIRST = "2016-12"
LAST = "2020-03"


def year_of(period: str) -> int:
    """The year of a month such as `2016-12`."""
    return int(period.partition("-")[0])


def nobody_calls_this(period: str) -> str:
    """A function that no statistic uses."""
    return period.upper()
