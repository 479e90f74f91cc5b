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
_PAIRED = 200  # of more cells than these pairs are not tried: there are too many
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
        pairs = _Pairs.ratios(cells.shares)
        for move in open_:
            found.update(pairs.only(move))
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
    ratios = _Pairs.ratios(cells.shares)
    for move in shares:
        found.update(ratios.only(move))
    found.update(_Pairs.differences(cells.steps).only(step, cells.grain))
    return found


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What changes by every two cells together come to: of their ratio and product, or difference and sum.

    `ordered` holds it for each cell (row) with each other (column); `either` where their order is one, above the
    diagonal. What is no pair is NaN.
    """

    cells: Sequence[Cell]
    ordered: Array
    either: Array

    @classmethod
    def ratios(cls, cells: Sequence[tuple[float, Cell]]) -> _Pairs:
        """By what part of itself the ratio and the product of every two cells was changed."""
        size = _column(cells) + 1
        return cls._of(cells, size[:, None] / size - 1, size[:, None] * size - 1)

    @classmethod
    def differences(cls, cells: Sequence[tuple[float, Cell]]) -> _Pairs:
        """By how much the difference and the sum of every two cells was changed."""
        size = _column(cells)
        return cls._of(cells, size[:, None] - size, size[:, None] + size)

    @classmethod
    def _of(cls, cells: Sequence[tuple[float, Cell]], ordered: Array, either: Array) -> _Pairs:
        import numpy as np

        np.fill_diagonal(ordered, np.nan)
        either[np.tril_indices(len(cells))] = np.nan
        return cls([cell for _, cell in cells], ordered, either)

    def only(self, move: float, grain: float = _LAST) -> tuple[Cell, ...]:
        """The two cells whose change has this size; none where several pairs have."""
        import numpy as np

        reach = abs(move) * _NEAR + grain  # sizes that nearly cancel are known less well
        near = [
            place
            for sizes in (self.ordered, self.either)
            for place in zip(*np.nonzero(np.abs(sizes - move) <= reach), strict=True)
        ]
        return tuple(self.cells[n] for n in near[0]) if len(near) == 1 else ()


def _column(cells: Sequence[tuple[float, Cell]]) -> Array:
    import numpy as np

    return np.array([size for size, _ in cells], dtype="float64")


def _near(move: float, sized: Sequence[tuple[float, Cell]]) -> list[Cell]:
    """What has this size; of very many no more than two."""
    reach = abs(move) * _NEAR + _LAST
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
