"""Turns the period keys of the data ("2016-12", "2018") into positions on a time axis."""

from __future__ import annotations

MONTHS = 12


def year_of(as_of: str) -> float:
    """Decimal year at the end of the month, or the middle of a year that has no month."""
    parts = as_of.split("-")
    year = int(parts[0])
    if len(parts) == 1:
        return year + 0.5
    return year + int(parts[1]) / MONTHS


def months_between(first: str, last: str) -> int:
    """Whole months from the end of one month to the end of another."""
    (year_a, month_a), (year_b, month_b) = (
        tuple(int(part) for part in as_of.split("-")) for as_of in (first, last)
    )
    return (year_b - year_a) * MONTHS + month_b - month_a
