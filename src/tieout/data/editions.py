"""Editions: of a dataset the rows that belong to one edition, each still on its line of the file."""

from __future__ import annotations

import dataclasses
from decimal import Decimal, InvalidOperation

from tieout import catalogue
from tieout.cache import digest, digest_json
from tieout.data.dataset import Dataset
from tieout.data.filters import FILTER
from tieout.data.table import Cell, Table, dump, key_text
from tieout.edition import Edition
from tieout.findings import Finding, TieoutError, nearest


def of_edition(table: Table, edition: Edition | None) -> Table:
    """The rows of a table whose columns hold the edition's parameters, as the data package declares.

    Its digest stands for these rows alone: a row of another edition changes nothing here.

    Raises:
        TieoutError: the data package names a parameter that there is not, or no row is left.
    """
    chosen = filters(table.dataset)
    if not chosen:
        return table
    wanted = {column: _parameter(table.dataset, name, edition) for column, name in chosen.items()}
    rows = [
        row
        for row in table.rows()
        if all(_is(table.columns[column][row], text) for column, text in wanted.items())
    ]
    if not rows:
        said = " and ".join(f"{column} = '{text}'" for column, text in wanted.items())
        name = edition.name if edition else ""
        message = f"dataset '{table.dataset.name}' has no row with {said} (edition '{name}')"
        remedy = f"Add rows to {table.dataset.path}, or correct the edition's row."
        raise TieoutError(Finding(catalogue.EMPTY_EDITION, table.dataset.place, message, remedy))
    columns = {name: tuple(cells[row] for row in rows) for name, cells in table.columns.items()}
    known = digest("edition", digest_json(table.dataset.descriptor), dump(columns, ()))
    return dataclasses.replace(
        table,
        columns=columns,
        lines=tuple(table.lines[row] for row in rows),
        digest=known,
        beside=table.citing,
    )


def filters(dataset: Dataset) -> dict[str, str]:
    """The columns that say which edition a row belongs to, each with the parameter it is held against."""
    return dict(dataset.descriptor.get(FILTER) or {})


def _parameter(dataset: Dataset, name: str, edition: Edition | None) -> str:
    known = edition.parameters if edition is not None else {}
    if name in known:
        return known[name]
    message = (
        f"dataset '{dataset.name}' is told apart by '{name}', which is no parameter of an edition"
    )
    remedy = nearest(name, known) or f"Known: {', '.join(known) or 'none; make an editions.csv'}."
    raise TieoutError(Finding(catalogue.BAD_DESCRIPTOR, dataset.place, message, remedy))


def _is(cell: Cell, text: str) -> bool:
    if isinstance(cell, bool):
        return str(cell).lower() == text.lower()
    if isinstance(cell, int | Decimal):
        try:
            return Decimal(text) == cell
        except InvalidOperation:
            return False
    return key_text(cell) == text
