"""Finder: the cells of a function's tables that a change of them tells, within the runs that may be spent."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tieout.compute import changes
from tieout.compute.alone import Alone
from tieout.compute.lineage import Cell, Role, Whole
from tieout.compute.search import Search
from tieout.compute.trial import Trial

if TYPE_CHECKING:
    from tieout.compute.changes import Change

NUDGES = (changes.nudge_up, changes.nudge_down)
STEPS = (changes.step_up, changes.step_down)
LARGE = (changes.double, changes.halve, changes.clear)
_SOME = 16  # cells that stand for many


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
# Drawing takes long, and no threshold is read off a figure.
SHOWN = Budget(runs=400, sway=0, dense=40)


@dataclass
class Finder:
    """What a function is asked by.

    Attributes:
        trial: the function.
        budget: how many runs may be spent.
        wholes: the columns named as such so far.
        one_sided: cells of which a small change moves the outcome one way only.
    """

    trial: Trial
    budget: Budget
    wholes: list[Whole] = field(default_factory=list)
    one_sided: list[Cell] = field(default_factory=list)

    @cached_property
    def alone(self) -> Alone:
        """Single cells."""
        return Alone(self.trial)

    def open(self, cells: Sequence[Cell], known: Container[Cell]) -> list[Cell]:
        """The cells of which nothing is known yet, neither by themselves nor by their whole column."""
        named = {(whole.dataset, whole.column) for whole in self.wholes}
        return [c for c in cells if c not in known and (c.dataset, c.column) not in named]

    def moving(self, cells: Sequence[Cell], of: Sequence[Change]) -> list[Change]:
        """Those of these changes of all the cells that move the outcome."""
        return [change for change in of if cells and self.trial.moves(cells, change)]

    def find(self, cells: Sequence[Cell], change: Change | None, role: Role) -> list[Cell]:
        """The cells whose change moves the outcome; where these are too many, their columns are named."""
        # What contributes comes first and may use the whole budget.
        limit = self.budget.runs
        if role is Role.COULD_SWAY:
            limit = min(limit, self.trial.runs + self.budget.sway)
        measured = self.alone.moves if change in (*NUDGES, *STEPS) else None
        alone = measured if self.trial.is_number else None
        found = Search(self.trial, change, limit, self.budget.dense, alone).among(cells)
        for group in found.groups:
            self._name_columns(group, change, role)
        return found.cells

    def find_either_way(
        self, cells: Sequence[Cell], change: Change, moves: Callable[[Cell], bool]
    ) -> list[Cell]:
        """Those of the cells that contribute by a change which a limit, too, would be passed by.

        A limit that a cell is held against is on one side of it; `moves`: whether one moves the outcome either way.
        """
        before = len(self.wholes)
        found = self.find(cells, change, Role.CONTRIBUTES)
        some = found[:: max(1, len(found) // _SOME)]
        either_way = [cell for cell in some if moves(cell)]
        if 2 * len(either_way) < len(some):
            del self.wholes[before:]  # nor are the others of these columns
        if len(some) < len(found):
            told = len(either_way) in (0, len(some))
            either_way = [cell for cell in found if (bool(either_way) if told else moves(cell))]
        self.one_sided += [cell for cell in found if cell not in either_way]
        return either_way

    def _name_columns(self, group: Sequence[Cell], change: Change | None, role: Role) -> None:
        """Name the columns in which some cell of the group matters, one run a column."""
        by_column = changes.by_column(group)
        for (dataset, column), cells in by_column.items():
            if len(by_column) == 1 or self.trial.moves(cells, change):
                self.wholes.append(Whole(dataset, column, role))
