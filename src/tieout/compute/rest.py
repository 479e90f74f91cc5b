"""Rest: what is left once small changes told what they can: rows that count by being there, cells that could sway."""

from __future__ import annotations

from collections.abc import Container, Sequence

from tieout.compute import changes
from tieout.compute.applied import applied
from tieout.compute.finder import LARGE, Finder
from tieout.compute.lineage import Cell, Role

_SAMPLES = 8  # rows spread over a table
_HALVES = 3  # of the rows, to be left out where nothing comes of leaving out all of them
# What is done at once to values and to what selects, to see whether anything is left to be found.
_TOGETHER = ((changes.shrink, changes.swap), (changes.clear, changes.first))
_SELECTING = (changes.swap, changes.first, changes.last)


def is_silent(
    finder: Finder,
    values: Sequence[Cell],
    selectors: Sequence[Cell],
    rows: Sequence[Cell],
    *,
    swelled: bool,
) -> bool:
    """Whether nothing moves the outcome that is done to all of these at once.

    Each value grows and shrinks by a factor of its own, so that no order and no share withstands; no count or sum of
    texts withstands the one that all of them become. Half of the rows are left out meanwhile: a share of all rows is
    what it was when none is there.

    Args:
        finder: the function.
        values: cells of columns with a unit, of which nothing is known yet.
        selectors: cells of columns without one.
        rows: those that no cell stands for.
        swelled: whether it is known already that these values, much larger, do not move it.
    """
    trial = finder.trial
    if not (values or selectors or rows):
        return False  # nothing was asked
    if values and not swelled and trial.moves(values, changes.swell):
        return False
    for number, (much, other) in enumerate(_TOGETHER):
        absent = changes.scattered(rows, number)
        frames = applied(trial.frames, (values, much), (selectors, other), (absent, None))
        if trial.run(frames) != trial.base:
            return False
    return True


def absent(finder: Finder, rows: Sequence[Cell], *, silent: bool) -> list[Cell]:
    """Those of the rows that count by being there: leaving one out moves the outcome, though no cell of it does.

    Args:
        finder: the function.
        rows: those that no cell stands for.
        silent: whether half of them are known not to matter.
    """
    trial = finder.trial
    if not rows:
        return []
    parts = [list(rows)]
    if not trial.moves(rows, None):
        halves = () if silent else (changes.scattered(rows, n) for n in range(_HALVES))
        half = next((set(each) for each in halves if trial.moves(each, None)), None)
        if half is None:
            return []
        parts = [sorted(half), [row for row in rows if row not in half]]
    # A share of all rows stays what it was when as many of either kind are left out together.
    if len(rows) <= finder.budget.dense and any(trial.moves([row], None) for row in _some(rows)):
        return [row for row in rows if trial.moves([row], None)]
    return [row for each in parts for row in finder.find(each, None, Role.CONTRIBUTES)]


def swaying(
    finder: Finder, values: Sequence[Cell], selectors: Sequence[Cell], known: Container[Cell]
) -> list[Cell]:
    """The cells of which only a large change moves the outcome, or another of the column's values.

    Args:
        finder: the function.
        values: cells of columns with a unit.
        selectors: cells of columns without one.
        known: the cells that contribute.
    """
    found: dict[Cell, None] = {}
    # What only could sway a figure is told by column: no more than its being there is asked for.
    selecting = _SELECTING if finder.budget.sway else _SELECTING[:1]
    tried = (
        *((values, change) for change in LARGE),
        *((selectors, change) for change in selecting),
    )
    for cells, change in tried:
        left = [cell for cell in finder.open(cells, known) if cell not in found]
        found |= dict.fromkeys(finder.find(left, change, Role.COULD_SWAY))
    if finder.budget.sway:
        left = [cell for cell in finder.open(values, known) if cell not in found]
        found |= dict.fromkeys(_by_order(finder, left))
    return list(found)


def _by_order(finder: Finder, cells: Sequence[Cell]) -> list[Cell]:
    """The cells of which a large change moves the outcome, though the same change of all of them does not.

    So it is where their order counts, or what part each is of all.
    """
    if len(cells) > finder.budget.sway:
        return finder.find(cells, changes.scramble, Role.COULD_SWAY)
    if not cells or not finder.trial.moves(cells, changes.scramble):
        return []
    moves = finder.trial.moves
    return [cell for cell in cells if any(moves([cell], much) for much in LARGE[:2])]


def _some(rows: Sequence[Cell]) -> list[Cell]:
    """A few of the rows, from all over them."""
    spread = (rows[(2 * n + 1) * len(rows) // (2 * _SAMPLES)] for n in range(_SAMPLES))
    return list(dict.fromkeys(spread))
