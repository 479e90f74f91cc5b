"""Lineage: which cells a number comes from, observed by running its function on changed inputs.

A cell *contributes* when a tiny change of it moves the number, or when leaving its row out does; it *could
sway* the number when only a large change does. Cells are changed in groups and the groups that move the
number are halved, so that a large table costs few runs. A run that fails counts as moved.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tieout.compute import changes
from tieout.number import Value, as_value, exact

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change

FORMAT = "3"
BUDGET = 2000  # runs for one number; past it whole columns are named instead of cells
SWAY = 16  # of the budget, one part in so many may go to each search for cells that only could sway
DENSE = 100  # so many cells of one column are the column: nobody reads a longer list

Answer = Callable[[Mapping[str, "pd.DataFrame"], Mapping[str, Value]], object]


class Role(StrEnum):
    """What a cell is to a number."""

    CONTRIBUTES = "contributes"
    COULD_SWAY = "could sway"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell of a parameter's table; column "" is the row itself, whose being there counts."""

    dataset: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Link:
    """A cell a number comes from.

    `elasticity` is the change of the number in per cent for a change of the cell by one per cent; NaN where
    it cannot be said. Its sign is the direction.
    """

    cell: Cell
    role: Role
    elasticity: float = math.nan


@dataclass(frozen=True, slots=True)
class Whole:
    """A column of which the budget did not allow to say more than that some cell in it matters."""

    dataset: str
    column: str
    role: Role


@dataclass(frozen=True, slots=True)
class Lineage:
    """What one function's number comes from: cells, whole columns, and statistics it takes.

    `statistics` maps each statistic that moves the number to the elasticity of the number by it. `steady`
    is false when the function gave two answers to the same inputs.
    """

    links: tuple[Link, ...]
    wholes: tuple[Whole, ...]
    statistics: Mapping[str, float]
    runs: int
    steady: bool = True


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns by what a change of them means: values, and those only used to select."""

    values: tuple[str, ...]
    selectors: tuple[str, ...] = ()


def observe(
    answer: Answer,
    frames: Mapping[str, pd.DataFrame],
    columns: Mapping[str, Columns],
    statistics: Mapping[str, Value],
    budget: int = BUDGET,
) -> Lineage:
    """Find what moves the number that `answer` computes from tables and statistics.

    Args:
        answer: the function, taking tables and statistics by parameter.
        frames: the tables as read.
        columns: which of each table's columns hold values and which may select rows; keys in neither.
        statistics: the values of the statistics it takes.
        budget: how many runs may be spent.
    """
    return _Observer(answer, frames, columns, statistics, budget).lineage()


def dump(lineage: Lineage) -> bytes:
    """A lineage as bytes for the cache."""
    return json.dumps(dataclasses.asdict(lineage)).encode()


def load(data: bytes) -> Lineage | None:
    """The lineage that `dump` wrote, or None where another version wrote it."""
    try:
        read = json.loads(data)
        return Lineage(
            links=tuple(
                Link(Cell(**link["cell"]), Role(link["role"]), link["elasticity"])
                for link in read["links"]
            ),
            wholes=tuple(Whole(w["dataset"], w["column"], Role(w["role"])) for w in read["wholes"]),
            statistics=read["statistics"],
            runs=read["runs"],
            steady=read["steady"],
        )
    except (ValueError, KeyError, TypeError):
        return None


@dataclass
class _Observer:
    answer: Answer
    frames: Mapping[str, pd.DataFrame]
    columns: Mapping[str, Columns]
    statistics: Mapping[str, Value]
    budget: int
    runs: int = 0
    wholes: list[Whole] = field(default_factory=list)
    _base: Value | None = None

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
        for change in (changes.nudge_up, changes.nudge_down, changes.step_up, changes.step_down):
            for cell in self._find(self._open(values, links), change, Role.CONTRIBUTES):
                links[cell] = Link(cell, Role.CONTRIBUTES, self._elasticity(cell))
        for row in self._rows({(cell.dataset, cell.row) for cell in links}):
            links[row] = Link(row, Role.CONTRIBUTES)
        for change in (changes.double, changes.halve, changes.clear):
            for cell in self._find(self._open(values, links), change, Role.COULD_SWAY):
                links[cell] = Link(cell, Role.COULD_SWAY)
        selectors = [
            Cell(dataset, row, column)
            for dataset, of in self.columns.items()
            for column in of.selectors
            for row in range(len(self.frames[dataset]))
        ]
        for cell in self._find(selectors, changes.swap, Role.COULD_SWAY):
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

    def _find(self, cells: Sequence[Cell], change: Change | None, role: Role) -> list[Cell]:
        """The cells whose change moves the number, by halving the groups that do."""
        if not cells or not self._moves(cells, change):
            return []
        found: list[Cell] = []
        # What contributes comes first and may use the whole budget.
        limit = self.budget
        if role is Role.COULD_SWAY:
            limit = min(limit, self.runs + self.budget // SWAY)
        # Groups that move the number, and whether that was seen or only follows; a stack keeps their order.
        stack = [(list(cells), True)]
        while stack:
            group, seen = stack.pop()
            if len(group) == 1:
                if seen or self._moves(group, change):
                    found.append(group[0])
                continue
            if self.runs >= limit or len(found) >= DENSE * len({c.column for c in found}) > 0:
                columns = dict.fromkeys((cell.dataset, cell.column) for cell in group)
                self.wholes += [Whole(dataset, column, role) for dataset, column in columns]
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

    def _rows(self, known: set[tuple[str, int]]) -> list[Cell]:
        """Rows that count by being there: leaving one out moves the number, though no cell of it does."""
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
        changed = dict(self.frames)
        by_column: dict[tuple[str, str], list[int]] = {}
        for cell in cells:
            by_column.setdefault((cell.dataset, cell.column), []).append(cell.row)
        for (dataset, column), rows in by_column.items():
            frame = changed[dataset]
            if column == "" or change is None:
                # The rows that stay keep their labels, so that a look-up by label does not move.
                changed[dataset] = frame.drop(index=rows)
                continue
            frame = frame.copy(deep=False)
            frame[column] = change(frame[column], rows)
            changed[dataset] = frame
        return self._run(changed, self.statistics) != self._base

    def _elasticity(self, cell: Cell) -> float:
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
    ) -> Value | None:
        """The number, or None where the function fails: that counts as a number like no other."""
        self.runs += 1
        copies = {name: frame.copy(deep=False) for name, frame in frames.items()}
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                return as_value(self.answer(copies, statistics))
        except KeyboardInterrupt:
            raise
        except BaseException:  # a function may fail in any way on changed inputs
            return None


def _ratio(before: Value | None, after: Value | None, start: float, step: float) -> float:
    if before is None or after is None or not before or not start:
        return math.nan
    return float((exact(after) - exact(before)) / exact(before)) / (step / start)
