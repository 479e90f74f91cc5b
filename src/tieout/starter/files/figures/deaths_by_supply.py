"""Draws deaths in each 10,000 houses, one bar a supply."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from scripts.water import HOUSES, deaths_per_house

from tieout import figure


@figure(
    title="Deaths by supply",
    caption=(
        "Deaths from cholera against houses supplied, by water supply. Southwark and Vauxhall's rate "
        "is {{< stat southwark_against_lambeth >}} that of Lambeth.{{< source southwark_against_lambeth >}}"
    ),
    alt=(
        "Three horizontal bars. That of Southwark and Vauxhall is by far the longest; that of Lambeth, "
        "at {{< stat lambeth_deaths_per_10000_houses >}}, is the shortest."
    ),
)
# tieout: allow TIE503 because ten thousand houses are what a rate is told of
def deaths_by_supply(supplies: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Deaths in each 10,000 houses, by supply."""
    rates = [deaths_per_house(supplies, supplier) * HOUSES for supplier in supplies["supplier"]]
    shown = pd.DataFrame({"supply": supplies["name"], "deaths per 10,000 houses": rates})
    drawn = Figure(figsize=(6.3, 2.4))
    axes = drawn.subplots()
    axes.barh(shown["supply"], shown["deaths per 10,000 houses"])
    axes.invert_yaxis()
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.set_xlabel("Deaths in each 10,000 houses")
    return drawn, shown
