"""Observe: the lineage of a function, found by running it on changed inputs.

Cells are changed in groups and the groups that move the outcome are halved, so that a large table costs few
runs. A run that fails counts as moved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from tieout.compute import carried, changes, hints
from tieout.compute.lineage import Cell, Columns, Lineage, Link, Role, Whole
from tieout.compute.search import Search
from tieout.compute.trial import Answer, Parts, Trial
from tieout.number import Value, as_value

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change


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


_NUDGES = (changes.nudge_up, changes.nudge_down)
_STEPS = (changes.step_up, changes.step_down)
_LARGE = (changes.double, changes.halve, changes.clear)


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
    return of(Trial(answer, frames, statistics, parts), columns, budget)


def of(trial: Trial, columns: Mapping[str, Columns], budget: Budget) -> Lineage:
    """The same of a function that was run once."""
    return _Observer(trial, columns, budget).lineage()


@dataclass
class _Observer:
    trial: Trial
    columns: Mapping[str, Columns]
    budget: Budget
    wholes: list[Whole] = field(default_factory=list)
    sizes: dict[Cell, float | None] = field(default_factory=dict)

    def lineage(self) -> Lineage:
        steady = self.trial.run() == self.trial.base
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
            for row in range(len(self.trial.frames[dataset]))
        ]
        for cell in (*hints.followed(self.trial, values), *hints.standing(self.trial, selectors)):
            links[cell] = Link(cell, Role.CONTRIBUTES)
        guess = hints.guessed(self.trial, values)
        links |= self._guessed(guess)
        large: Sequence[Change] = _LARGE
        # Where small changes are known to move the outcome, and not which, large ones are asked after them.
        if guess.slopes or guess.cells or not guess.moves:
            asked = [
                change for change in _LARGE if not (guess.doubled and change is changes.double)
            ]
            large = self._moved_by_much(self._open(values, links), asked)
        whole = self._in_steps(values)
        for change in (*_NUDGES, *_STEPS):
            if not large:
                break  # where no large change of other cells moves the outcome, no small one does
            cells = self._open(values if change in _NUDGES else whole, links)
            found = self._find(cells, change, Role.CONTRIBUTES)
            for cell in found:
                links[cell] = Link(cell, Role.CONTRIBUTES, self._elasticity(cell))
            if found:
                large = self._moved_by_much(self._open(values, links), large)
        if large and not self.trial.is_number:
            for cell in self._shown_rounded(self._open(values, links)):
                links[cell] = Link(cell, Role.CONTRIBUTES)
            large = self._moved_by_much(self._open(values, links), large)
        for row in self._rows({(cell.dataset, cell.row) for cell in links}):
            links[row] = Link(row, Role.CONTRIBUTES)
        for much in large:
            for cell in self._find(self._open(values, links), much, Role.COULD_SWAY):
                links[cell] = Link(cell, Role.COULD_SWAY)
        for cell in self._find(self._open(selectors, links), changes.swap, Role.COULD_SWAY):
            links[cell] = Link(cell, Role.COULD_SWAY)
        taken = carried.of(self.trial)
        return Lineage(
            links=tuple(links[cell] for cell in sorted(links)),
            wholes=tuple(dict.fromkeys(self.wholes)),
            statistics=taken.contributing,
            runs=self.trial.runs,
            steady=steady,
            swaying=taken.swaying,
        )

    def _open(self, cells: Sequence[Cell], links: Mapping[Cell, Link]) -> list[Cell]:
        """The cells of which nothing is known yet, neither by themselves nor by their whole column."""
        known = {(whole.dataset, whole.column) for whole in self.wholes}
        return [c for c in cells if c not in links and (c.dataset, c.column) not in known]

    def _in_steps(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells of columns in which whole units are a small change."""
        frames = self.trial.frames
        return [
            cell
            for (dataset, column), group in changes.by_column(cells).items()
            if changes.steps(frames[dataset][column])
            for cell in group
        ]

    def _filled(self, dataset: str, column: str) -> Sequence[int]:
        missing = self.trial.frames[dataset][column].isna().to_numpy()
        return [row for row in range(len(missing)) if not missing[row]]

    def _moved_by_much(self, cells: Sequence[Cell], large: Sequence[Change]) -> list[Change]:
        """Those of these changes of all the cells that move the outcome."""
        return [change for change in large if cells and self.trial.moves(cells, change)]

    def _shown_rounded(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells that a figure or table shows as text, rounded: it moves whether they are larger or smaller.

        A limit that a cell is held against is on one side of it.
        """
        shown: list[Cell] = []
        for part in carried.ROUNDED:
            more, less = changes.by_part(part), changes.by_part(-part)
            left = [cell for cell in self._open(cells, {}) if cell not in shown]
            if len(self._moved_by_much(left, (more, less))) == 2:
                before = len(self.wholes)
                found = self._find(left, more, Role.CONTRIBUTES)
                either_way = [cell for cell in found if self.trial.moves([cell], less)]
                if 2 * len(either_way) < len(found):
                    del self.wholes[before:]  # nor are the others of these columns
                shown += either_way
        return shown

    def _find(self, cells: Sequence[Cell], change: Change | None, role: Role) -> list[Cell]:
        """The cells whose change moves the outcome; where these are too many, their columns are named."""
        # What contributes comes first and may use the whole budget.
        limit = self.budget.runs
        if role is Role.COULD_SWAY:
            limit = min(limit, self.trial.runs + self.budget.sway)
        measured = self._moves_by_little if change in (*_NUDGES, *_STEPS) else None
        alone = measured if self.trial.is_number else None
        found = Search(self.trial, change, limit, self.budget.dense, alone).among(cells)
        for group in found.groups:
            self._name_columns(group, change, role)
        return found.cells

    def _name_columns(self, group: Sequence[Cell], change: Change | None, role: Role) -> None:
        """Name the columns in which some cell of the group matters, one run a column."""
        by_column = changes.by_column(group)
        for (dataset, column), cells in by_column.items():
            if len(by_column) == 1 or self.trial.moves(cells, change):
                self.wholes.append(Whole(dataset, column, role))

    def _guessed(self, guess: hints.Guess) -> dict[Cell, Link]:
        sizes = {
            cell: self._elasticity_of(cell, slope)
            for cell, slope in self._few(guess.slopes).items()
        }
        tried = ((cell, self._elasticity(cell)) for cell in guess.cells)
        sizes |= {cell: size for cell, size in tried if not math.isnan(size)}
        return {cell: Link(cell, Role.CONTRIBUTES, size) for cell, size in sizes.items()}

    def _few(self, slopes: Mapping[Cell, float]) -> dict[Cell, float]:
        """Those of these cells that are told one by one; columns of which there are too many are named."""
        few: dict[Cell, float] = {}
        for (dataset, column), cells in changes.by_column(list(slopes)).items():
            if len(cells) < self.budget.dense:
                few |= {cell: slopes[cell] for cell in cells}
            else:
                self.wholes.append(Whole(dataset, column, Role.CONTRIBUTES))
        return few

    def _rows(self, known: set[tuple[str, int]]) -> list[Cell]:
        """Rows that count by being there: leaving one out moves the outcome, though no cell of it does."""
        whole = {each.dataset for each in self.wholes}
        cells = [
            Cell(dataset, row, "")
            for dataset in self.columns
            if dataset not in whole
            for row in range(len(self.trial.frames[dataset]))
            if (dataset, row) not in known
        ]
        return self._find(cells, None, Role.CONTRIBUTES)

    def _moves_by_little(self, cell: Cell) -> bool:
        """Whether a tiny change of one cell moves the number; by how much is kept for its elasticity."""
        column = self.trial.frames[cell.dataset][cell.column]
        self.sizes[cell] = self._size(cell, changes.scale(column) * changes.TINY)
        return self.sizes[cell] is not None

    def _elasticity(self, cell: Cell) -> float:
        if not self.trial.is_number:
            return math.nan  # how much a figure moves is no number
        if cell not in self.sizes:
            self._moves_by_little(cell)
        column = self.trial.frames[cell.dataset][cell.column]
        whole = changes.UNITS if changes.steps(column) else ()
        others = (*whole, -changes.scale(column) * changes.TINY)
        sizes = chain((self.sizes[cell],), (self._size(cell, step) for step in others))
        return next((size for size in sizes if size is not None), math.nan)

    def _elasticity_of(self, cell: Cell, slope: float) -> float:
        start = float(self.trial.frames[cell.dataset][cell.column].iloc[cell.row])
        before = self.trial.number
        return slope * start / before if start and before else math.nan

    def _size(self, cell: Cell, step: float) -> float | None:
        """The elasticity by one step of a cell; None where it does not move the number."""
        frame = self.trial.frames[cell.dataset].copy(deep=False)
        column = frame[cell.column]
        changed = column.astype("float64").to_numpy(copy=True)
        changed[cell.row] += step
        frame[cell.column] = changed
        after = self.trial.run({**self.trial.frames, cell.dataset: frame})
        if after is None or after == self.trial.base:
            return None
        return carried.ratio(self.trial.base, after, float(column.iloc[cell.row]), step)
