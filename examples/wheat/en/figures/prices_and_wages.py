"""Draws Playfair's two series again, on one scale."""

from __future__ import annotations

import pandas as pd
from formulas import drawing
from matplotlib.figure import Figure

from tieout import figure


@figure(
    title="Prices and wages",
    caption=(
        "The quarter of wheat (steps) and a week's wage (dashed), in pounds. Wheat reached "
        "{{< stat prices.1810.wheat.shillings >}} in 1810; the wage line ends there, at "
        "{{< stat prices.1810.wage.shillings >}}.{{< source prices_and_wages >}}"
    ),
    alt=(
        "Steps show the price of wheat swinging without direction until the middle of the eighteenth century and "
        "then climbing to {{< stat prices.1810.wheat.shillings >}}, before falling to "
        "{{< stat prices.1820.wheat.shillings >}}. A dashed line below, the wage, rises slowly, then faster, "
        "and stops at {{< stat prices.1810.wage.shillings >}}."
    ),
)
def prices_and_wages(prices: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Both series against time."""
    return drawing.prices_and_wages(
        prices, wheat="the quarter of wheat", wage="a week's wage", axis="pounds"
    )
