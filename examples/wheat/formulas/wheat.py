"""Wheat: prices, wages, and the weeks of work that a quarter of wheat cost."""

from __future__ import annotations

import pandas as pd


def by_year(prices: pd.DataFrame) -> pd.DataFrame:
    """A row a year (as the date of its first day), a column a series: `wheat` and `wage`, in pounds."""
    return prices.pivot_table(index="begins", columns="series", values="shillings")


def weeks(prices: pd.DataFrame) -> pd.Series:
    """Weeks of work that a quarter of wheat cost, for the years of which both price and wage are known."""
    table = by_year(prices)
    return (table["wheat"] / table["wage"]).dropna()


def at(series: pd.Series, year: int) -> float:
    """The value of one year."""
    return float(series[pd.Timestamp(year, 1, 1)])


def rise(prices: pd.DataFrame, series: str, first: int, last: int) -> float:
    """Growth of a series from one year to another: last divided by first, minus one."""
    values = by_year(prices)[series]
    return at(values, last) / at(values, first) - 1


def last_wage(prices: pd.DataFrame) -> float:
    """The last wage that the chart's data hold, in pounds a week."""
    return float(by_year(prices)["wage"].dropna().iloc[-1])


def weeks_if_unchanged(prices: pd.DataFrame, year: int) -> float:
    """Weeks of work for a quarter of wheat in a year without a wage, had the last wage known been paid."""
    return at(by_year(prices)["wheat"], year) / last_wage(prices)


def centuries(prices: pd.DataFrame) -> pd.DataFrame:
    """Mean price, mean wage and median weeks of work, by century, of the years with both."""
    table = by_year(prices).dropna()
    table["weeks"] = table["wheat"] / table["wage"]
    century = table.index.to_series().dt.year // 100 + 1
    rows = {"wheat": "mean", "wage": "mean", "weeks": "median"}
    made = table.groupby(century).agg(rows)
    made.insert(0, "years", table.groupby(century).size())
    return made
