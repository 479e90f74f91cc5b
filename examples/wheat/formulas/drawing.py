"""Drawing: the two figures, with words that each edition hands in."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from formulas.wheat import by_year, last_wage, weeks


def prices_and_wages(
    prices: pd.DataFrame, *, wheat: str, wage: str, axis: str
) -> tuple[Figure, pd.DataFrame]:
    """Price of wheat as steps, the wage as a line, as on the chart of 1822."""
    table = by_year(prices)
    drawn = Figure(figsize=(6.3, 3.0))
    axes = drawn.subplots()
    axes.step(table.index, table["wheat"], where="post", label=wheat)
    axes.plot(table.index, table["wage"], linestyle="--", label=wage)
    axes.set_ylim(bottom=0)
    axes.set_ylabel(axis)
    axes.legend(loc="upper left", frameon=False)
    shown = table.rename(columns={"wheat": wheat, "wage": wage})
    return drawn, shown.reset_index()


def weeks_of_work(
    prices: pd.DataFrame, *, known: str, supposed: str, axis: str
) -> tuple[Figure, pd.DataFrame]:
    """Weeks of work for a quarter of wheat; hollow points where the last wage known is supposed."""
    real = weeks(prices)
    table = by_year(prices)
    without = table.loc[table["wage"].isna(), "wheat"] / last_wage(prices)
    drawn = Figure(figsize=(6.3, 3.0))
    axes = drawn.subplots()
    axes.plot(real.index, real, label=known)
    axes.plot(
        without.index, without, linestyle="", marker="o", markerfacecolor="white", label=supposed
    )
    axes.axhline(float(real.min()), color="0.5", linewidth=0.8, linestyle=":")
    axes.set_ylim(bottom=0)
    axes.set_ylabel(axis)
    axes.legend(loc="upper right", frameon=False)
    shown = pd.DataFrame({known: real, supposed: without})
    return drawn, shown.rename_axis("begins").reset_index()
