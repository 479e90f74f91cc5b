"""Hints: cells told in a few runs by how the outcome moves, where a search would take many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tieout.compute import changes, gradient, likeness, printed
from tieout.compute.applied import applied
from tieout.compute.lineage import Cell
from tieout.compute.trial import Trial, as_float

_GUESSES = (
    (changes.nudge_up, changes.nudge_otherwise),
    (changes.stride_up, changes.stride_otherwise),
)


def followed(trial: Trial, cells: Sequence[Cell]) -> list[Cell]:
    """The cells that parts of a figure or table follow in step, all at once, or column by column.

    Every cell is nudged by a size of its own. A bar that grows by the very size of one cell, in two runs
    with other sizes, is that cell's.
    """
    if trial.is_number or len(cells) < likeness.WORTH:
        return []
    columns = changes.by_column(cells)
    together = _followed(trial, cells)
    if together is not None or len(columns) == 1:
        return together or []
    return [cell for each in columns.values() for cell in _followed(trial, each) or ()]


@dataclass(frozen=True, slots=True)
class Guess:
    """Cells that a number comes from, as far as it was told.

    Attributes:
        slopes: each cell with the number's slope by it.
        cells: others, of which it is yet to be tried whether and how they move the number.
        moves: whether a small change of all cells is known to move it.
        swelled: whether all cells without a slope are known not to move it when they are much larger.
    """

    slopes: Mapping[Cell, float] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    moves: bool = False
    swelled: bool = False


def guessed(trial: Trial, cells: Sequence[Cell]) -> Guess:
    """What a number comes from: all cells at once by its gradient, or one or two by what it looks like.

    A cell, or two in a ratio, rise, product, sum or difference: most numbers through which no slope goes are such,
    and to try two cells costs far less than to search for them.
    """
    if not trial.is_number or len(cells) < likeness.WORTH:
        return Guess()
    told = gradient.of(trial, cells)
    if told is not None and told.slopes:
        return Guess(slopes=told.slopes, moves=True, swelled=told.others_swelled)
    for pair in _GUESSES:
        found: set[Cell] | None = None
        for change in pair:
            changed = applied(trial.frames, (cells, change))
            after = trial.run(changed)
            if after is None or after == trial.base:
                break
            sizes = likeness.sizes(cells, trial.frames, changed)
            hits = likeness.guessed(trial.number, as_float(after), sizes)
            found = hits if found is None else found & hits
            if not found:
                return Guess(moves=True)
        if found:
            return Guess(cells=tuple(sorted(found)), moves=True)
    return Guess()


def standing(trial: Trial, cells: Sequence[Cell]) -> list[Cell]:
    """The text cells that stand in the outcome as they are: all at once, or column by column."""
    if not any(isinstance(part, str) for part in trial.base or ()):
        return []
    columns = {
        (dataset, column): group
        for (dataset, column), group in changes.by_column(cells).items()
        if trial.frames[dataset][column].dtype == "str"
    }
    texts = [cell for each in columns.values() for cell in each]
    together = _standing(trial, texts)
    if together is not None or len(columns) < 2:
        return together or []
    return [cell for each in columns.values() for cell in _standing(trial, each) or ()]


def _followed(trial: Trial, cells: Sequence[Cell]) -> list[Cell] | None:
    """The cells that parts follow, or None where the outcome took another shape."""
    found = set(cells)
    for change in (changes.nudge_up, changes.nudge_otherwise):
        changed = applied(trial.frames, (cells, change))
        after = trial.run(changed)
        if after is None or trial.base is None or len(after) != len(trial.base):
            return None
        sizes = likeness.sizes(cells, trial.frames, changed)
        found &= likeness.followed(trial.base, after, sizes)
        if not found:
            break
    return sorted(found)


def _standing(trial: Trial, cells: Sequence[Cell]) -> list[Cell] | None:
    if not cells or trial.base is None:
        return None
    return printed.seen(trial.base, trial.run(printed.marked(trial.frames, cells)), cells)
