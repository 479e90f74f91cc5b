"""Writes values as labels in figures, rounded half away from zero as in the text."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: float, decimals: int = 0) -> str:
    """A count with thousands separators."""
    return f"{_rounded(value, decimals):,}"


def per_cent(fraction: float, decimals: int = 0) -> str:
    """A fraction as per cent."""
    return f"{_rounded(round(100 * float(fraction), 10), decimals)}%"
