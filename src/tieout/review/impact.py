"""Impact: what would move if a cell of the data were wrong: numbers, sentences, figures and tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tieout.compute.lineage import COUNTING, Role
from tieout.data.table import Table
from tieout.display import MAX_DECIMALS, Style, display
from tieout.ledger.cells import cell_input
from tieout.ledger.record import Input, Record, Shown
from tieout.number import UnitKind, exact
from tieout.review.explanation import percent
from tieout.review.material import Material
from tieout.review.spoken import Spoken
from tieout.review.target import Target

_ROLES = ("is", *Role)
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Moved:
    """A number that a cell has a part in.

    Attributes:
        elasticity: per cent by which the number moves when the cell grows by one; NaN where unknown.
        change: the same in the number's own unit, as displayed; empty where unknown.
    """

    record: Record
    role: str
    elasticity: float
    change: str
    uses: tuple[Spoken, ...]

    @property
    def direction(self) -> str:
        """`up`, `down`, or `unknown`."""
        if math.isnan(self.elasticity):
            return "unknown"
        return "up" if math.copysign(1.0, self.elasticity) > 0 else "down"

    def __str__(self) -> str:
        """What it does, in a few words: `+2.28% (+1.8 points)`."""
        if self.role == Role.COULD_SWAY:
            return "only a large change could sway it"
        if self.role in {Role.ADDED, Role.EXCLUDED}:
            return self.role
        if math.isnan(self.elasticity):
            return "contributes; by how much is not known"
        if not self.elasticity:
            return f"more of it moves it {self.direction}"
        return f"{percent(self.elasticity)}" + (f" ({self.change})" if self.change else "")

    def as_json(self) -> dict[str, Any]:
        """The number and its part as JSON data."""
        data: dict[str, Any] = {
            "name": self.record.name,
            "title": self.record.title,
            "display": self.record.display,
            "role": self.role,
            "direction": self.direction,
        }
        if not math.isnan(self.elasticity):
            data |= {"percent_per_percent": round(self.elasticity, 6), "change": self.change}
        return data | {"uses": [each.as_json() for each in self.uses]}


@dataclass(frozen=True, slots=True)
class CellImpact:
    """A cell and what it moves; column "" is the row itself, whose being there counts."""

    cell: Input
    moved: tuple[Moved, ...]

    @property
    def name(self) -> str:
        """The cell as a chapter would name it."""
        column = (self.cell.column,) if self.cell.column else ()
        return ".".join((self.cell.dataset, *self.cell.key, *column))

    @property
    def carries(self) -> bool:
        """Whether some number depends on it, and not only could be swayed by it."""
        return any(each.role in COUNTING for each in self.moved)

    def as_json(self) -> dict[str, Any]:
        """The cell as JSON data."""
        data = self.cell.as_json()
        del data["role"]
        return {"name": self.name, **data, "numbers": [each.as_json() for each in self.moved]}


@dataclass(frozen=True, slots=True)
class Part:
    """A figure or table with how many of the target's cells it shows, or could be swayed by."""

    shown: Shown
    cells: int
    role: str

    def __str__(self) -> str:
        """`figure prison_counts, 3 cells`."""
        count = "1 cell" if self.cells == 1 else f"{self.cells} cells"
        by = "" if self.role in COUNTING else f" {self.role}"
        return f"{self.shown.kind} {self.shown.name}, {count}{by}"


@dataclass(frozen=True, slots=True)
class Impact:
    """What the cells of a target move.

    Attributes:
        cells: those that have a part in some number, and every cell of a row that was asked for.
        wholes: numbers of whose cells in a column the ledger does not tell one from the other.
        declared: filled cells of columns with a unit; `carrying` of them some number depends on, and
            `swaying` could only sway one.
        shown: figures and tables that the cells of the target have a part in.
    """

    target: Target
    cells: tuple[CellImpact, ...]
    wholes: tuple[tuple[Input, Record], ...]
    declared: int
    carrying: int
    swaying: int
    shown: tuple[Part, ...]

    @property
    def idle(self) -> int:
        """Declared cells that no number depends on, nor could be swayed by."""
        return self.declared - self.carrying - self.swaying

    def as_json(self) -> dict[str, Any]:
        """The impact as JSON data."""
        return {
            "dataset": self.target.table.dataset.name,
            "file": self.target.table.dataset.path,
            "cells": [each.as_json() for each in self.cells],
            "columns": [
                {"column": each.column, "rows": each.rows, "role": each.role, "number": record.name}
                for each, record in self.wholes
            ],
            "declared_cells": self.declared,
            "carrying": self.carrying,
            "could_sway": self.swaying,
            "no_number": self.idle,
            "shown": [
                {
                    "name": each.shown.name,
                    "kind": each.shown.kind,
                    "title": each.shown.title,
                    "cells": each.cells,
                    "role": each.role,
                }
                for each in self.shown
            ],
        }


def impact(material: Material, target: Target, *, idle: bool = False) -> Impact:
    """What moves when the target's cells do; `idle` names the cells that move nothing, too."""
    table = target.table
    parts = _parts(material, table)
    wholes = tuple(_wholes(material, table, target.column))
    asked = tuple(_asked(material, target, parts, idle=idle))
    everything = asked if target.row < 0 and not target.column else None
    counted = everything or tuple(_asked(material, Target(table), parts))
    values = [each for each in counted if _is_value(table, each.cell.column)]
    # A number that names whole columns depends on cells the ledger does not tell apart: all of them count.
    whole = {each.column for each, _ in wholes if each.role in COUNTING}
    carrying = {each.name for each in values if each.carries}
    carrying |= {name for name, (_, column) in table.names.items() if column in whole}
    swaying = {each.name for each in values if each.moved} - carrying
    return Impact(
        target=target,
        cells=asked,
        wholes=wholes,
        declared=len(table.names),
        carrying=len(carrying),
        swaying=len(swaying),
        shown=tuple(_shown(material, target)),
    )


def move(material: Material, record: Record, cell: Input) -> Moved:
    """A number with a cell's part in it."""
    elasticity = 1.0 if cell.role == "is" else cell.elasticity
    known = elasticity and not math.isnan(elasticity)
    change = change_of(record, elasticity, material.ledger.locale) if known else ""
    return Moved(record, cell.role, elasticity, change, material.spoken(record))


def change_of(record: Record, elasticity: float, locale: str) -> str:
    """By how much a number moves when a cell grows by one per cent, in its own unit, signed."""
    delta = float(exact(record.value)) * elasticity / _PER_CENT
    percent_unit = record.unit.kind is UnitKind.PERCENT
    size = abs(delta) * (_PER_CENT if percent_unit else 1)
    # Two digits that say something, and none that say nothing.
    decimals = 0 if size >= 10 or not size else min(MAX_DECIMALS, 1 - math.floor(math.log10(size)))
    style = Style(decimals=decimals, signed=True, bare=percent_unit)
    text = display(delta, record.unit, locale, style)
    return f"{text} points" if percent_unit else text


def _parts(material: Material, table: Table) -> dict[tuple[int, str], list[tuple[Record, Input]]]:
    """Who depends on each cell of a table, by line and column."""
    found: dict[tuple[int, str], list[tuple[Record, Input]]] = {}
    for record in material.records.values():
        for each in record.inputs:
            if each.dataset == table.dataset.name and not each.rows:
                found.setdefault((each.row, each.column), []).append((record, each))
    return found


def _asked(
    material: Material,
    target: Target,
    parts: dict[tuple[int, str], list[tuple[Record, Input]]],
    *,
    idle: bool = False,
) -> Iterator[CellImpact]:
    table = target.table
    for row in _rows(target, parts, idle=idle):
        key = table.key(row)
        for column in ("", *(each.name for each in table.dataset.columns)):
            if target.column and column not in {"", target.column}:
                continue
            # The ledger may be older than the file: only a row that is still the same one counts.
            involved = [
                move(material, record, each)
                for record, each in parts.get((table.lines[row], column), ())
                if each.key == key
            ]
            asked_for = (idle or target.row >= 0) and _is_value(table, column)
            if involved or (asked_for and table.columns[column][row] is not None):
                moved = tuple(sorted(involved, key=_size))
                yield CellImpact(cell_input(table, row, column, ""), moved)


def _rows(target: Target, parts: Iterable[tuple[int, str]], *, idle: bool) -> Iterable[int]:
    """The rows to look at: of a large table only those that have a part in some number."""
    if target.row >= 0:
        return (target.row,)
    if idle:
        return target.table.rows()
    lines = {line for line, _ in parts}
    return sorted(row for line in lines if (row := target.table.row_at(line)) is not None)


def _shown(material: Material, target: Target) -> Iterator[Part]:
    """The figures and tables that some cell of the target has a part in."""
    for shown in material.ledger.shown.values():
        parts = [each for each in shown.inputs if _within(each, target)]
        counting = [each for each in parts if each.role in COUNTING]
        chosen = counting or parts
        if chosen:
            yield Part(shown, sum(each.rows or 1 for each in chosen), chosen[0].role)


def _within(each: Input, target: Target) -> bool:
    if each.dataset != target.table.dataset.name:
        return False
    if target.column and each.column not in {"", target.column}:
        return False
    if target.row < 0:
        return True
    if (
        each.rows
    ):  # one of the row's cells is among them; which of many only could sway says nothing
        return each.role in COUNTING
    same = each.row == target.table.lines[target.row]
    return same and each.key == target.table.key(target.row)


def _size(each: Moved) -> tuple[int, float, str]:
    size = 0.0 if math.isnan(each.elasticity) else -abs(each.elasticity)
    return _ROLES.index(each.role), size, each.record.name


def _is_value(table: Table, name: str) -> bool:
    column = table.dataset.column(name)
    return column is not None and column.unit is not None


def _wholes(material: Material, table: Table, column: str) -> Iterator[tuple[Input, Record]]:
    for record in material.records.values():
        for each in record.inputs:
            if each.rows and each.dataset == table.dataset.name and column in {"", each.column}:
                yield each, record


def numbers_of(cells: Iterable[CellImpact]) -> tuple[str, ...]:
    """Names of the numbers that some of the cells have a part in."""
    return tuple(dict.fromkeys(m.record.name for each in cells for m in each.moved))
