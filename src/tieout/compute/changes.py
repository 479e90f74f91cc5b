"""Changes: the ways in which lineage changes cells; cells changed together never change alike."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from tieout.compute.lineage import Cell

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Series: TypeAlias = pd.Series[Any]
    Array: TypeAlias = np.ndarray[Any, Any]
    # A column and the rows to change in it; the column as changed.
    Change: TypeAlias = Callable[[Series, list[int]], Any]

TINY = 2.0**-20  # of the largest value of the column
UNITS = (1.0, -1.0, 16.0, -16.0)  # whole steps of one cell, for functions that cut decimals off
GOLDEN = 0.6180339887498949  # multiples of it are spread evenly, and in no step with anything
_LONG = 1000  # rows, from which on a column is faster changed as a whole
WIDE = 1000.0  # in a column that reaches so far a few whole units are a small change


def by_column(cells: Sequence[Cell]) -> dict[tuple[str, str], list[Cell]]:
    """The cells of each dataset's columns."""
    columns: dict[tuple[str, str], list[Cell]] = {}
    # They nearly always stand column by column.
    for column, group in groupby(cells, attrgetter("dataset", "column")):
        columns.setdefault(column, []).extend(group)
    return columns


def nudge_up(series: Series, rows: list[int]) -> Array:
    """A tiny bit more."""
    return _nudged(series, rows, 1.0)


def nudge_otherwise(series: Series, rows: list[int]) -> Array:
    """A tiny bit more, by other sizes than `nudge_up`."""
    changed: Array = series.astype("float64").to_numpy(copy=True)
    changed[rows] += TINY * scale(series) * (1.0 + (1.0 - _spread(series, rows)) ** 3)
    return changed


def nudge_own(series: Series, rows: list[int]) -> Array:
    """A tiny bit more of each cell itself, or of a thousandth of the largest: slopes foretell what that does."""
    changed: Array = series.astype("float64").to_numpy(copy=True)
    sizes = abs(changed[rows]).clip(min=scale(series) / 2**10)
    changed[rows] += TINY * sizes * (1.0 + _spread(series, rows) ** 2)
    return changed


def nudge_down(series: Series, rows: list[int]) -> Array:
    """A tiny bit less."""
    return _nudged(series, rows, -1.0)


def step_up(series: Series, rows: list[int]) -> Array:
    """A few whole units more: for functions that cut decimals off."""
    return _stepped(series, rows, 1)


def step_down(series: Series, rows: list[int]) -> Array:
    """A few whole units less."""
    return _stepped(series, rows, -1)


def stride_up(series: Series, rows: list[int]) -> Array:
    """Whole units more, by a number of its own for nearly each cell."""
    return _strode(series, rows, 997 * _spread(series, rows) ** 2)


def stride_otherwise(series: Series, rows: list[int]) -> Array:
    """Whole units more, by other numbers than `stride_up`."""
    return _strode(series, rows, 991 * (1.0 - _spread(series, rows)) ** 3)


def double(series: Series, rows: list[int]) -> Array:
    """Twice the value and a bit, so that zero changes too."""
    changed = series.to_numpy(copy=True)
    changed[rows] = changed[rows] * 2 + _bit(series)
    return changed


def swell(series: Series, rows: list[int]) -> Array:
    """At least twice the value and up to eight times, each by its own factor: also their order is another."""
    import numpy as np

    changed: Array = series.to_numpy(copy=True)
    cells = changed[rows]
    further = np.where(cells < 0, -1.0, 1.0) * _bit(series)  # so that zero is another, too
    changed[rows] = ((cells + further) * (2.0 + 6.0 * _spread(series, rows))).astype(changed.dtype)
    return changed


def shrink(series: Series, rows: list[int]) -> Array:
    """At most half the value and down to an eighth, each by its own factor; whole numbers stay whole."""
    changed = series.to_numpy(copy=True)
    factors = 0.125 + 0.375 * (1.0 - _spread(series, rows)) ** 2
    changed[rows] = (changed[rows] * factors).astype(changed.dtype)
    return changed


def scramble(series: Series, rows: list[int]) -> Array:
    """Other values in another order, from less than half to more than twice what they were, and a bit."""
    changed = series.to_numpy(copy=True)
    sizes = 0.4 + 2 * _spread(series, rows)
    bits = _bit(series) * (1 + 9 * sizes // 1)
    changed[rows] = (changed[rows] * sizes + bits).astype(changed.dtype)
    return changed


@cache  # the same change is the same function, by which what it made is found again
def by_part(part: Fraction) -> Change:
    """So large a part of the value more, or less; whole numbers stay whole."""

    def changed_by(series: Series, rows: list[int]) -> Array:
        changed: Array = series.to_numpy(copy=True)
        moved = changed[rows] * float(1 + part)
        changed[rows] = moved.round() if changed.dtype.kind in "iu" else moved
        return changed

    return changed_by


def halve(series: Series, rows: list[int]) -> Array:
    """Half the value; whole numbers stay whole."""
    changed = series.to_numpy(copy=True)
    changed[rows] = changed[rows] // 2 if changed.dtype.kind == "i" else changed[rows] / 2
    return changed


def clear(series: Series, rows: list[int]) -> Array:
    """Nothing."""
    changed = series.to_numpy(copy=True)
    changed[rows] = 0
    return changed


def swap(series: Series, rows: list[int]) -> Series:
    """Another value of the column in each of the rows: what a wrong entry would most likely be."""
    if len(series) > _LONG:
        codes, values = _coded(series)
        codes[rows] = (codes[rows] + 1) % len(values)
        return _decoded(series, codes, values)
    cells = series.to_list()
    others = list(dict.fromkeys(cells))
    after = dict(zip(others, others[1:] + others[:1], strict=True))
    for row in rows:
        cells[row] = after[cells[row]]
    return type(series)(cells, index=series.index, dtype=series.dtype)


def first(series: Series, rows: list[int]) -> Series:
    """The same value in all of the rows, the column's first: what no order and no count of them withstands."""
    return _leveled(series, rows, 0)


def last(series: Series, rows: list[int]) -> Series:
    """The same with the last of the column's values, for the rows that hold the first already."""
    return _leveled(series, rows, -1)


def scattered(cells: Sequence[Cell], number: int) -> list[Cell]:
    """About half of the cells, as if by the toss of a coin for each row; other halves for other numbers."""
    import numpy as np

    tossed = np.fromiter((cell.row for cell in cells), dtype="uint64", count=len(cells))
    # Bits are mixed, so that no order in which rows of a kind stand is that of the coin.
    for shift, factor in ((16, 0x45D9F3B), (15, 0x2C1B3C6D), (13, 1)):
        tossed = ((tossed + np.uint64(number + 1)) ^ (tossed >> np.uint64(shift))) * np.uint64(
            factor
        )
    heads = (tossed >> np.uint64(9)) & np.uint64(1)
    return [cell for cell, head in zip(cells, heads.tolist(), strict=True) if head]


def scale(series: Series) -> float:
    """The size that a tiny change is measured by: the column's largest value."""
    import numpy as np

    sizes = np.abs(series.to_numpy(dtype="float64", na_value=np.nan))
    largest = float(np.fmax.reduce(sizes, initial=0.0))
    return largest if math.isfinite(largest) and largest > 0 else 1.0


def steps(series: Series) -> bool:
    """Whether whole units are a small change here: whole numbers, or values so large that a unit is little.

    One more is three times a price of 0.50, and four times a share of a quarter: whoever asks for the cheapest
    would see each other price become it.
    """
    if series.dtype.kind in "iu" or scale(series) >= WIDE:
        return True
    values = series.dropna()
    return bool((values % 1 == 0).all())


def _bit(series: Series) -> float:
    """Little beside the column's values, and one at the most."""
    return 1.0 if series.dtype.kind in "iu" else min(1.0, scale(series) / 8)


def _leveled(series: Series, rows: list[int], which: int) -> Series:
    if len(series) > _LONG:
        codes, values = _coded(series)
        known = values[values.notna()]
        if known.empty:
            return series
        codes[rows] = values.get_loc(known[which])
        return _decoded(series, codes, values)
    cells = series.to_list()
    present = [cell for cell, gone in zip(cells, series.isna().to_list(), strict=True) if not gone]
    if not present:
        return series
    value = [*dict.fromkeys(present)][which]
    for row in rows:
        cells[row] = value
    return type(series)(cells, index=series.index, dtype=series.dtype)


def _coded(series: Series) -> tuple[Array, pd.Index[Any]]:
    """The column as numbers of its different values, in the order in which they first stand in it."""
    import pandas as pd

    codes, values = pd.factorize(series, use_na_sentinel=False)
    return codes.copy(), pd.Index(values)


def _decoded(series: Series, codes: Array, values: pd.Index[Any]) -> Series:
    return type(series)(values.take(codes).to_numpy(), index=series.index, dtype=series.dtype)


def _nudged(series: Series, rows: list[int], sign: float) -> Array:
    changed: Array = series.astype("float64").to_numpy(copy=True)
    # Squared, or neighbours' sizes would differ by the same everywhere.
    changed[rows] += sign * TINY * scale(series) * (1.0 + _spread(series, rows) ** 2)
    return changed


def _stepped(series: Series, rows: list[int], sign: int) -> Array:
    changed: Array = series.to_numpy(copy=True)
    changed[rows] += (sign * (1 + 7 * _spread(series, rows) // 1)).astype(changed.dtype)
    return changed


def _strode(series: Series, rows: list[int], sizes: Array) -> Array:
    changed: Array = series.to_numpy(copy=True)
    changed[rows] += (3 + sizes // 1).astype(changed.dtype)
    return changed


def _spread(series: Series, rows: list[int]) -> Array:
    """A number from 0 to 1 of its own for each cell, so that changes made together do not cancel out."""
    import numpy as np

    start = zlib.crc32(str(series.name).encode()) / 2**32
    spread: Array = np.modf(start + (np.asarray(rows, dtype="float64") + 1.0) * GOLDEN)[0]
    return spread
