"""Labels of figures: values rounded half away from zero as in the text, and the size of letters."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import matplotlib as mpl


def _rounded(value: float, decimals: int) -> Decimal:
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def number(value: float, decimals: int = 0) -> str:
    """A count with thousands separators."""
    return f"{_rounded(value, decimals):,}"


def per_cent(fraction: float, decimals: int = 0) -> str:
    """A fraction as per cent."""
    return f"{_rounded(round(100 * float(fraction), 10), decimals)}%"


def lettering() -> None:
    """Letters large enough for a phone. The house style is set anew before each figure is drawn."""
    mpl.rcParams["font.size"] = 11.5
    mpl.rcParams["axes.titlesize"] = 12
    mpl.rcParams["xtick.labelsize"] = 11
    mpl.rcParams["ytick.labelsize"] = 11
