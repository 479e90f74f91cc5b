"""Search: which of many cells move an outcome when they are changed, in few runs.

Groups that move the outcome are narrowed to what its rows have in common (a year, a place), then halved; where one
cell after the other is found they are tried one by one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, TypeAlias

from tieout.compute import changes
from tieout.compute.lineage import Cell
from tieout.compute.trial import Trial

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change

_WORTH = 100  # fewer cells are found as fast by halving alone
_STREAK = 3  # so many hits in a row, and the next cells are tried one by one
_SPARE = 8  # runs to find a second group by, where one was looked for
_SAMPLES = 16  # cells spread over a long column
_HITS = 4  # so many of them at least make it dense
_LONG = 4  # times as many cells as would be told one by one

Group: TypeAlias = list[Cell]


class _Known(Enum):
    """What is known of a group of cells."""

    SEEN = auto()  # changing it moves the outcome
    FOLLOWS = auto()  # it must move it: the whole does and the other half does not
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """The cells that move an outcome, and the groups of which only that much is known that some cell does."""

    cells: list[Cell] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


@dataclass
class Search:
    """One search among cells that are all changed in one way; without a change, their rows are left out.

    Args:
        trial: the function and its outcome.
        change: how cells are changed.
        limit: of the trial's runs; past it groups are left as they are.
        dense: so many cells of one column are not told one by one.
        moves_alone: whether one cell counts, where that can be told better than by the change.
    """

    trial: Trial
    change: Change | None
    limit: int
    dense: int
    moves_alone: Callable[[Cell], bool] | None = None

    def among(self, cells: Sequence[Cell]) -> Found:
        """What of these cells moves the outcome, in their order."""
        found = Found()
        if not cells or not self._moves(cells):
            return found
        # A stack keeps their order.
        stack = [(self._begun(each, found), known) for each, known in self._columns(cells)][::-1]
        streak = 0
        while stack:
            group, known = stack.pop()
            if not group:
                continue
            if len(group) == 1:
                streak = streak + 1 if self._counts(group[0], known) else 0
                if streak:
                    found.cells.append(group[0])
                continue
            if self._is_enough(found):
                if known is not _Known.OPEN or self._moves(group):
                    found.groups.append(group)
                continue
            if streak >= _STREAK:
                stack += [(group[1:], _Known.OPEN), (group[:1], _Known.OPEN)]
                continue
            if known is _Known.OPEN and not self._moves(group):
                streak = 0
                continue
            middle = len(group) // 2
            left, right = group[:middle], group[middle:]
            if not self._moves(left):
                streak = 0
                # Where the whole moves and the left half does not, the right half must.
                stack.append((right, _Known.FOLLOWS))
            else:
                stack += [(right, _Known.OPEN), (left, _Known.SEEN)]
        return found

    def _moves(self, cells: Sequence[Cell]) -> bool:
        return self.trial.moves(cells, self.change)

    def _counts(self, cell: Cell, known: _Known) -> bool:
        if self.moves_alone is not None and self.moves_alone(cell):
            return True
        return known is _Known.SEEN or self._moves([cell])

    def _is_enough(self, found: Found) -> bool:
        columns = {(cell.dataset, cell.column) for cell in found.cells}
        return self.trial.runs >= self.limit or len(found.cells) >= self.dense * len(columns) > 0

    def _columns(self, cells: Sequence[Cell]) -> list[tuple[Group, _Known]]:
        """The cells of each column that can move the outcome; all together where there are few."""
        columns = list(changes.by_column(cells).values())
        if len(cells) < _WORTH or len(columns) == 1:
            return [(list(cells), _Known.SEEN)]
        moving = self._moving(columns)
        if moving is None:
            return [(each, _Known.OPEN) for each in columns]
        return [(each, _Known.SEEN) for each in moving]

    def _begun(self, cells: Group, found: Found) -> Group:
        """The cells to search among: none of a long column of which most count."""
        if len(cells) > _LONG * self.dense and self._is_dense(cells):
            found.groups.append(cells)
            return []
        return cells if len(cells) < _WORTH else self._narrowed(cells)

    def _is_dense(self, cells: Sequence[Cell]) -> bool:
        """Whether far too many of these cells move the outcome to be told, by some spread over all of them."""
        misses = 0
        enough = max(_HITS, math.ceil(2 * _SAMPLES * self.dense / len(cells)))
        for number in range(_SAMPLES):
            misses += not self._moves([cells[(2 * number + 1) * len(cells) // (2 * _SAMPLES)]])
            if misses > _SAMPLES - enough or self.trial.runs >= self.limit:
                return False
        return True

    def _narrowed(self, cells: Group) -> Group:
        """Those of a column's cells that can move the outcome by what their rows have in common."""
        frame = self.trial.frames[cells[0].dataset]
        for name in frame.columns:
            if len(cells) < _WORTH // 8 or self.trial.runs >= self.limit:
                break
            groups = [] if name == cells[0].column else _alike(frame[name], cells)
            if 1 < len(groups) <= len(cells) // 2:
                moving = self._moving(groups)
                cells = cells if moving is None else [cell for each in moving for cell in each]
        return sorted(cells)

    def _moving(self, groups: Sequence[Group]) -> list[Group] | None:
        """The groups that move the outcome, found by halves; None where these are many."""
        limit = min(self.limit, self.trial.runs + 2 * math.ceil(math.log2(len(groups))) + _SPARE)
        found: list[Group] = []
        missed = False
        stack = [(groups, _Known.SEEN)]
        while stack:
            if self.trial.runs >= limit:
                return None
            part, known = stack.pop()
            if known is _Known.OPEN and not self._moves([cell for each in part for cell in each]):
                missed = True
                continue
            if len(part) == 1:
                found.append(part[0])
                if len(found) == _STREAK and not missed:
                    return None
                continue
            middle = len(part) // 2
            left, right = part[:middle], part[middle:]
            if self._moves([cell for each in left for cell in each]):
                stack += [(right, _Known.OPEN), (left, _Known.SEEN)]
            else:
                missed = True
                stack.append((right, _Known.FOLLOWS))
        return found


def _alike(column: pd.Series, cells: Sequence[Cell]) -> list[Group]:
    """The cells by what stands in their rows of this column."""
    values: Mapping[int, object] = dict(enumerate(column.to_list()))
    groups: dict[object, Group] = {}
    for cell in cells:
        groups.setdefault(values[cell.row], []).append(cell)
    return list(groups.values())
