"""Draws the weeks of work that a quarter of wheat cost."""

from __future__ import annotations

import pandas as pd
from formulas import drawing
from matplotlib.figure import Figure

from tieout import figure


@figure(
    title="Weeks of work",
    caption=(
        "Weeks of a good mechanic's work for the quarter of wheat. The dotted line marks the fewest of a year whose "
        "wage is known, {{< stat cheapest_weeks >}} in {{< stat cheapest_year >}}; hollow points suppose that the "
        "wage of 1810 was still paid.{{< source weeks_of_work >}}"
    ),
    alt=(
        "A line peaks at {{< stat dearest_weeks >}} weeks in {{< stat dearest_year >}}, falls over two centuries to "
        "{{< stat cheapest_weeks >}} in {{< stat cheapest_year >}}, and rises again to {{< stat weeks_in_1810 >}} "
        "in 1810. Of two hollow points after it the second lies on the dotted line of the lowest."
    ),
)
def weeks_of_work(prices: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Price divided by weekly wage, against time."""
    return drawing.weeks_of_work(
        prices,
        known="both are known",
        supposed="at the wage of 1810",
        axis="weeks of work",
    )
