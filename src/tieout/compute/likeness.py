"""Likeness: which cell a part of a figure or table follows, told by the size of its move."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from tieout.compute.lineage import Cell

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Array: TypeAlias = np.ndarray[Any, Any]

WORTH = 4  # fewer cells are found as fast one by one
_PAIRED = 1000  # of more cells than these pairs are not tried: there are too many
# Of a size: the nudges are a millionth of a cell, differ from cell to cell by far more than this, and are
# known to ten digits.
_NEAR, _LAST = 3e-9, 2e-15


@dataclass(frozen=True, slots=True)
class Sizes:
    """By how much cells were changed, in order of size: as a part of themselves (zeros left out), and as such.

    `grain` is what the largest cell is rounded to: steps are not known better.
    """

    shares: Sequence[tuple[float, Cell]]
    steps: Sequence[tuple[float, Cell]]
    grain: float


def sizes(
    cells: Sequence[Cell], before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> Sizes:
    """By how much each cell was changed."""
    shares: list[tuple[float, Cell]] = []
    steps: list[tuple[float, Cell]] = []
    largest = 0.0
    columns: dict[tuple[str, str], tuple[Sequence[float], Sequence[float]]] = {}
    for cell in cells:
        place = (cell.dataset, cell.column)
        if place not in columns:
            old, new = (frames[cell.dataset][cell.column] for frames in (before, after))
            columns[place] = (old.to_list(), new.to_list())
        start, end = (float(column[cell.row]) for column in columns[place])
        largest = max(largest, abs(end))
        steps.append((end - start, cell))
        if start:
            shares.append(((end - start) / start, cell))
    return Sizes(sorted(shares), sorted(steps), largest * _LAST)


def followed(before: Sequence[Hashable], after: Sequence[Hashable], cells: Sizes) -> set[Cell]:
    """The cells whose size some part moved by: one cell's, or a ratio's or product's of two.

    A size that fits several cells or pairs says nothing.
    """
    moves = {_share(old, new) for old, new in zip(before, after, strict=True) if old != new} - {0.0}
    found: set[Cell] = set()
    open_ = set()
    for move in moves:
        near = _near(move, cells.shares)
        if len(near) == 1:
            found.add(near[0])
        elif not near:
            open_.add(move)
    if open_ and len(cells.shares) <= _PAIRED:
        pairs = _Pairs.of(cells.shares, 1.0)
        for move in open_:
            found.update(pairs.ratio(move))
    return found


def guessed(before: float, after: float, cells: Sizes) -> set[Cell]:
    """The cells a number might come from: a cell, or a ratio, product, rise, sum or difference of two.

    A guess, to be tried: other cells may give the same size.
    """
    step = after - before
    shares = [step / base for base in (before, before + 1, before - 1) if base]
    found = {near[0] for move in shares if len(near := _near(move, cells.shares)) == 1}
    if len(cells.steps) > _PAIRED:
        return found
    ratios = _Pairs.of(cells.shares, 1.0)
    for move in shares:
        found.update(ratios.ratio(move))
    found.update(_Pairs.of(cells.steps, 0.0).difference(step, cells.grain))
    return found


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Finds two cells by what the changes of both come to together: cells and sizes in order of size."""

    cells: Sequence[Cell]
    sizes: Array

    @classmethod
    def of(cls, sized: Sequence[tuple[float, Cell]], start: float) -> _Pairs:
        """The cells with their sizes, counted from `start`."""
        import numpy as np

        sizes = np.array([size for size, _ in sized], dtype="float64") + start
        return cls([cell for _, cell in sized], sizes)

    def ratio(self, move: float) -> tuple[Cell, ...]:
        """The two whose ratio or product was changed by this part of itself; none where several pairs fit."""
        reach = _reach(move)
        low, high = 1 + move - reach, 1 + move + reach
        other = self.sizes
        inverse = 1 / _nonzero(other)
        return self._only(
            self._between(low * other, high * other, ordered=True),
            self._between(low * inverse, high * inverse, ordered=False),
        )

    def difference(self, move: float, grain: float) -> tuple[Cell, ...]:
        """The two whose difference or sum was changed by so much; none where several pairs fit."""
        reach = _reach(move, grain)
        low, high = move - reach, move + reach
        other = self.sizes
        return self._only(
            self._between(low + other, high + other, ordered=True),
            self._between(low - other, high - other, ordered=False),
        )

    def _only(self, *found: Sequence[tuple[int, int]]) -> tuple[Cell, ...]:
        pairs = [pair for each in found for pair in each]
        return tuple(self.cells[n] for n in pairs[0]) if len(pairs) == 1 else ()

    def _between(self, low: Array, high: Array, *, ordered: bool) -> list[tuple[int, int]]:
        """Cells of a size between these bounds, one pair of bounds for each other cell; of many, the first two."""
        import numpy as np

        first = np.searchsorted(self.sizes, np.minimum(low, high), "left")
        end = np.searchsorted(self.sizes, np.maximum(low, high), "right")
        found: list[tuple[int, int]] = []
        for other in np.nonzero(end > first)[0].tolist():
            some = range(int(first[other]), int(end[other]))
            found += [(n, other) for n in some if (n != other if ordered else n > other)]
            if len(found) > 1:
                break
        return found


def _reach(move: float, grain: float = _LAST) -> float:
    return abs(move) * _NEAR + grain  # sizes that nearly cancel are known less well


def _nonzero(sizes: Array) -> Array:
    """Sizes with NaN for zero: what is no pair fits nothing."""
    import numpy as np

    return np.where(sizes == 0, np.nan, sizes)


def _near(move: float, sized: Sequence[tuple[float, Cell]]) -> list[Cell]:
    """What has this size; of very many no more than two."""
    reach = _reach(move)
    first = bisect_left(sized, move - reach, key=itemgetter(0))
    return [thing for size, thing in sized[first : first + 2] if abs(size - move) <= reach]


def _share(old: object, new: object) -> float:
    """The move as a part of what it was; 0 where that cannot be said."""
    if isinstance(old, str) or isinstance(new, str):
        return 0.0
    try:
        start = float(old)  # type: ignore[arg-type]  # asked for by trying
        size = (float(new) - start) / start  # type: ignore[arg-type]  # as well
    except (TypeError, ValueError, ArithmeticError):
        return 0.0
    return size if math.isfinite(size) else 0.0
