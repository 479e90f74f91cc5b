"""Frames: a dataset's table as the pandas DataFrame that a function takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tieout.data.table import Table

if TYPE_CHECKING:
    import pandas as pd


def frame_of(table: Table) -> pd.DataFrame:
    """The table with its cells typed: whole numbers, floats, dates, booleans and text.

    Missing cells are NaN (a column of whole numbers with one becomes floats), NaT or NaN in text.
    """
    import pandas as pd

    columns = {
        column.name: _series(table.columns[column.name], column.type)
        for column in table.dataset.columns
    }
    return pd.DataFrame(columns)


def _fits(cell: object) -> bool:
    return isinstance(cell, int) and -(2**63) <= cell < 2**63


def _series(cells: Sequence[Any], kind: str) -> pd.Series[Any]:
    import pandas as pd

    complete = all(cell is not None for cell in cells)
    if kind in {"integer", "year"} and complete and all(_fits(cell) for cell in cells):
        return pd.Series(cells, dtype="int64")
    if kind in {"integer", "number", "year"}:
        numbers: list[Any] = [None if cell is None else float(cell) for cell in cells]
        return pd.Series(numbers, dtype="float64")
    if kind in {"date", "datetime"}:
        return pd.to_datetime(pd.Series(cells, dtype="object"))
    if kind == "boolean":
        return pd.Series(cells, dtype="bool" if complete else "object")
    texts: list[Any] = [None if cell is None else str(cell) for cell in cells]
    return pd.Series(texts, dtype="str")
