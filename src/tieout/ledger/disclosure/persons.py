"""Persons: who each individual of a table is in its whole file: editions of one file can then be compared."""

from __future__ import annotations

from collections.abc import Iterator

from tieout.data.table import Cell, Table, key_text

_NUMBERS = ("integer", "number", "year")


def persons(table: Table) -> tuple[str, ...]:
    """The individuals of a table in the order in which they are weighed, each by a name that all editions give it."""
    column = table.dataset.individual
    if not column:
        return tuple("\0".join(table.key(row)) for row in table.rows())
    described = table.dataset.column(column)
    apart = described is not None and described.type in _NUMBERS
    return tuple(_named(table.columns[column], apart=apart))


def _named(cells: tuple[Cell, ...], *, apart: bool) -> Iterator[str]:
    seen: set[Cell] = set()
    for row, cell in enumerate(cells):
        # As pandas has them: no two numbers that are missing are the same.
        if cell is None and apart:
            yield f"\0{row}"
        elif cell not in seen:
            seen.add(cell)
            yield key_text(cell)


def about(table: Table, column: str = "") -> str:
    """What a number over a table's individuals is about: facts about different things do not mix."""
    return "\0".join((table.dataset.path, table.dataset.individual, column))
