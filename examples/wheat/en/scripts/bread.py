"""Bread: what a quarter of wheat cost in weeks of work, and the wage on which Playfair's sentence hangs."""

from __future__ import annotations

import pandas as pd
from formulas import wheat

from tieout import statistic, table


@statistic(unit="count", title="Years with both price and wage")
def years_with_both(prices: pd.DataFrame) -> int:
    """Years of which the data hold the price of wheat and the wage."""
    return len(wheat.weeks(prices))


@statistic(unit="percent", title="Rise of the price of wheat", quantity="change")
def wheat_rise(prices: pd.DataFrame) -> float:
    """Growth of the price of a quarter of wheat from 1565 to 1810: last divided by first, minus one."""
    return wheat.rise(prices, "wheat", 1565, 1810)


@statistic(unit="multiple", title="Wage of 1810 against that of 1565", quantity="ratio")
def wage_multiple(prices: pd.DataFrame) -> float:
    """The weekly wage of 1810 divided by that of 1565."""
    return wheat.rise(prices, "wage", 1565, 1810) + 1


@statistic(unit="plain", decimals=1, title="Most weeks of work")
def dearest_weeks(prices: pd.DataFrame) -> float:
    """The most weeks of work that a quarter of wheat cost: price divided by weekly wage."""
    return float(wheat.weeks(prices).max())


@statistic(unit="year", title="Year of the dearest wheat")
def dearest_year(prices: pd.DataFrame) -> int:
    """The year in which a quarter of wheat cost the most weeks of work."""
    return int(wheat.weeks(prices).idxmax().year)


@statistic(unit="plain", decimals=2, title="Fewest weeks of work")
def cheapest_weeks(prices: pd.DataFrame) -> float:
    """The fewest weeks of work that a quarter of wheat cost, of the years whose wage is known."""
    return float(wheat.weeks(prices).min())


@statistic(unit="year", title="Year of the cheapest wheat")
def cheapest_year(prices: pd.DataFrame) -> int:
    """The year in which a quarter of wheat cost the fewest weeks of work."""
    return int(wheat.weeks(prices).idxmin().year)


@statistic(unit="plain", decimals=1, title="Weeks of work in 1810")
def weeks_in_1810(prices: pd.DataFrame) -> float:
    """The price of a quarter of wheat in 1810, divided by the weekly wage of that year."""
    return wheat.at(wheat.weeks(prices), 1810)


@statistic(unit="plain", decimals=2, title="Weeks of work in 1820, at the wage of 1810")
def weeks_in_1820(prices: pd.DataFrame) -> float:
    """The price of a quarter of wheat in 1820, divided by the last wage known, that of 1810."""
    return wheat.weeks_if_unchanged(prices, 1820)


@statistic(unit="GBP", decimals=2, title="The wage of 1820 on which it hangs")
def wage_that_decides(prices: pd.DataFrame, cheapest_weeks: float) -> float:
    """The weekly wage at which wheat in 1820 cost as many weeks of work as in its cheapest year before.

    The price of 1820 divided by the fewest weeks of work.
    """
    return wheat.at(wheat.by_year(prices)["wheat"], 1820) / cheapest_weeks


@statistic(unit="percent", decimals=1, title="The change of wages that decides", quantity="change")
def change_that_decides(prices: pd.DataFrame, wage_that_decides: float) -> float:
    """By how much wages could change from 1810 to 1820 before the sentence became false.

    The wage that decides divided by the last wage known, minus one.
    """
    return wage_that_decides / wheat.last_wage(prices) - 1


@table(
    caption=(
        "Price of the quarter of wheat and weekly wage, means of the years with both, and the median of the "
        "weeks of work.{{< source work_by_century >}}"
    ),
    units={"Years": "count", "Wheat": "GBP", "Wage": "GBP", "Weeks of work": "plain"},
    decimals={"Wheat": 2, "Wage": 2, "Weeks of work": 1},
    title="Work by century",
)
def work_by_century(prices: pd.DataFrame) -> pd.DataFrame:
    """Means of price and wage, median of weeks of work, by century."""
    made = wheat.centuries(prices)
    made.columns = ["Years", "Wheat", "Wage", "Weeks of work"]
    made.insert(0, "Century", [f"{century}th" for century in made.index])
    return made
