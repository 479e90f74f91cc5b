"""By hand: cells that an author adds to what was observed of a number, or takes out of it, with a reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tieout import catalogue
from tieout.compute.definition import Definition
from tieout.compute.lineage import COUNTING, Role
from tieout.data.table import Table
from tieout.findings import Finding, nearest
from tieout.ledger.record import Input

_OPTIONS = {"adds": Role.ADDED, "excludes": Role.EXCLUDED}
_ALL = -1  # in place of a line: every row
_SHAPE = "Name a cell, dataset.key.column, or a whole column, dataset.column."


def said(definition: Definition) -> Iterator[tuple[Role, str, str]]:
    """What the decorator says of cells: role, the cell's name, and the reason."""
    for option, role in _OPTIONS.items():
        for name, reason in (definition.options.get(option) or {}).items():
            yield role, str(name), str(reason).strip()


def places(name: str, tables: Mapping[str, Table]) -> tuple[Table, Sequence[int], str] | None:
    """The table, rows and column that a name stands for; None where it names nothing."""
    dataset, _, rest = name.partition(".")
    table = tables.get(dataset)
    if table is None:
        return None
    if table.dataset.guarded and any(
        table.dataset.hides(c) for c in (rest, rest.rpartition(".")[2])
    ):
        return None
    if rest in table.columns:
        return table, range(len(table)), rest
    key, _, column = rest.rpartition(".")
    rows = table.rows_named(key) if column in table.columns else ()
    return (table, rows, column) if rows else None


def told(
    definition: Definition, observed: Iterable[Input], tables: Mapping[str, Table]
) -> Iterator[Input]:
    """The observed cells as the author has them: those taken out marked as such, with the reason."""
    out: dict[tuple[str, int, str], str] = {}
    for role, name, reason in said(definition):
        found = places(name, tables)
        if role is Role.EXCLUDED and found is not None:
            table, rows, column = found
            if len(rows) == len(table):
                out[table.dataset.name, _ALL, column] = reason
            else:
                out |= {(table.dataset.name, table.lines[row], column): reason for row in rows}
    for each in observed:
        of_all = out.get((each.dataset, _ALL, each.column), "")
        reason = out.get((each.dataset, each.row, each.column), of_all)
        if reason:
            yield dataclasses.replace(each, role=str(Role.EXCLUDED), reason=reason)
        else:
            yield each


def faults(
    definition: Definition, inputs: Iterable[Input], tables: Mapping[str, Table]
) -> Iterator[Finding]:
    """A finding for each name that names nothing, and for each that says what was observed anyway."""
    inputs = tuple(inputs)
    for role, name, reason in said(definition):
        option = "adds" if role is Role.ADDED else "excludes"
        found = places(name, tables)
        if found is None:
            known = {each for table in tables.values() for each in table.names}
            message = f"'{definition.name}' {option} '{name}', which is no cell"
            remedy = nearest(name, known) or _SHAPE
            yield Finding(catalogue.BAD_BY_HAND, definition.place, message, remedy)
        elif not reason:
            message = f"'{definition.name}' {option} '{name}' without a reason"
            remedy = f'Write {option}={{"{name}": "why"}}: a reviewer reads it.'
            yield Finding(catalogue.BAD_BY_HAND, definition.place, message, remedy)
        elif role is Role.EXCLUDED and not any(
            each.role == role and each.reason == reason for each in inputs
        ):
            message = f"'{definition.name}' excludes '{name}', which has no part in it anyway"
            yield Finding(
                catalogue.NEEDLESS_BY_HAND, definition.place, message, "Take the line out."
            )
        elif role is Role.ADDED and _observed(found, inputs):
            message = f"'{definition.name}' adds '{name}', which was observed to contribute anyway"
            yield Finding(
                catalogue.NEEDLESS_BY_HAND, definition.place, message, "Take the line out."
            )


def _observed(found: tuple[Table, Sequence[int], str], inputs: Iterable[Input]) -> bool:
    table, rows, column = found
    lines = None if len(rows) == len(table) else {table.lines[row] for row in rows} | {0}
    return any(
        each.dataset == table.dataset.name
        and each.column == column
        and (lines is None or each.row in lines)
        and each.role in COUNTING
        and each.role != Role.ADDED
        for each in inputs
    )
