"""Frames: a dataset's table as the pandas DataFrame that a function takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tieout.data.table import Table

if TYPE_CHECKING:
    import pandas as pd

SHORT = 1000  # rows: in longer tables Arrow is as fast or faster


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


def quick(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table, short, for many runs: text is looked up in half the time as Python's own strings.

    Only to observe with, and only where a function gives the same by it: for pandas it is text of another kind, and
    does not equal the usual one.
    """
    import pandas as pd

    texts = [name for name, kind in frame.dtypes.items() if kind == "str"]
    if not texts:
        return frame
    return frame.astype(dict.fromkeys(texts, pd.StringDtype("python", na_value=math.nan)))


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
