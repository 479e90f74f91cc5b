"""Python code: the formulas and drawings of a synthetic report, as scripts and notebook cells hold them."""

from __future__ import annotations

from bench.content import Cell, Statistic, place_name, table_name

COMMON = '''"""Cells of a table by place and year."""

from __future__ import annotations

import pandas as pd


def of(table: pd.DataFrame, place: str, year: str) -> float:
    """People of a place in a year."""
    return table.loc[(table["place"] == place) & (table["year"] == year), "people"].iloc[0]


def of_all(table: pd.DataFrame, year: str) -> pd.Series:
    """People of all places in a year."""
    return table.loc[table["year"] == year, "people"]
'''

FIGURE_COMMON = "    drawn, axes = plt.subplots()\n"


def formula(statistic: Statistic) -> str:
    """The expression that computes a statistic."""
    if statistic.kind == "gap":
        return f"{statistic.takes[0]} - {statistic.takes[1]}"
    table = table_name(statistic.table)
    if statistic.kind == "growth":
        first, last = statistic.of
        return f"{_of(table, last)} / {_of(table, first)} - 1"
    cell = statistic.of[0]
    whole = f'of_all({table}, "{cell.year}")'
    return f"{whole}.mean()" if statistic.kind == "mean" else f"{_of(table, cell)} / {whole}.sum()"


def drawing(table: str) -> str:
    """The lines of code that draw a figure on `axes`."""
    return (
        f'    for place in {table}["place"].unique()[:5]:\n'
        f'        rows = {table}[{table}["place"] == place]\n'
        '        axes.plot(rows["year"].astype(int), rows["people"], label=place)\n'
        '    axes.set_ylabel("People")\n'
        "    axes.legend()\n"
    )


def _of(table: str, cell: Cell) -> str:
    return f'of({table}, "{place_name(cell.place)}", "{cell.year}")'
