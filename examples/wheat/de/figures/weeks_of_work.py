"""Zeichnet, wie viele Wochen Arbeit ein Quarter Weizen kostete."""

from __future__ import annotations

import pandas as pd
from formulas import drawing
from matplotlib.figure import Figure

from tieout import figure


@figure(
    title="Wochen Arbeit",
    caption=(
        "Wochen Arbeit eines guten Handwerkers für ein Quarter Weizen. Die gepunktete Linie zeigt die wenigsten "
        "eines Jahres mit bekanntem Lohn, {{< stat cheapest_weeks >}} im Jahr {{< stat cheapest_year >}}; hohle "
        "Punkte nehmen an, dass weiter der Lohn von 1810 gezahlt wurde.{{< source weeks_of_work >}}"
    ),
    alt=(
        "Eine Linie erreicht {{< stat dearest_year >}} mit {{< stat dearest_weeks >}} Wochen ihre Spitze, fällt über "
        "zwei Jahrhunderte auf {{< stat cheapest_weeks >}} im Jahr {{< stat cheapest_year >}} und steigt bis 1810 "
        "wieder auf {{< stat weeks_in_1810 >}}. Von zwei hohlen Punkten danach liegt der zweite auf der gepunkteten "
        "Linie des niedrigsten Werts."
    ),
)
def weeks_of_work(prices: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Preis geteilt durch Wochenlohn, über der Zeit."""
    return drawing.weeks_of_work(
        prices,
        known="beide sind bekannt",
        supposed="zum Lohn von 1810",
        axis="Wochen Arbeit",
    )
