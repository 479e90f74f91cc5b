"""Alone: one cell changed by itself: whether that moves an outcome, which way, and by how much."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from tieout.compute import carried, changes
from tieout.compute.lineage import Cell
from tieout.compute.trial import Parts, Trial, as_float

_WIDER = 8  # times the step before it


@dataclass
class Alone:
    """A function whose cells are changed one by one; what a tiny change of a cell does is kept."""

    trial: Trial
    _sizes: dict[Cell, float | None] = field(default_factory=dict)

    def moves(self, cell: Cell) -> bool:
        """Whether a tiny change of a cell moves the number."""
        self._sizes[cell] = self._size(cell, self._tiny(cell))
        return self._sizes[cell] is not None

    def elasticity(self, cell: Cell) -> float:
        """By how many per cent the number moves for one per cent of the cell; NaN where that cannot be said."""
        if not self.trial.is_number:
            return math.nan  # how much a figure moves is no number
        if cell not in self._sizes:
            self.moves(cell)
        column = self.trial.frames[cell.dataset][cell.column]
        whole = changes.UNITS if changes.steps(column) else ()
        others = (*whole, -self._tiny(cell))
        sizes = chain((self._sizes[cell],), (self._size(cell, step) for step in others))
        return next((size for size in sizes if size is not None), math.nan)

    def by_slope(self, cell: Cell, slope: float) -> float:
        """The same of a cell whose slope is known."""
        start, before = self._value(cell), self.trial.number
        if not before:
            return math.nan
        return slope * start / before if start else math.copysign(0.0, slope * before)

    def moves_either_way(self, cell: Cell, *, whole: bool) -> bool:
        """Whether more of a cell moves the outcome one way, and less of it the other.

        A limit that a cell is held against is on one side of it, and so is what a runner-up would have to pass.

        Args:
            cell: the cell.
            whole: by whole units, up to half of the cell, for functions that cut decimals off; else by a tiny part.
        """
        steps = widening(abs(self._value(cell))) if whole else (2 * self._tiny(cell),)
        up, down = (self._move(cell, [sign * step for step in steps]) for sign in (1, -1))
        return are_opposite(up, down) if self.trial.is_number else bool(up and down)

    def moves_by_least(self, cell: Cell) -> bool:
        """Whether a tiny part more or less of a cell moves the outcome, or a whole unit where cells are whole."""
        whole = changes.steps(self.trial.frames[cell.dataset][cell.column])
        least = 1.0 if whole else 2 * self._tiny(cell)
        return any(self._move(cell, [step]) for step in (least, -least))

    def _move(self, cell: Cell, steps: Sequence[float]) -> float:
        """How far the first of these steps moves the outcome that does; NaN for a failure, 1 for a figure."""
        for step in steps:
            after = self._after(cell, step)
            if after != self.trial.base:
                return as_float(after) - self.trial.number if self.trial.is_number else 1.0
        return 0.0

    def _tiny(self, cell: Cell) -> float:
        return changes.scale(self.trial.frames[cell.dataset][cell.column]) * changes.TINY

    def _value(self, cell: Cell) -> float:
        return float(self.trial.frames[cell.dataset][cell.column].iloc[cell.row])

    def _size(self, cell: Cell, step: float) -> float | None:
        """The elasticity by one step of a cell; None where it does not move the number."""
        after = self._after(cell, step)
        if after is None or after == self.trial.base:
            return None
        return carried.ratio(self.trial.base, after, self._value(cell), step)

    def _after(self, cell: Cell, step: float) -> Parts | None:
        frame = self.trial.frames[cell.dataset].copy(deep=False)
        changed = frame[cell.column].astype("float64").to_numpy(copy=True)
        changed[cell.row] += step
        frame[cell.column] = changed
        return self.trial.run({**self.trial.frames, cell.dataset: frame})


def are_opposite(up: float, down: float) -> bool:
    """Whether one move of a number goes one way and one the other; a failure, NaN, is a move that goes any way."""
    return bool(up and down) if math.isnan(up * down) else up * down < 0


def widening(value: float) -> tuple[float, ...]:
    """Whole units, each step wider than the last: one, and up to half of the value."""
    steps = [1.0]
    while steps[-1] * _WIDER <= max(_WIDER, value / 2):
        steps.append(steps[-1] * _WIDER)
    return tuple(steps)
