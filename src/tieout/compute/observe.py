"""Observe: the lineage of a function, found by running it on changed inputs.

Cells are changed in groups and the groups that move the outcome are halved, so that a large table costs few
runs. A run that fails counts as moved.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from tieout.compute import carried, changes, hints, rest
from tieout.compute.finder import LARGE, NUDGES, NUMBER, STEPS, Budget, Finder
from tieout.compute.lineage import Cell, Columns, Lineage, Link, Role, Whole
from tieout.compute.trial import Answer, Parts, Trial
from tieout.number import Value, as_value

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change


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
    return _Observer(trial, columns, Finder(trial, budget)).lineage()


@dataclass
class _Observer:
    trial: Trial
    columns: Mapping[str, Columns]
    finder: Finder

    def lineage(self) -> Lineage:
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
        # Where small changes are known to move the outcome, and not which, large ones are asked after them.
        told = bool(guess.slopes or guess.cells or not guess.moves)
        others, rows = self.finder.open(values, links), self._rows(links)
        silent = told and rest.is_silent(
            self.finder, others, selectors, rows, swelled=guess.swelled
        )
        # What gave the same answer to other inputs gives it to the same ones.
        steady = silent or self.trial.is_steady()
        if not steady and self.trial.before is not None:
            return of(replace(self.trial, before=None), self.columns, self.finder.budget)
        if not silent:
            self._by_values(values, links, told=told)
        for row in rest.absent(self.finder, self._rows(links), silent=silent):
            links[row] = Link(row, Role.CONTRIBUTES)
        if not links and not self.finder.wholes:
            # The largest of several that are equal: less of one leaves the others.
            moves = self.finder.alone.moves_by_least
            links |= self._sized([cell for cell in self.finder.one_sided if moves(cell)])
        if not silent:
            for cell in rest.swaying(self.finder, values, selectors, links):
                links[cell] = Link(cell, Role.COULD_SWAY)
        taken = carried.of(self.trial)
        return Lineage(
            links=tuple(links[cell] for cell in sorted(links)),
            wholes=tuple(dict.fromkeys(self.finder.wholes)),
            statistics=taken.contributing,
            runs=self.trial.runs,
            steady=steady,
            swaying=taken.swaying,
        )

    def _by_values(self, values: Sequence[Cell], links: dict[Cell, Link], *, told: bool) -> None:
        """Add the cells of which a small change moves the outcome."""
        finder = self.finder
        large: Sequence[Change] = LARGE
        if told:
            large = finder.moving(finder.open(values, links), LARGE)
        whole = self._in_steps(values)
        for change in (*NUDGES, *STEPS):
            if not large:
                break  # where no large change of other cells moves the outcome, no small one does
            cells = finder.open(whole if change in STEPS else values, links)
            either_way = partial(finder.alone.moves_either_way, whole=change in STEPS)
            found = finder.find_either_way(cells, change, either_way)
            links |= self._sized(found)
            if found:
                large = finder.moving(finder.open(values, links), large)
        if large and not self.trial.is_number:
            for cell in self._shown_rounded(finder.open(values, links)):
                links[cell] = Link(cell, Role.CONTRIBUTES)

    def _sized(self, cells: Sequence[Cell]) -> dict[Cell, Link]:
        """These cells as those that contribute, each with its elasticity."""
        size = self.finder.alone.elasticity
        return {cell: Link(cell, Role.CONTRIBUTES, size(cell)) for cell in cells}

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

    def _shown_rounded(self, cells: Sequence[Cell]) -> list[Cell]:
        """The cells that a figure or table shows as text, rounded: it moves whether they are larger or smaller."""
        shown: list[Cell] = []
        for part in carried.ROUNDED:
            more, less = changes.by_part(part), changes.by_part(-part)
            left = self.finder.open(cells, shown)
            if len(self.finder.moving(left, (more, less))) == 2:
                moves = partial(self._moves, change=less)
                shown += self.finder.find_either_way(left, more, moves)
        return shown

    def _moves(self, cell: Cell, change: Change) -> bool:
        return self.trial.moves([cell], change)

    def _guessed(self, guess: hints.Guess) -> dict[Cell, Link]:
        sizes = {
            cell: self.finder.alone.by_slope(cell, slope)
            for cell, slope in self._few(guess.slopes).items()
        }
        tried = ((cell, self.finder.alone.elasticity(cell)) for cell in guess.cells)
        sizes |= {cell: size for cell, size in tried if not math.isnan(size)}
        return {cell: Link(cell, Role.CONTRIBUTES, size) for cell, size in sizes.items()}

    def _few(self, slopes: Mapping[Cell, float]) -> dict[Cell, float]:
        """Those of these cells that are told one by one; columns of which there are too many are named."""
        few: dict[Cell, float] = {}
        for (dataset, column), cells in changes.by_column(list(slopes)).items():
            if len(cells) < self.finder.budget.dense:
                few |= {cell: slopes[cell] for cell in cells}
            else:
                self.finder.wholes.append(Whole(dataset, column, Role.CONTRIBUTES))
        return few

    def _rows(self, links: Mapping[Cell, Link]) -> list[Cell]:
        """The rows that no cell stands for so far."""
        whole = {each.dataset for each in self.finder.wholes}
        known = {(cell.dataset, cell.row) for cell in links}
        return [
            Cell(dataset, row, "")
            for dataset in self.columns
            if dataset not in whole
            for row in range(len(self.trial.frames[dataset]))
            if (dataset, row) not in known
        ]
