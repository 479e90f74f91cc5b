"""Target: the cells that `FILE[:ROW[:COLUMN]]` names."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.data.table import Table
from tieout.findings import Finding, Place, Rule, TieoutError, nearest
from tieout.review.material import Material

_KEY = "key="


@dataclass(frozen=True, slots=True)
class Target:
    """Cells of one dataset: all of it, one row, or one cell (`row` counts from 0, -1 stands for all)."""

    table: Table
    row: int = -1
    column: str = ""

    @property
    def place(self) -> str:
        """`data/prisoners.csv:2`."""
        line = f":{self.table.lines[self.row]}" if self.row >= 0 else ""
        return f"{self.table.dataset.path}{line}"


def targets(material: Material, text: str, here: Path) -> tuple[Target, ...]:
    """What the text names; several where datasets share a file.

    Args:
        material: what the review reads.
        text: `FILE`, `FILE:ROW`, `FILE:ROW:COLUMN`; a dataset's name does for FILE; ROW is the file's line, or
            `key=2016-12,all`.
        here: the folder FILE is relative to.

    Raises:
        TieoutError: there is no such dataset, row or column.
    """
    tables, rest = _tables(material, text, here)
    if not rest:
        return tuple(Target(table) for table in tables)
    row, column = _row_and_column(tables, rest)
    found = [target for table in tables for target in _in(table, row, column)]
    if not found:
        raise _missing(tables[0], row, column)
    return tuple(found)


def _tables(material: Material, text: str, here: Path) -> tuple[list[Table], str]:
    """The datasets whose file the text begins with, and what follows it."""
    root = material.project.root
    hidden = material.confidential
    known = {each.dataset.path: each.dataset.path for each in material.tables.values()}
    known |= {name: table.dataset.path for name, table in material.tables.items()}
    known |= {each.path: each.path for each in hidden.values()} | dict.fromkeys(hidden, "")
    # The longest beginning that names a file: a name may hold a colon itself.
    parts = text.split(":")
    for count in range(len(parts), 0, -1):
        name = ":".join(parts[:count])
        path = _inside(root, here / name) or name
        wanted = known.get(name) if known.get(name) is not None else known.get(path)
        if wanted is None:
            continue
        tables = [t for t in material.tables.values() if t.dataset.path == wanted]
        if name in material.tables:
            tables = [material.tables[name]]
        if not tables:
            message = f"the rows of '{name}' are confidential"
            remedy = "Numbers computed from it are explained by 'tieout explain'."
            raise _fault(catalogue.CONFIDENTIAL_DATA, Place(path), message, remedy)
        return tables, ":".join(parts[count:])
    name = parts[0]
    files = [*dict.fromkeys(t.dataset.path for t in material.tables.values())]
    remedy = nearest(_inside(root, here / name) or name, files) or nearest(name, material.tables)
    remedy = remedy or f"Data files: {', '.join(files) or 'none'}."
    raise _fault(catalogue.NO_CELL, Place(name or "."), "no dataset is read from this file", remedy)


def _inside(root: Path, path: Path) -> str:
    try:
        path = path.resolve()
    except ValueError:  # a character no path can hold
        return ""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def _row_and_column(tables: list[Table], rest: str) -> tuple[str, str]:
    """`ROW` and `COLUMN`; a key may hold colons, so the last part is a column only if one is named so."""
    if not rest.startswith(_KEY):
        row, _, column = rest.partition(":")
        return row, column
    row, _, column = rest.rpartition(":")
    named = {each.name for table in tables for each in table.dataset.columns}
    return (row, column) if row and column in named else (rest, "")


def _in(table: Table, row: str, column: str) -> Iterator[Target]:
    if column and table.dataset.column(column) is None:
        return
    if row.startswith(_KEY):
        wanted = row.removeprefix(_KEY)
        for number in table.rows() if table.listed else table.rows_named(wanted.replace(",", ".")):
            if wanted in {",".join(table.key(number)), ".".join(table.key(number))}:
                yield Target(table, number, column)
    elif re.fullmatch(r"\d+", row) and table.lines:
        # A record may run over several lines; all of them are its row.
        number = bisect.bisect_right(table.lines, int(row)) - 1
        last = table.lines[-1] + _last_height(table)
        if number >= 0 and int(row) <= last:
            yield Target(table, number, column)


def _last_height(table: Table) -> int:
    cells = [str(cells[-1]) for cells in table.columns.values()]
    return max((cell.count("\n") for cell in cells), default=0)


def _missing(table: Table, row: str, column: str) -> TieoutError:
    columns = [each.name for each in table.dataset.columns]
    place = Place(table.dataset.path)
    if column and column not in columns:
        if column in {each.get("name") for each in table.dataset.descriptor["schema"]["fields"]}:
            message = f"the cells of column '{column}' are confidential"
            remedy = "Numbers computed from them are explained by 'tieout explain'."
            return _fault(catalogue.CONFIDENTIAL_DATA, place, message, remedy)
        remedy = nearest(column, columns) or f"Columns: {', '.join(columns)}."
        return _fault(catalogue.NO_CELL, place, f"no column '{column}'", remedy)
    if row.startswith(_KEY):
        rows = table.rows() if table.listed else ()
        keys = [",".join(table.key(number)) for number in rows]
        shape = ",".join(table.dataset.primary_key)
        remedy = nearest(row.removeprefix(_KEY), keys) or f"A key is written {shape}."
        return _fault(catalogue.NO_CELL, place, f"no row with {row}", remedy)
    if not row.isdigit():
        message = f"'{row}' is no row"
        remedy = "Give the line of the file, or key=… with the row's key."
        return _fault(catalogue.NO_CELL, place, message, remedy)
    lines = f"{table.lines[0]} to {table.lines[-1]}" if table.lines else "none"
    return _fault(
        catalogue.NO_CELL, place, f"no row on line {row}", f"Rows stand on lines {lines}."
    )


def _fault(rule: Rule, place: Place, message: str, remedy: str) -> TieoutError:
    return TieoutError(Finding(rule, place, message, remedy), found=False)
