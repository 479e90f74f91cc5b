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
from typing import TYPE_CHECKING, Any, TypeAlias

from tieout.compute import changes
from tieout.compute.weights import Secret, Weighed, Weights
from tieout.number import Value

if TYPE_CHECKING:
    import pandas as pd

Answer = Callable[[Mapping[str, "pd.DataFrame"], Mapping[str, Value]], object]
Key: TypeAlias = tuple[str, str]  # a part's name and its kind
Parts: TypeAlias = Mapping[Key, Hashable]
_ALIKE = 1e-6  # of the larger: two effects that differ by less are one


@dataclass
class Scales:
    """A function and its tables, to be weighed.

    Attributes:
        limit: the most runs that may be spent; beyond, the answer is that it could not be weighed.
        marks: whether the outcome is a figure, whose marks have no portions.
    """

    answer: Answer
    frames: Mapping[str, pd.DataFrame]
    secrets: Mapping[str, Secret]
    statistics: Mapping[str, Value]
    parts: Callable[[object], Parts]
    limit: int
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
            for number, rows in enumerate(groups):
                left = self.run(
                    {**self.frames, name: self.frames[name].drop(index=self._labels(name, rows))}
                )
                breaks += left is None or left.keys() != self.base.keys()
                self._note(name, number, left)
        if not self.marks:
            self._slopes(people)
        parts = tuple(self._part(key, people) for key in self.base)
        return Weights(depends=True, breaks=breaks, parts=parts)

    def run(self, frames: Mapping[str, pd.DataFrame]) -> Parts | None:
        """The outcome's parts, or None where the function fails."""
        copies = {name: frame.copy(deep=False) for name, frame in frames.items()}
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                return self.parts(self.answer(copies, self.statistics))
        except KeyboardInterrupt:
            raise
        except BaseException:  # a function may fail in any way on changed inputs
            return None

    def _labels(self, name: str, rows: Sequence[int]) -> Any:
        return self.frames[name].index[list(rows)]

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
                    after = self._changed(name, column, [row], [step])
                    for key, before in self.base.items():
                        now = None if after is None else after.get(key)
                        if now == before:
                            continue
                        number = whose[row]
                        self.moved.setdefault(key, {}).setdefault(name, set()).add(number)
                        part = _difference(now, before) / step * float(frame[column].iloc[row])
                        of = self.slopes.setdefault(key, {}).setdefault((name, column), {})
                        of[number] = of.get(number, 0.0) + part

    def _step(self, name: str, column: str, rows: Sequence[int]) -> float:
        """The smallest step of a column's cells that the outcome sees; 0 where it sees none."""
        series = self.frames[name][column]
        whole = series.dtype.kind in "iu"
        size = changes.scale(series)
        for step in (1 if whole else size * changes.TINY, math.ceil(size) if whole else size):
            # Each cell by another size, so that what is a difference of them moves, too.
            steps = [step * (1 + number % 7) for number in range(len(rows))]
            if rows and self._changed(name, column, rows, steps) != self.base:
                return step
        return 0

    def _changed(
        self, name: str, column: str, rows: Sequence[int], steps: Sequence[float]
    ) -> Parts | None:
        """The outcome with these cells larger by these steps; whole numbers stay whole."""
        frame = self.frames[name].copy(deep=False)
        cells = frame[column].to_numpy(copy=True)
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
            flat="" if kind != "number" or rows else {0: "zero", 1: "one"}.get(value, ""),  # type: ignore[call-overload]
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


def number(result: object) -> Parts:
    """A statistic's one part."""
    from tieout.number import as_value

    return {("", "number"): as_value(result)}


def cells(result: object) -> Parts:
    """A table's cells, each line told by its first text where that tells the lines apart."""
    from tieout.compute.results import grid

    header, rows = grid(result)
    texts = [n for n in range(len(header)) if rows and all(isinstance(r[n], str) for r in rows)]
    label = texts[0] if texts and len({row[texts[0]] for row in rows}) == len(rows) else None
    told: dict[Key, Hashable] = {}
    for number, row in enumerate(rows):
        name = str(number) if label is None else f"={row[label]}"
        for column, cell in zip(header, row, strict=True):
            kind = "text" if cell is None or isinstance(cell, str) else "number"
            told[f"{name}\0{column}", kind] = cell
    return told


def marks(result: object) -> Parts:
    """A figure's marks."""
    from tieout.compute import marks as drawn

    return {(str(n), "mark"): each for n, each in enumerate(drawn.of_figure(result))}


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


def _difference(after: object, before: object) -> float:
    try:
        return float(after) - float(before)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return math.nan


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
    return not math.isnan(gap) and abs(gap) <= _ALIKE * max(abs(float(value)), _ALIKE)  # type: ignore[arg-type]
