"""Gradient: the cells that a number comes from, told by one run on slopes and held against one on numbers."""

from __future__ import annotations

import builtins
import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tieout.compute import changes
from tieout.compute.applied import applied
from tieout.compute.fresh import own_modules
from tieout.compute.lineage import Cell
from tieout.compute.slope import Slope
from tieout.compute.trial import Trial, as_float
from tieout.number import as_value

if TYPE_CHECKING:
    import pandas as pd

_MOST = 1_000_000  # cells; more than these take too much memory: some 300 bytes each
_NEAR = 1e-5  # of all moves together: what slopes leave out for changes as small as these
_GRAIN = 4e-15  # of the number: what its last digits may do by themselves


@dataclass(frozen=True, slots=True)
class Told:
    """The cells that a number comes from, with its slope by each.

    `others_swelled`: all other cells were much larger meanwhile, and did not move it.
    """

    slopes: Mapping[Cell, float]
    others_swelled: bool


def of(trial: Trial, cells: Sequence[Cell]) -> Told | None:
    """The slope of a number by each cell that it comes from; None where that cannot be said.

    Args:
        trial: the function; its outcome is a number.
        cells: all that it may come from.
    """
    if len(cells) > _MOST:
        return None
    with _float_lets_through():
        outcome = trial.returned(_sloped(trial.frames, cells))
    if not isinstance(outcome, Slope) or not _is(outcome.value, trial.number):
        return None
    slopes = outcome.by_cell()
    moves = _moves(slopes, trial.frames, _nudged(trial, list(slopes)))
    # What moves nothing that can be seen is left to be looked for with the others.
    seen = {cell: slopes[cell] for cell in sorted(slopes) if abs(moves[cell]) > _grain(trial)}
    others = [cell for cell in cells if cell not in seen]
    foretold = [moves[cell] for cell in seen]
    nudged = list(seen), changes.nudge_own
    swelled = applied(trial.frames, nudged, (others, changes.swell))
    if _comes_of(trial, swelled, foretold):
        return Told(seen, others_swelled=True)
    # What a large change of the others moves, a small one of them need not.
    if others and _comes_of(trial, _nudged(trial, cells), foretold):
        return Told(seen, others_swelled=False)
    return None


def _nudged(trial: Trial, cells: Sequence[Cell]) -> dict[str, pd.DataFrame]:
    return applied(trial.frames, (cells, changes.nudge_own))


def _comes_of(trial: Trial, changed: Mapping[str, pd.DataFrame], moves: Sequence[float]) -> bool:
    """Whether of changed tables comes what slopes foretell: a number that moves by the sum of these."""
    after = trial.run(changed)
    if after is None:
        return False
    reach = _NEAR * sum(map(abs, moves)) + _grain(trial)
    return abs(as_float(after) - trial.number - math.fsum(moves)) <= reach


def _grain(trial: Trial) -> float:
    return _GRAIN * abs(trial.number)


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
    shadowed = [vars(each) for each in own_modules(Path.cwd()) if "float" not in vars(each)]
    for names in shadowed:
        names["float"] = _Float
    try:
        yield
    finally:
        for names in shadowed:
            names.pop("float", None)
