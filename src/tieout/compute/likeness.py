"""Likeness: which cell a part of a figure or table follows, told by the size of its move."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from tieout.compute.lineage import Cell

if TYPE_CHECKING:
    import pandas as pd

Thing = TypeVar("Thing")

WORTH = 4  # fewer cells are found as fast one by one
_PAIRED = 200  # of more cells than these pairs are not tried: there are too many
_NEAR = 1e-7  # of a size: the nudges are a millionth of a cell, and differ from cell to cell by far more


def sizes(
    cells: Sequence[Cell], before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> list[tuple[float, Cell]]:
    """By what part of itself each cell was changed, in order of size; cells that are zero have none."""
    found = []
    columns: dict[tuple[str, str], tuple[Sequence[float], Sequence[float]]] = {}
    for cell in cells:
        place = (cell.dataset, cell.column)
        if place not in columns:
            old, new = (frames[cell.dataset][cell.column] for frames in (before, after))
            columns[place] = (old.to_list(), new.to_list())
        size = _size(columns[place][0][cell.row], columns[place][1][cell.row])
        if size:
            found.append((size, cell))
    return sorted(found)


def followed(
    before: Sequence[Hashable], after: Sequence[Hashable], cells: Sequence[tuple[float, Cell]]
) -> set[Cell]:
    """The cells whose size some part moved by: one cell's, or a ratio's or product's of two.

    A size that fits several cells or pairs says nothing.
    """
    moves = {_size(old, new) for old, new in zip(before, after, strict=True) if old != new} - {0.0}
    found: set[Cell] = set()
    open_ = set()
    for move in moves:
        near = _near(move, cells)
        if len(near) == 1:
            found.add(near[0])
        elif not near:
            open_.add(move)
    if open_ and len(cells) <= _PAIRED:
        pairs = _pairs(cells)
        for move in open_:
            both = _near(move, pairs)
            found.update(both[0] if len(both) == 1 else ())
    return found


def _near(move: float, sized: Sequence[tuple[float, Thing]]) -> list[Thing]:
    """What has this size; of very many no more than two."""
    reach = abs(move) * _NEAR
    first = bisect_left(sized, move - reach, key=itemgetter(0))
    return [thing for size, thing in sized[first : first + 2] if abs(size - move) <= reach]


def _pairs(cells: Sequence[tuple[float, Cell]]) -> list[tuple[float, tuple[Cell, Cell]]]:
    """By what part of itself the ratio and the product of every two cells was changed, in order of size."""
    found = [
        ((1 + one) / (1 + other) - 1, (cell, second))
        for one, cell in cells
        for other, second in cells
        if cell != second
    ]
    found += [
        ((1 + one) * (1 + other) - 1, (cell, second))
        for (one, cell), (other, second) in combinations(cells, 2)
    ]
    return sorted(found)


def _size(old: object, new: object) -> float:
    """The move as a part of what it was; 0 where that cannot be said."""
    if isinstance(old, str) or isinstance(new, str):
        return 0.0
    try:
        start = float(old)  # type: ignore[arg-type]  # asked for by trying
        size = (float(new) - start) / start  # type: ignore[arg-type]
    except (TypeError, ValueError, ArithmeticError):
        return 0.0
    return size if math.isfinite(size) else 0.0
