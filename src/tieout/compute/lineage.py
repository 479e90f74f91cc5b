"""Lineage: which cells a number, figure or table comes from; `observe` finds them by running its function.

A cell *contributes* when a tiny change of it moves the outcome, or when leaving its row out does; it *could
sway* the outcome when only a large change does.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

FORMAT = "13"  # of what is kept: another one makes every lineage be observed anew


class Role(StrEnum):
    """What a cell is to a number: observed, or said by hand."""

    CONTRIBUTES = "contributes"
    COULD_SWAY = "could sway"
    ADDED = "added by hand"
    EXCLUDED = "excluded by hand"


_ROLES = {str(role): role for role in Role}
# The roles that a number's sources, bound and sign-off go by; `is`: the number is this cell.
COUNTING = frozenset({"is", str(Role.CONTRIBUTES), str(Role.ADDED)})


class Cell(NamedTuple):
    """A cell of a parameter's table; column "" is the row itself, whose being there counts.

    Not a dataclass as the others: of each table thousands are made, and each is looked up in sets many times.
    """

    dataset: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Link:
    """A cell a number comes from.

    `elasticity` is the change of the number in per cent for a change of the cell by one per cent; NaN where
    it cannot be said, and for figures and tables. Its sign is the direction, also of a zero: the cell is zero.
    """

    cell: Cell
    role: Role
    elasticity: float = math.nan


@dataclass(frozen=True, slots=True)
class Whole:
    """A column of which the budget did not allow to say more than that some cell in it matters."""

    dataset: str
    column: str
    role: Role


@dataclass(frozen=True, slots=True)
class Lineage:
    """What one function's outcome comes from: cells, whole columns, and statistics it takes.

    `statistics` maps each statistic that contributes to the outcome to the elasticity of the number by it (NaN
    for figures and tables); `swaying` are those of which only a large change moves it. `steady` is false when the
    function gave two answers to the same inputs.
    """

    links: tuple[Link, ...]
    wholes: tuple[Whole, ...]
    statistics: Mapping[str, float]
    runs: int
    steady: bool = True
    swaying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns by what a change of them means: values, and those only used to select."""

    values: tuple[str, ...]
    selectors: tuple[str, ...] = ()


def dump(lineage: Lineage) -> bytes:
    """A lineage as bytes for the cache."""
    links = [
        (each.cell.dataset, each.cell.row, each.cell.column, each.role, each.elasticity)
        for each in lineage.links
    ]
    wholes = [(each.dataset, each.column, each.role) for each in lineage.wholes]
    taken = dict(lineage.statistics), lineage.swaying
    return json.dumps((links, wholes, *taken, lineage.runs, lineage.steady)).encode()


@lru_cache(maxsize=4096)  # by content: a preview asks for all of them after every change
def load(data: bytes) -> Lineage | None:
    """The lineage that `dump` wrote, or None where another version wrote it."""
    try:
        links, wholes, statistics, swaying, runs, steady = json.loads(data)
        return Lineage(
            links=tuple(
                Link(Cell(dataset, row, column), _ROLES[role], elasticity)
                for dataset, row, column, role, elasticity in links
            ),
            wholes=tuple(Whole(dataset, column, _ROLES[role]) for dataset, column, role in wholes),
            statistics=statistics,
            runs=runs,
            steady=steady,
            swaying=tuple(swaying),
        )
    except (ValueError, KeyError, TypeError):
        return None
