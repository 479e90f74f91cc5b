"""Sweep: the lineage of a function by datasets that stay in their files; ranges of rows stand for groups of cells.

What `observe` does to tables in memory is done by queries here, in fewer runs: a column of which rows all over
the file matter is named as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias, cast

from tieout.compute.alone import are_opposite, widening
from tieout.compute.carried import ratio
from tieout.compute.changes import GOLDEN, TINY, UNITS, WIDE
from tieout.compute.finder import Budget
from tieout.compute.lineage import Cell, Columns, Link, Role, Whole
from tieout.compute.trial import Parts, Trial, as_float
from tieout.compute.views import Change, How, Scale, View
from tieout.data import duck

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

_PROBES = 8  # thin slices of a file; where all of them matter, rows all over it do
_THIN = 1024  # of a range that a probe is one slice of
# Of a file that a thicker one is: where all of these matter, far more rows do than are named one by one.
_THICK = 128
_NUDGES = (How.NUDGE_UP, How.NUDGE_DOWN)
_STEPS = (How.STEP_UP, How.STEP_DOWN)
_OPPOSITE = dict(zip((*_NUDGES, *_STEPS), (*_NUDGES[::-1], *_STEPS[::-1]), strict=True))
_LARGE = (How.DOUBLE, How.HALVE, How.CLEAR)
_SCANNED = 2_000_000_000  # rows read for one lineage, of which fewer runs follow for a longer file
_LEAST = 100  # runs, however long the file

_Column: TypeAlias = tuple[str, str]  # dataset and column
_Range: TypeAlias = tuple[int, int]


@dataclass
class Sweep:
    """The search; `trial.frames` are the views as they are."""

    trial: Trial
    views: Mapping[str, View]
    columns: Mapping[str, Columns]
    database: duckdb.DuckDBPyConnection
    budget: Budget
    links: dict[Cell, Link] = field(default_factory=dict)
    wholes: dict[tuple[str, str], Whole] = field(default_factory=dict)
    _scales: dict[_Column, Scale] = field(default_factory=dict)

    def run(self) -> None:
        """Fill `links` and `wholes`."""
        values = [(name, each) for name, of in self.columns.items() for each in of.values]
        selectors = [(name, each) for name, of in self.columns.items() for each in of.selectors]
        # Where no large change moves the outcome, no small one does: most columns need no more than this.
        active: list[_Column] = []
        for how in _LARGE:
            active += self._moving([each for each in values if each not in active], how)
        for how in (*_NUDGES, *_STEPS):
            fitting = [each for each in self._open(active) if self._fits(each, how)]
            for each in self._moving(fitting, how):
                self._locate(each, how, Role.CONTRIBUTES, self.limit)
        for name in self.columns:
            if not any(dataset == name for dataset, _ in self.wholes):
                self._locate((name, ""), How.LEAVE_OUT, Role.CONTRIBUTES, self.limit)
        for how in _LARGE:
            for each in self._moving(self._open(active), how):
                self._locate(each, how, Role.COULD_SWAY, self._sway)
        for each in self._moving(self._open(selectors), How.SWAP):
            self._locate(each, How.SWAP, Role.COULD_SWAY, self._sway)

    @property
    def limit(self) -> int:
        """How many runs may be spent; the same on every machine."""
        rows = sum(view.rows for view in self.views.values()) or 1
        return max(_LEAST, min(self.budget.runs, _SCANNED // rows))

    @property
    def _sway(self) -> int:
        return min(self.limit, self.trial.runs + min(self.budget.sway, self.limit // 8))

    def _open(self, columns: Sequence[_Column]) -> list[_Column]:
        return [each for each in columns if each not in self.wholes]

    def _known(self, column: _Column, how: How) -> tuple[int, ...]:
        """The rows of which something is known already: of this column, or at all where rows are left out."""
        rows = {
            cell.row
            for cell in self.links
            if cell.dataset == column[0] and (how is How.LEAVE_OUT or cell.column == column[1])
        }
        return tuple(sorted(rows))

    def _fits(self, column: _Column, how: How) -> bool:
        """Whether a change is a small one in this column."""
        described = self.views[column[0]].field(column[1])
        if how in _NUDGES:
            return not described.type_given.endswith("INT")
        if described.type_given.endswith("INT"):
            return True
        scale = self._scale(column)
        return scale.whole or scale.largest >= WIDE

    def _moves_all(self, columns: Sequence[_Column], how: How) -> bool:
        """Whether a change of all rows of these columns moves the outcome."""
        if not columns:
            return False
        changed: dict[str, View] = dict(self.views)
        for name, view in self.views.items():
            own = tuple(each for dataset, each in columns if dataset == name)
            if own:
                scales = {each: self._scale((name, each), how) for each in own}
                known = {row for each in own for row in self._known((name, each), how)}
                but = tuple(sorted(known))
                changed[name] = view.but(Change(how, own, 0, view.rows, scales, but))
        return self._run(changed)

    def _moving(self, columns: Sequence[_Column], how: How) -> Iterator[_Column]:
        """The columns whose change moves the outcome, by halving the groups that do."""
        if not self._moves_all(columns, how):
            return
        stack = [list(columns)]  # groups that are known to move it
        while stack:
            group = stack.pop()
            if len(group) == 1:
                yield group[0]
                continue
            left, right = group[: len(group) // 2], group[len(group) // 2 :]
            moves = self._moves_all(left, how)
            # Where the whole moves and the left half does not, the right half must.
            if not moves or self._moves_all(right, how):
                stack.append(right)
            if moves:
                stack.append(left)

    def _locate(self, column: _Column, how: How, role: Role, limit: int) -> None:
        """Find the rows of a column whose change moves the outcome, or name it as a whole."""
        rows = self.views[column[0]].rows
        but = self._known(column, how)
        if how in _OPPOSITE and not self._moves(column, _OPPOSITE[how], (0, rows), but):
            return  # a limit that cells are held against is on one side of them
        if how is How.LEAVE_OUT and not self._moves(column, how, (0, rows), but):
            return
        ranges: list[_Range] = [(0, rows)]
        if how is How.LEAVE_OUT and rows <= self.budget.dense:
            # A share of all rows stays what it was when as many of either kind are left out together.
            each_one = ((row, row + 1) for row in range(rows) if row not in but)
            ranges = [one for one in each_one if self._moves(column, how, one, but)]
        probed = 0
        while any(last - first > 1 for first, last in ranges):
            if len(ranges) >= probed and rows > self.budget.dense:
                if self._dense(column, how, ranges, but):
                    break
                probed = max(_PROBES, 2 * len(ranges))
            if self.trial.runs >= limit or len(ranges) > self.budget.dense:
                break
            ranges = [part for each in ranges for part in self._halves(column, how, each, but)]
        else:
            for first, _ in ranges:
                cell = Cell(column[0], first, column[1])
                if how in _OPPOSITE and not self._moves_either_way(cell, how):
                    continue
                size = self._elasticity(cell) if column[1] else math.nan
                counts = size if role is Role.CONTRIBUTES else math.nan
                self.links[cell] = Link(cell, role, counts)
            return
        self.wholes[column] = Whole(*column, role)

    def _halves(
        self, column: _Column, how: How, rows: _Range, but: tuple[int, ...]
    ) -> Iterator[_Range]:
        first, last = rows
        if last - first == 1:
            yield rows
            return
        middle = (first + last) // 2
        left = self._moves(column, how, (first, middle), but)
        if left:
            yield (first, middle)
        # Where the whole moves and the left half does not, the right half must.
        if not left or self._moves(column, how, (middle, last), but):
            yield (middle, last)

    def _dense(
        self, column: _Column, how: How, ranges: Sequence[_Range], but: tuple[int, ...]
    ) -> bool:
        """Whether a thin slice of every range matters; of one long range, many slices, or many thicker ones."""
        thin = ranges
        if len(ranges) < _PROBES:
            thin = [part for each in ranges for part in _cut(each)]
        slices = [[_slice(n, each, (each[1] - each[0]) // _THIN) for n, each in enumerate(thin)]]
        if len(ranges) == 1:
            width = (ranges[0][1] - ranges[0][0]) // _THICK
            slices.append([_slice(n, each, width) for n, each in enumerate(thin)])
        return any(all(self._moves(column, how, each, but) for each in some) for some in slices)

    def _moves(self, column: _Column, how: How, rows: _Range, but: tuple[int, ...] = ()) -> bool:
        name, each = column
        scales = {each: self._scale(column, how)} if each else {}
        change = Change(how, (each,) if each else (), *rows, scales, but)
        return self._run({**self.views, name: self.views[name].but(change)})

    def _run(self, views: Mapping[str, View]) -> bool:
        return self.trial.run(cast("Mapping[str, pd.DataFrame]", views)) != self.trial.base

    def _scale(self, column: _Column, how: How = How.NUDGE_UP) -> Scale:
        """What a change is measured by; asked of the file once, and only where it is needed."""
        if how in {*_LARGE, How.LEAVE_OUT}:
            return Scale()
        if column not in self._scales:
            view = self.views[column[0]]
            described, source = view.field(column[1]), duck.scan(view.file)
            if how is How.SWAP:
                query = f"SELECT min({described.sql}), max({described.sql}) FROM {source}"
                ((least, most),) = self.database.execute(query).fetchall()
                different = least is not None and least != most
                self._scales[column] = Scale(others=(str(least), str(most)) if different else ())
            else:
                text = f"CAST({described.sql} AS DOUBLE)"
                query = f"SELECT max(abs({text})), bool_and({text} % 1 = 0) FROM {source}"
                ((largest, whole),) = self.database.execute(query).fetchall()
                size = float(largest or 0)
                self._scales[column] = Scale(
                    size if math.isfinite(size) and size > 0 else 1.0, bool(whole)
                )
        return self._scales[column]

    def _elasticity(self, cell: Cell) -> float:
        """By how many per cent the number moves for one per cent of a cell."""
        column = (cell.dataset, cell.column)
        value = self._value(cell)
        if not self.trial.is_number or value is None:
            return math.nan
        units = UNITS if self._fits(column, How.STEP_UP) else ()
        for step in (self._tiny(column), *units, -self._tiny(column)):
            after = self._after(cell, step)
            if after is not None and after != self.trial.base:
                return ratio(self.trial.base, after, value, step)
        return math.nan

    def _moves_either_way(self, cell: Cell, how: How) -> bool:
        """Whether more of a cell moves the outcome one way, and less of it the other, as `Alone` has it in memory."""
        steps: tuple[float, ...] = (2 * self._tiny((cell.dataset, cell.column)),)
        if how in _STEPS:
            steps = widening(abs(self._value(cell) or 0.0))
        moved: list[Parts | None] = []
        for sign in (1, -1):
            afters = (self._after(cell, sign * step) for step in steps)
            moved += islice((each for each in afters if each != self.trial.base), 1)
        if len(moved) < 2 or not self.trial.is_number:
            return len(moved) == 2
        up, down = (as_float(each) - self.trial.number for each in moved)
        return are_opposite(up, down)

    def _tiny(self, column: _Column) -> float:
        """A small step in a column; in its last place, where it is exact."""
        described = self.views[column[0]].field(column[1])
        tiny = TINY * self._scale(column).largest
        if described.exact:
            return max(1.0, math.ceil(tiny * 10.0**described.places)) / 10.0**described.places
        return tiny

    def _value(self, cell: Cell) -> float | None:
        view = self.views[cell.dataset]
        described = view.field(cell.column)
        if described.type_given == "VARCHAR":
            return None
        query = f"SELECT CAST({described.sql} AS DOUBLE) FROM {duck.scan(view.file)}"
        rows = self.database.execute(f"{query} WHERE file_row_number = {cell.row}").fetchall()
        value: float | None = rows[0][0]
        return value

    def _after(self, cell: Cell, step: float) -> Parts | None:
        """What comes of one cell that is so much larger."""
        change = Change(How.ADD, (cell.column,), cell.row, cell.row + 1, step=step)
        views = {**self.views, cell.dataset: self.views[cell.dataset].but(change)}
        return self.trial.run(cast("Mapping[str, pd.DataFrame]", views))


def _slice(number: int, rows: _Range, width: int) -> _Range:
    """A slice of a range, in each of them elsewhere: rows that matter may stand at even distances."""
    first, last = rows
    width = max(1, width)
    start = first + int((number + 1) * GOLDEN % 1 * (last - first - width))
    return start, start + width


def _cut(rows: _Range) -> Iterator[_Range]:
    first, last = rows
    size = max(1, (last - first) // _PROBES)
    starts = range(first, last, size)
    yield from ((start, min(start + size, last)) for start in starts[:_PROBES])
