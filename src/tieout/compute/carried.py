"""Carried: the statistics that move the outcome of a function which takes them, and so pass their cells on to it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from tieout.compute.trial import Parts, Trial
from tieout.number import Value, exact

_TINY = Fraction(1, 2**20)
# Of what is shown rounded. It moves what shows it either way; a limit that it is held against is on one side of it.
ROUNDED = (Fraction(1, 8), Fraction(1, 2), Fraction(1))
_LARGE = (Fraction(1), Fraction(-1))  # twice as much, and nothing


@dataclass(frozen=True, slots=True)
class Carried:
    """The statistics that contribute, each with the number's elasticity by it, and those that could sway."""

    contributing: Mapping[str, float]
    swaying: tuple[str, ...]


def of(trial: Trial) -> Carried:
    """What of the statistics that a function takes moves its outcome."""
    contributing: dict[str, float] = {}
    swaying: list[str] = []
    for name, value in trial.statistics.items():
        size = _elasticity(trial, name, value)
        if size is not None:
            contributing[name] = size
        elif any(_after(trial, name, value, _step(value, part)) != trial.base for part in _LARGE):
            swaying.append(name)
    return Carried(contributing, tuple(swaying))


def _elasticity(trial: Trial, name: str, value: Value) -> float | None:
    """The elasticity by the smallest change that shows; None where only a large one does, or none."""
    for step in _small(value):
        after = _after(trial, name, value, step)
        if after != trial.base:
            return ratio(trial.base, after, float(value), float(step))
    for step in (_step(value, part) for part in ROUNDED):
        more, less = (_after(trial, name, value, by) for by in (step, -step))
        if trial.base not in (more, less):
            up = ratio(trial.base, more, float(value), float(step))
            down = ratio(trial.base, less, float(value), -float(step))
            return (up + down) / 2 if up * down > 0 else math.nan
    return None


def _small(value: Value) -> Iterator[Fraction]:
    yield _step(value, _TINY)
    if isinstance(value, int):
        yield Fraction(1)


def _step(value: Value, part: Fraction) -> Fraction:
    return (exact(value) or Fraction(1)) * part


def _after(trial: Trial, name: str, value: Value, step: Fraction) -> Parts | None:
    """The outcome with one statistic changed: a float stays a float, and a whole number whole where it can."""
    moved = exact(value) + step
    kept: Value = float(moved) if isinstance(value, float) else moved
    if isinstance(value, int) and moved.denominator == 1:
        kept = int(moved)
    return trial.run(statistics={**trial.statistics, name: kept})


def ratio(before: Parts | None, after: Parts | None, start: float, step: float) -> float:
    """By how many per cent a number moved for one per cent of the cell; NaN for figures and tables.

    Of a cell that is zero it is zero, with the sign of the direction in which more of it moves the number.
    """
    if before is None or after is None or len(before) != 1 or not before[0]:
        return math.nan
    old, new = (exact(cast("Value", each[0])) for each in (before, after))
    moved = float((new - old) / old)
    return moved / (step / start) if start else math.copysign(0.0, moved * step)
