"""Zeichnet Playfairs zwei Reihen noch einmal, auf einer Skala."""

from __future__ import annotations

import pandas as pd
from formulas import drawing
from matplotlib.figure import Figure

from tieout import figure


@figure(
    title="Preise und Löhne",
    caption=(
        "Ein Quarter Weizen (Stufen) und ein Wochenlohn (gestrichelt), in Pfund. Der Weizen erreichte 1810 "
        "{{< stat prices.1810.wheat.shillings >}}; dort endet die Linie der Löhne, bei "
        "{{< stat prices.1810.wage.shillings >}}.{{< source prices_and_wages >}}"
    ),
    alt=(
        "Stufen zeigen den Weizenpreis, der bis zur Mitte des achtzehnten Jahrhunderts ohne Richtung schwankt, "
        "dann auf {{< stat prices.1810.wheat.shillings >}} steigt und auf "
        "{{< stat prices.1820.wheat.shillings >}} fällt. Eine gestrichelte Linie darunter, der Lohn, steigt erst "
        "langsam, dann schneller, und endet bei {{< stat prices.1810.wage.shillings >}}."
    ),
)
def prices_and_wages(prices: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Beide Reihen über der Zeit."""
    return drawing.prices_and_wages(
        prices, wheat="ein Quarter Weizen", wage="ein Wochenlohn", axis="Pfund"
    )
