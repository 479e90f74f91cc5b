"""Gradient: the cells that a number comes from, told by one run on slopes and held against one on numbers."""

from __future__ import annotations

import builtins
import contextlib
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tieout.compute import changes
from tieout.compute.fresh import is_own
from tieout.compute.lineage import Cell
from tieout.compute.slope import Slope
from tieout.compute.trial import Trial
from tieout.number import as_value

if TYPE_CHECKING:
    import pandas as pd

_MOST = 20_000  # cells; more than these take longer than they spare
_NEAR = 1e-5  # of all moves together: what slopes leave out for changes as small as these
_GRAIN = 4e-15  # of the number: what its last digits may do by themselves


def of(
    trial: Trial, cells: Sequence[Cell], changed: Mapping[str, pd.DataFrame], after: float
) -> dict[Cell, float] | None:
    """The slope of a number by each cell that it comes from; None where that cannot be said.

    Args:
        trial: the function; its outcome is a number.
        cells: all that it may come from.
        changed: the tables with each of these cells changed by a little.
        after: the number that came of them: the slopes must foretell it.
    """
    if len(cells) > _MOST:
        return None
    before = trial.number
    sloped = _sloped(trial.frames, cells)
    with _float_lets_through():
        outcome = trial.returned(sloped)
    if not isinstance(outcome, Slope) or not _is(outcome.value, before):
        return None
    slopes = outcome.by_cell()
    moves = _moves(slopes, trial.frames, changed)
    grain = _GRAIN * abs(before)
    reach = _NEAR * sum(map(abs, moves.values())) + grain
    if not abs(after - before - math.fsum(moves.values())) <= reach:
        return None
    # What moves nothing that can be seen is left to be looked for with the others.
    return {cell: slopes[cell] for cell in sorted(slopes) if abs(moves[cell]) > grain}


def _sloped(frames: Mapping[str, pd.DataFrame], cells: Sequence[Cell]) -> dict[str, pd.DataFrame]:
    """The tables with these cells as slopes."""
    from tieout.compute.sloped import SlopeArray

    sloped = dict(frames)
    for (dataset, column), group in changes.by_column(cells).items():
        frame = sloped[dataset].copy(deep=False)
        members: list[Any] = frame[column].to_list()
        for cell in group:
            members[cell.row] = Slope(members[cell.row], cell=cell)
        frame[column] = SlopeArray(members)
        sloped[dataset] = frame
    return sloped


def _moves(
    slopes: Mapping[Cell, float],
    before: Mapping[str, pd.DataFrame],
    after: Mapping[str, pd.DataFrame],
) -> dict[Cell, float]:
    """By how much the number moves by each cell, as these tables were changed."""
    moves: dict[Cell, float] = {}
    for (dataset, column), cells in changes.by_column(list(slopes)).items():
        steps = (after[dataset][column] - before[dataset][column]).to_list()
        moves |= {cell: slopes[cell] * steps[cell.row] for cell in cells}
    return moves


def _is(value: Any, expected: float) -> bool:
    """Whether a number was computed to the same, but for the order in which floats were added."""
    try:
        return math.isclose(float(as_value(value)), expected, rel_tol=1e-9)
    except (TypeError, ValueError, OverflowError):
        return False


class _Type(type):
    def __call__(cls, *given: Any) -> Any:
        return given[0] if given and isinstance(given[0], Slope) else builtins.float(*given)

    def __instancecheck__(cls, thing: object) -> bool:
        return isinstance(thing, builtins.float | Slope)


class _Float(builtins.float, metaclass=_Type):
    """What `float` means to the project's modules while they compute with slopes: a slope stays one."""


@contextlib.contextmanager
def _float_lets_through() -> Iterator[None]:
    """Have `float(x)` in the project's own modules hand a slope on: it is a number already."""
    root = Path.cwd()
    own = [each for each in list(sys.modules.values()) if _is_own(each, root)]
    shadowed = [vars(each) for each in own if "float" not in vars(each)]
    for names in shadowed:
        names["float"] = _Float
    try:
        yield
    finally:
        for names in shadowed:
            names.pop("float", None)


def _is_own(module: ModuleType, root: Path) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and file.startswith(str(root)) and is_own(file, root)
