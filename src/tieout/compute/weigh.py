"""Weigh: who stands behind an outcome of confidential data, found by leaving each of them out in turn.

Lineage stops where nobody would read a longer list; the rules of disclosure need every individual. What one
contributes is the change of the number with the cell, times the cell: for a sum, a mean or a ratio of sums that
is the individual's part of the total.
"""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from tieout.compute import changes
from tieout.compute.parts import Key, Parts
from tieout.compute.weights import Secret, Weighed, Weights
from tieout.number import Value

if TYPE_CHECKING:
    import pandas as pd

Answer = Callable[[Mapping[str, "pd.DataFrame"], Mapping[str, Value]], object]
_STRAIGHT = 0.2
_FLAT = {0.0: "zero", 1.0: "one"}
_ALIKE = 1e-6  # of the larger: two effects that differ by less are one


@dataclass
class Scales:
    """A function and its tables, to be weighed.

    Attributes:
        limit: the most runs that may be spent; beyond, the answer is that it could not be weighed.
        enough: the most individuals that the rules ask for behind one mark.
        marks: whether the outcome is a figure, whose marks have no portions.
    """

    answer: Answer
    frames: Mapping[str, pd.DataFrame]
    secrets: Mapping[str, Secret]
    statistics: Mapping[str, Value]
    parts: Callable[[object], Parts]
    limit: int
    enough: int = 10
    marks: bool = False
    base: Parts = field(init=False)
    moved: dict[Key, dict[str, set[int]]] = field(default_factory=dict)
    effects: dict[Key, dict[str, dict[int, float]]] = field(default_factory=dict)
    slopes: dict[Key, dict[tuple[str, str], dict[int, float]]] = field(default_factory=dict)

    def weights(self) -> Weights:
        """Weigh it."""
        self.base = self.run(self.frames) or {}
        if not self._depends():
            return Weights(depends=False)
        people = {name: _individuals(self.frames[name], s) for name, s in self.secrets.items()}
        runs = sum(len(each) for each in people.values())
        if not self.marks:
            runs += sum(len(self.frames[n]) * len(s.measures) for n, s in self.secrets.items())
        if runs > self.limit:
            return Weights(depends=True, whole=False)
        breaks = 0
        for name, groups in people.items():
            breaks += self._sampled(name, groups) if self.marks else self._left_out(name, groups)
        if not self.marks:
            self._slopes(people)
        parts = tuple(self._part(key, people) for key in self.base)
        return Weights(depends=True, breaks=breaks, parts=parts)

    def _left_out(self, name: str, groups: Sequence[Sequence[int]]) -> int:
        """Leave out each in turn; how many of them change what parts there are."""
        breaks = 0
        for number, rows in enumerate(groups):
            left = self._without(name, rows)
            breaks += left is None or left.keys() != self.base.keys()
            self._note(name, number, left)
        return breaks

    def _sampled(self, name: str, groups: Sequence[Sequence[int]]) -> int:
        """The same for a figure, which takes long to draw: many at a time, and one by one where that is too few.

        A mark that so many groups move is moved by no fewer individuals.
        """
        many = 2 * self.enough + 4
        if len(groups) <= many:
            return self._left_out(name, groups)
        batches = [range(first, len(groups), many) for first in range(many)]
        broken = set()
        for number, batch in enumerate(batches):
            left = self._without(name, [row for each in batch for row in groups[each]])
            if left is None or left.keys() != self.base.keys():
                broken.add(number)
            else:
                self._note(name, -1 - number, left)
        unsure = {
            key for key, moved in self.moved.items() if len(moved.get(name, ())) < self.enough
        }
        if broken:
            unsure = set(self.base)  # which marks these groups move is not known
        again = broken | {-1 - n for key in unsure for n in self.moved.get(key, {}).get(name, ())}
        for key in unsure:
            self.moved.get(key, {}).pop(name, None)
        breaks = 0
        for batch in (batches[number] for number in sorted(again)):
            for number in batch:
                left = self._without(name, groups[number])
                breaks += left is None or left.keys() != self.base.keys()
                self._note(name, number, left)
        return breaks

    def _without(self, name: str, rows: Sequence[int]) -> Parts | None:
        """The outcome without these rows; those that stay keep their labels, as in lineage."""
        frame = self.frames[name]
        return self.run({**self.frames, name: frame.drop(index=frame.index[list(rows)])})

    def run(self, frames: Mapping[str, pd.DataFrame]) -> Parts | None:
        """The outcome's parts, or None where the function fails."""
        copies = {name: frame.copy(deep=False) for name, frame in frames.items()}
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                return self.parts(self.answer(copies, self.statistics))
        except BaseException:  # a function may fail in any way on changed inputs
            return None

    def _depends(self) -> bool:
        """Whether anything confidential moves the outcome: all of it may, where a whole table is."""
        for name, secret in self.secrets.items():
            if not secret.columns:
                return True
            for other in _scrambled(self.frames[name], secret.columns):
                if self.run({**self.frames, name: other}) != self.base:
                    return True
        return False

    def _note(self, name: str, number: int, after: Parts | None) -> None:
        """Note which parts an individual's absence moves, and by how much."""
        for key, before in self.base.items():
            now = None if after is None else after.get(key)
            if now == before:
                continue
            self.moved.setdefault(key, {}).setdefault(name, set()).add(number)
            change = _difference(now, before)
            self.effects.setdefault(key, {}).setdefault(name, {})[number] = change

    def _slopes(self, people: Mapping[str, Sequence[Sequence[int]]]) -> None:
        """How much each cell of values moves each part, times the cell."""
        for name, secret in self.secrets.items():
            frame = self.frames[name]
            whose = {row: number for number, rows in enumerate(people[name]) for row in rows}
            for column in secret.measures:
                filled = [row for row, has in enumerate(frame[column].notna()) if has]
                step = self._step(name, column, filled)
                for row in filled if step else ():
                    once, twice = (self._changed(name, column, [row], [step * n]) for n in (1, 2))
                    for key, before in self.base.items():
                        slope = _slope(before, once, twice, key)
                        if not slope:
                            continue
                        number = whose[row]
                        self.moved.setdefault(key, {}).setdefault(name, set()).add(number)
                        of = self.slopes.setdefault(key, {}).setdefault((name, column), {})
                        part = slope / step * float(frame[column].iloc[row])
                        of[number] = of.get(number, 0.0) + part

    def _step(self, name: str, column: str, rows: Sequence[int]) -> float:
        """A step of a column's cells that the outcome sees: a tiny one, else a large one, else none: 0."""
        size = changes.scale(self.frames[name][column])
        for step in (size * changes.TINY, size):
            # Each cell by another size, so that what is a difference of them moves, too.
            steps = [step * (1 + number % 7) for number in range(len(rows))]
            if rows and self._changed(name, column, rows, steps) != self.base:
                return step
        return 0

    def _changed(
        self, name: str, column: str, rows: Sequence[int], steps: Sequence[float]
    ) -> Parts | None:
        """The outcome with these cells larger by these steps."""
        frame = self.frames[name].copy(deep=False)
        cells = frame[column].astype("float64").to_numpy(copy=True)
        cells[list(rows)] = cells[list(rows)] + steps
        frame[column] = cells
        return self.run({**self.frames, name: frame})

    def _part(self, key: Key, people: Mapping[str, Sequence[Sequence[int]]]) -> Weighed:
        where, kind = key
        value = self.base[key]
        rows = {name: tuple(sorted(found)) for name, found in self.moved.get(key, {}).items()}
        lower, upper = _two_classes(self.effects.get(key, {}), rows)
        portions = {
            f"{name}.{column}": tuple(sorted((abs(each) for each in found.values()), reverse=True))
            for (name, column), found in self.slopes.get(key, {}).items()
        }
        return Weighed(
            where=where,
            kind=kind,
            flat="" if kind != "number" or rows else _FLAT.get(_number(value), ""),
            same=kind == "number" and self._same(key, value, rows, people),
            rows=rows,
            lower=lower,
            upper=upper,
            portions={name: found for name, found in portions.items() if any(found)},
        )

    def _same(
        self,
        key: Key,
        value: Hashable,
        rows: Mapping[str, tuple[int, ...]],
        people: Mapping[str, Sequence[Sequence[int]]],
    ) -> bool:
        """Whether each cell behind a number holds just that number: an extreme, or what all have in common."""
        for name, column in self.slopes.get(key, {}):
            cells = self.frames[name][column]
            behind = [row for number in rows.get(name, ()) for row in people[name][number]]
            if behind and all(_equal(cells.iloc[row], value) for row in behind):
                return True
        return False


def _individuals(frame: pd.DataFrame, secret: Secret) -> list[list[int]]:
    """The rows of each individual."""
    if not secret.individual:
        return [[row] for row in range(len(frame))]
    groups: dict[object, list[int]] = {}
    for row, whom in enumerate(frame[secret.individual].astype("object")):
        groups.setdefault(whom, []).append(row)
    return [*groups.values()]


def _scrambled(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[pd.DataFrame]:
    """The table with other cells in these columns: in another order, changed, and none at all."""
    import pandas as pd

    turned, changed, cleared = frame.copy(), frame.copy(), frame.copy()
    for column in columns:
        series = frame[column]
        turned[column] = series.iloc[::-1].to_numpy()
        if series.dtype.kind in "iuf":
            changed[column] = series * 2 + 1
        else:
            changed[column] = pd.Series([f"~{n}" for n in range(len(frame))], index=frame.index)
        cleared[column] = pd.Series([None] * len(frame), index=frame.index, dtype="object")
    yield from (turned, changed, cleared)


def _number(part: object) -> float:
    """A part of an outcome as a number; NaN where it is none."""
    try:
        return float(cast("float", part))
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _difference(after: object, before: object) -> float:
    return _number(after) - _number(before)


def _slope(before: Hashable, once: Parts | None, twice: Parts | None, key: Key) -> float:
    """What one step of a cell does, where two steps do twice as much; else 0: it only crosses a threshold."""
    if once is None or twice is None:
        return 0.0
    one, two = (_difference(each.get(key), before) for each in (once, twice))
    return one if abs(two - 2 * one) <= _STRAIGHT * abs(two) else 0.0


def _two_classes(
    effects: Mapping[str, Mapping[int, float]], rows: Mapping[str, tuple[int, ...]]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Those who raise and those who lower a share; nothing where the effects are not of two sizes."""
    lower: dict[str, tuple[int, ...]] = {}
    upper: dict[str, tuple[int, ...]] = {}
    for name, found in effects.items():
        down = {n: each for n, each in found.items() if each < 0}
        up = {n: each for n, each in found.items() if each > 0}
        if len(down) + len(up) < len(rows.get(name, ())) or not (_one(down) and _one(up)):
            continue
        lower[name], upper[name] = tuple(sorted(down)), tuple(sorted(up))
    return lower, upper


def _one(effects: Mapping[int, float]) -> bool:
    """Whether all effects are of one size."""
    sizes = [abs(each) for each in effects.values()]
    return bool(sizes) and max(sizes) - min(sizes) <= _ALIKE * max(sizes)


def _equal(cell: object, value: object) -> bool:
    gap = _difference(cell, value)
    return not math.isnan(gap) and abs(gap) <= _ALIKE * max(abs(_number(value)), _ALIKE)
