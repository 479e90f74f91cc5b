"""Applied: tables with some of their cells changed.

One function after the other is asked of the same tables: a column that was changed as a whole is kept for the next.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from tieout.compute.changes import by_column
from tieout.compute.lineage import Cell

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change

    _Columns: TypeAlias = dict[tuple[str, Change], pd.Series[Any]]

_MOST = 10_000  # rows; of longer tables nothing is kept
_kept: dict[int, tuple[weakref.ref[pd.DataFrame], _Columns]] = {}


def applied(
    frames: Mapping[str, pd.DataFrame], *done: tuple[Sequence[Cell], Change | None]
) -> dict[str, pd.DataFrame]:
    """The tables with one after the other done to them: these cells changed; without a change, their rows left out.

    Args:
        frames: the tables; they stay as they are.
        done: cells, each time with how they are changed.
    """
    changed = dict(frames)
    touched: set[tuple[str, str]] = set()
    for cells, change in done:
        for (dataset, column), group in by_column(cells).items():
            frame, rows = changed[dataset], [cell.row for cell in group]
            if change is None or column == "":
                # The rows that stay keep their labels, so that a look-up by label does not move.
                changed[dataset] = frame.drop(index=rows)
                continue
            if frame is frames[dataset]:
                frame = changed[dataset] = frame.copy(deep=False)
            if (dataset, column) not in touched and len(rows) == len(frame) <= _MOST:
                frame[column] = _whole(frames[dataset], column, change)
            else:
                frame[column] = change(frame[column], rows)
            touched.add((dataset, column))
    return changed


def _whole(frame: pd.DataFrame, column: str, change: Change) -> pd.Series[Any]:
    """A column of which every cell is changed."""
    columns = _columns_of(frame)
    if (column, change) not in columns:
        after = frame[[column]]
        after[column] = change(frame[column], list(range(len(frame))))
        columns[column, change] = after[column]
    return columns[column, change]


def _columns_of(frame: pd.DataFrame) -> _Columns:
    """What is kept of a table, for as long as there is one."""
    which = id(frame)
    if which not in _kept or _kept[which][0]() is not frame:
        _kept[which] = weakref.ref(frame, lambda _: _kept.pop(which, None)), {}
    return _kept[which][1]
