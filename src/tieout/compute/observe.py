"""Observe: the lineage of a function, found by running it on changed inputs.

Cells are changed in groups and the groups that move the outcome are halved, so that a large table costs few
runs. A run that fails counts as moved.
"""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from tieout.compute import changes, likeness, printed
from tieout.compute.lineage import Cell, Columns, Lineage, Link, Role, Whole
from tieout.number import Value, as_value, exact

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change

Answer = Callable[[Mapping[str, "pd.DataFrame"], Mapping[str, Value]], object]
# What can be told apart in an outcome: a number, the cells of a table, the marks of a figure.
Parts: TypeAlias = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """How many runs may be spent; past it whole columns are named instead of cells.

    `sway` is the most that each search for cells that only could sway may take of them; so many cells of one
    column as `dense` says are the column: nobody reads a longer list.
    """

    runs: int
    sway: int
    dense: int


NUMBER = Budget(runs=2000, sway=125, dense=100)
SHOWN = Budget(
    runs=400, sway=0, dense=40
)  # drawing takes long, and no threshold is read off a figure


def number(result: object) -> Parts:
    """A statistic's outcome: its value."""
    return (as_value(result),)


def observe(
    answer: Answer,
    frames: Mapping[str, pd.DataFrame],
    columns: Mapping[str, Columns],
    statistics: Mapping[str, Value],
    parts: Callable[[object], Parts] = number,
    budget: Budget = NUMBER,
) -> Lineage:
    """Find what moves the outcome that `answer` makes of tables and statistics.

    Args:
        answer: the function, taking tables and statistics by parameter.
        frames: the tables as read.
        columns: which of each table's columns hold values and which may select rows; keys in neither.
        statistics: the values of the statistics it takes.
        parts: what can be told apart in what `answer` returns.
        budget: how many runs may be spent.
    """
    return _Observer(answer, frames, columns, statistics, parts, budget).lineage()


@dataclass
class _Observer:
    answer: Answer
    frames: Mapping[str, pd.DataFrame]
    columns: Mapping[str, Columns]
    statistics: Mapping[str, Value]
    parts: Callable[[object], Parts]
    budget: Budget
    runs: int = 0
    wholes: list[Whole] = field(default_factory=list)
    _base: Parts | None = None

    def lineage(self) -> Lineage:
        self._base = self._run(self.frames, self.statistics)
        steady = self._run(self.frames, self.statistics) == self._base
        links: dict[Cell, Link] = {}
        values = [
            Cell(dataset, row, column)
            for dataset, of in self.columns.items()
            for column in of.values
            for row in self._filled(dataset, column)
        ]
        selectors = [
            Cell(dataset, row, column)
            for dataset, of in self.columns.items()
            for column in of.selectors
            for row in range(len(self.frames[dataset]))
        ]
        for cell in (*self._alike(values), *self._printed(selectors)):
            links[cell] = Link(cell, Role.CONTRIBUTES)
        large = (changes.double, changes.halve, changes.clear)
        rest = self._open(values, links)
        # What follows cells in step has told them; where no large change of another moves it, no small one does.
        if not links or any(self._moves(rest, change) for change in large if rest):
            for change in (
                changes.nudge_up,
                changes.nudge_down,
                changes.step_up,
                changes.step_down,
            ):
                for cell in self._find(self._open(values, links), change, Role.CONTRIBUTES):
                    links[cell] = Link(cell, Role.CONTRIBUTES, self._elasticity(cell))
        for row in self._rows({(cell.dataset, cell.row) for cell in links}):
            links[row] = Link(row, Role.CONTRIBUTES)
        for change in large:
            for cell in self._find(self._open(values, links), change, Role.COULD_SWAY):
                links[cell] = Link(cell, Role.COULD_SWAY)
        for cell in self._find(self._open(selectors, links), changes.swap, Role.COULD_SWAY):
            links[cell] = Link(cell, Role.COULD_SWAY)
        return Lineage(
            links=tuple(links[cell] for cell in sorted(links)),
            wholes=tuple(dict.fromkeys(self.wholes)),
            statistics=self._moving_statistics(),
            runs=self.runs,
            steady=steady,
        )

    def _open(self, cells: Sequence[Cell], links: Mapping[Cell, Link]) -> list[Cell]:
        """The cells of which nothing is known yet, neither by themselves nor by their whole column."""
        known = {(whole.dataset, whole.column) for whole in self.wholes}
        return [c for c in cells if c not in links and (c.dataset, c.column) not in known]

    def _filled(self, dataset: str, column: str) -> Sequence[int]:
        missing = self.frames[dataset][column].isna().to_numpy()
        return [row for row in range(len(missing)) if not missing[row]]

    def _alike(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells that parts of the outcome follow in step, all at once, or column by column.

        Every cell is nudged by a size of its own. A bar that grows by the very size of one cell, in two runs
        with other sizes, is that cell's.
        """
        if self._base is None or len(self._base) == 1 or len(cells) < likeness.WORTH:
            return []
        columns = changes.by_column(cells)
        together = self._followed(cells)
        if together is not None or len(columns) == 1:
            return together or []
        return [cell for each in columns.values() for cell in self._followed(each) or ()]

    def _followed(self, cells: Sequence[Cell]) -> list[Cell] | None:
        """The cells that parts follow, or None where the outcome took another shape."""
        found = set(cells)
        for change in (changes.nudge_up, changes.nudge_otherwise):
            changed = changes.applied(self.frames, cells, change)
            after = self._run(changed, self.statistics)
            if after is None or self._base is None or len(after) != len(self._base):
                return None
            sizes = likeness.sizes(cells, self.frames, changed)
            found &= likeness.followed(self._base, after, sizes)
            if not found:
                break
        return sorted(found)

    def _printed(self, cells: Sequence[Cell]) -> list[Cell]:
        """The text cells that stand in the outcome as they are: all at once, or column by column."""
        if self._base is None or not any(isinstance(part, str) for part in self._base):
            return []
        texts = [c for c in cells if self.frames[c.dataset][c.column].dtype == "str"]
        columns = changes.by_column(texts)
        together = self._seen(texts)
        if together is not None or len(columns) < 2:
            return together or []
        return [cell for each in columns.values() for cell in self._seen(each) or ()]

    def _seen(self, cells: Sequence[Cell]) -> list[Cell] | None:
        if not cells or self._base is None:
            return None
        after = self._run(printed.marked(self.frames, cells), self.statistics)
        return printed.seen(self._base, after, cells)

    def _find(self, cells: Sequence[Cell], change: Change | None, role: Role) -> list[Cell]:
        """The cells whose change moves the outcome, by halving the groups that do."""
        if not cells or not self._moves(cells, change):
            return []
        found: list[Cell] = []
        # What contributes comes first and may use the whole budget.
        limit = self.budget.runs
        if role is Role.COULD_SWAY:
            limit = min(limit, self.runs + self.budget.sway)
        # Groups that move the outcome, and whether that was seen or only follows; a stack keeps their order.
        stack = [(list(cells), True)]
        while stack:
            group, seen = stack.pop()
            if len(group) == 1:
                if seen or self._moves(group, change):
                    found.append(group[0])
                continue
            columns = {cell.column for cell in found}
            if self.runs >= limit or len(found) >= self.budget.dense * len(columns) > 0:
                self._name_columns(group, change, role)
                continue
            middle = len(group) // 2
            left, right = group[:middle], group[middle:]
            left_moves = self._moves(left, change)
            # Where the whole moves and the left half does not, the right half must.
            if not left_moves or self._moves(right, change):
                stack.append((right, left_moves))
            if left_moves:
                stack.append((left, True))
        return found

    def _name_columns(self, group: Sequence[Cell], change: Change | None, role: Role) -> None:
        """Name the columns in which some cell of the group matters, one run a column."""
        by_column = changes.by_column(group)
        for (dataset, column), cells in by_column.items():
            if len(by_column) == 1 or self._moves(cells, change):
                self.wholes.append(Whole(dataset, column, role))

    def _rows(self, known: set[tuple[str, int]]) -> list[Cell]:
        """Rows that count by being there: leaving one out moves the outcome, though no cell of it does."""
        whole = {each.dataset for each in self.wholes}
        cells = [
            Cell(dataset, row, "")
            for dataset in self.columns
            if dataset not in whole
            for row in range(len(self.frames[dataset]))
            if (dataset, row) not in known
        ]
        return self._find(cells, None, Role.CONTRIBUTES)

    def _moves(self, cells: Sequence[Cell], change: Change | None) -> bool:
        return self._run(changes.applied(self.frames, cells, change), self.statistics) != self._base

    def _elasticity(self, cell: Cell) -> float:
        if self._base is None or len(self._base) > 1:
            return math.nan  # how much a figure moves is no number
        column = self.frames[cell.dataset][cell.column]
        tiny = changes.scale(column) * changes.TINY
        # A function that cuts decimals off does not see a tiny step, but the whole ones after it.
        for step in (tiny, 1.0, -1.0, 16.0, -16.0, -tiny):
            frame = self.frames[cell.dataset].copy(deep=False)
            changed = column.astype("float64").to_numpy(copy=True)
            changed[cell.row] += step
            frame[cell.column] = changed
            after = self._run({**self.frames, cell.dataset: frame}, self.statistics)
            if after is not None and after != self._base:
                return _ratio(self._base, after, float(column.iloc[cell.row]), step)
        return math.nan

    def _moving_statistics(self) -> dict[str, float]:
        moving = {}
        for name, value in self.statistics.items():
            step = exact(value) / 2**20 if value else exact(1) / 2**20
            # A float stays a float and an exact number exact, as the function expects them.
            moved = float(exact(value) + step) if isinstance(value, float) else exact(value) + step
            after = self._run(self.frames, {**self.statistics, name: moved})
            if after == self._base and isinstance(value, int):
                after = self._run(self.frames, {**self.statistics, name: value + 1})
                step = exact(1)
            if after != self._base:
                moving[name] = _ratio(self._base, after, float(value), float(step))
        return moving

    def _run(
        self, frames: Mapping[str, pd.DataFrame], statistics: Mapping[str, Value]
    ) -> Parts | None:
        """The outcome, or None where the function fails: that counts as an outcome like no other."""
        self.runs += 1
        copies = {name: frame.copy(deep=False) for name, frame in frames.items()}
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                return self.parts(self.answer(copies, statistics))
        except KeyboardInterrupt:
            raise
        except BaseException:  # a function may fail in any way on changed inputs
            return None


def _ratio(before: Parts | None, after: Parts | None, start: float, step: float) -> float:
    """By how many per cent a number moved for one per cent of the cell; NaN for figures and tables."""
    if before is None or after is None or len(before) != 1 or not before[0] or not start:
        return math.nan
    old, new = (exact(cast("Value", each[0])) for each in (before, after))
    return float((new - old) / old) / (step / start)
