"""Large: a dataset that stays in its file: rows are counted, cells looked up by query when somebody asks for one."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from functools import cached_property
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.data import duck
from tieout.data.dataset import LOCATOR, SOURCE, Dataset
from tieout.data.table import Cell, Cited, Table
from tieout.findings import Finding, Place, TieoutError

_SHOWN = 10_000  # so many different cells of a column are looked at where all would be


@dataclass(frozen=True, slots=True)
class Store:
    """A Parquet file that holds a dataset; `kinds` are DuckDB's types of the dataset's columns."""

    file: Path
    kinds: Mapping[str, str]
    rows: int


@dataclass(frozen=True)
class LargeTable(Table):
    """A dataset too large to be held: `columns` and `names` answer by query and list nothing."""

    store: Store = field(default_factory=lambda: Store(Path(), {}, 0))

    @classmethod
    def over(cls, dataset: Dataset, store: Store, first: int, digest: str) -> LargeTable:
        """The table of a dataset that stands in a store; `first` is the line of its first row."""
        known = _Rows(dataset, duck.Asked(store.file))
        columns = {c.name: _Column(known, store.rows, c.name) for c in dataset.columns}
        lines = range(first, first + store.rows)
        return cls(dataset, columns, lines, digest, store=store)  # type: ignore[arg-type]  # a range is as good

    @cached_property
    def _asked(self) -> duck.Asked:
        return duck.Asked(self.store.file)

    @cached_property
    def names(self) -> Mapping[str, tuple[int, str]]:
        """Every cell by name: looked up when asked for."""
        return _Names(self)

    @property
    def listed(self) -> bool:
        """No: there are too many rows."""
        return False

    def fetch(self, rows: Iterable[int]) -> None:
        """Read rows that will be asked for, all at once."""
        for column in self.columns.values():
            if isinstance(column, _Column):
                column.known.fetch(rows)
                return

    def row_at(self, line: int) -> int | None:
        """The row on a line."""
        row = line - self.lines[0]
        return row if 0 <= row < len(self) else None

    def rows_named(self, key: str) -> Sequence[int]:
        """The rows with this key, two at most.

        A key's parts cannot hold a dot here: nobody looks through all rows for those that do.
        """
        parts = key.split(".")
        names = self.dataset.primary_key
        if not names or len(parts) != len(names):
            return ()
        alike = [f"{duck.name(name)} = TRY_CAST(? AS {self.store.kinds[name]})" for name in names]
        query = f"SELECT file_row_number FROM {{file}} WHERE {' AND '.join(alike)} LIMIT 2"
        found = [int(row) for (row,) in rows_of(self.dataset, self._asked, query, parts)]
        return tuple(row for row in found if ".".join(self.key(row)) == key)

    def cited(self, row: int) -> tuple[Cited, ...]:
        """The sources of a row, in the order it names them, each with its locator."""
        return self._cited(row)

    def every_cited(self) -> Iterator[tuple[Cited, ...]]:
        """What the rows cite, each different citation once, in order of their first rows.

        Where locators are too many for a reader, the sources without repeating one for each.
        """
        rows = self._firsts(SOURCE, LOCATOR)
        rows = self._firsts(SOURCE) if len(rows) >= _SHOWN else rows
        yield from (self.cited(row) for row in rows)

    @cached_property
    def citing(self) -> frozenset[str]:
        """The keys of every source that some row names."""
        return frozenset(each.key for row in self.telling(SOURCE) for each in self.cited(row))

    def telling(self, column: str) -> Iterable[int]:
        """Rows that between them hold every different cell of a column."""
        return self._firsts(column)

    def different(self, column: str) -> Iterable[Cell]:
        """The different cells of a column, as many as can be looked at."""
        rows = rows_of(
            self.dataset,
            self._asked,
            f"SELECT DISTINCT {duck.name(column)} FROM {{file}} LIMIT {_SHOWN}",
        )
        return [cell_of(cell) for (cell,) in rows]

    def _firsts(self, *columns: str) -> list[int]:
        names = [name for name in columns if name in self.columns]
        if not names:
            return [0] if len(self) else []
        by = ", ".join(duck.name(name) for name in names)
        query = f"SELECT min(file_row_number) AS r FROM {{file}} GROUP BY {by} ORDER BY r LIMIT {_SHOWN}"
        rows = [int(row) for (row,) in rows_of(self.dataset, self._asked, query)]
        self.fetch(rows)
        return rows


@dataclass(frozen=True)
class _Rows:
    """The rows somebody asked for: a query reads all columns of all of them at once."""

    dataset: Dataset
    asked: duck.Asked
    held: dict[int, dict[str, Cell]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:
        return _Rows, (self.dataset, self.asked)

    def of(self, row: int) -> Mapping[str, Cell]:
        """One row, by column."""
        if row not in self.held:
            self.fetch((row,))
        return self.held[row]

    def fetch(self, rows: Iterable[int]) -> None:
        """Read rows that will be asked for."""
        missing = sorted(set(rows) - self.held.keys())
        if not missing:
            return
        names = [column.name for column in self.dataset.columns]
        columns = ", ".join(("file_row_number", *map(duck.name, names)))
        chosen = ", ".join(map(str, missing))
        query = f"SELECT {columns} FROM {{file}} WHERE file_row_number IN ({chosen})"
        for number, *cells in rows_of(self.dataset, self.asked, query):
            self.held[int(number)] = {
                name: scaled(cell_of(cell), self.dataset, name)
                for name, cell in zip(names, cells, strict=True)
            }


@dataclass(frozen=True)
class _Column(Sequence[Cell]):
    known: _Rows
    rows: int
    name: str

    def __len__(self) -> int:
        return self.rows

    def __getitem__(self, row: Any) -> Any:
        if not isinstance(row, int) or not -self.rows <= row < self.rows:
            raise IndexError(row)
        return self.known.of(row % self.rows)[self.name]


@dataclass(frozen=True)
class _Names(Mapping[str, tuple[int, str]]):
    """The names of a large table's cells: known when asked for, listed never."""

    table: LargeTable
    found: dict[str, tuple[int, str] | None] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[int, str]:
        if name not in self.found:
            self.found[name] = self._look_up(name)
        place = self.found[name]
        if place is None:
            raise KeyError(name)
        return place

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def _look_up(self, name: str) -> tuple[int, str] | None:
        dataset, _, rest = name.partition(".")
        key, _, column = rest.rpartition(".")
        described = self.table.dataset.column(column)
        if dataset != self.table.dataset.name or described is None or described.unit is None:
            return None
        rows = self.table.rows_named(key)
        if len(rows) > 1:
            message = f"'{name}' also names a cell of the row at {self.table.place(rows[1])}"
            remedy = "Give the rows keys of their own, or use a statistic."
            raise TieoutError(
                Finding(catalogue.DUPLICATE_KEY, self.table.place(rows[0]), message, remedy)
            )
        if not rows or self.table.columns[column][rows[0]] is None:
            return None
        return rows[0], column


def rows_of(
    dataset: Dataset, asked: duck.Asked, query: str, values: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    """The rows of a query over a dataset's file.

    Raises:
        TieoutError: the file is damaged where the query reads it.
    """
    import duckdb

    try:
        return asked.rows(query, values)
    except duckdb.Error as error:
        raise unreadable(dataset, error) from None


def unreadable(dataset: Dataset, error: Exception) -> TieoutError:
    """What is said of a file that DuckDB refuses; of a confidential one without DuckDB's words."""
    why = "" if dataset.guarded else f": {duck.first_line(error)}"
    message = f"the file cannot be read as Parquet{why}"
    return TieoutError(Finding(catalogue.BAD_ENCODING, Place(dataset.path), message))


def cell_of(value: object) -> Cell:
    """What DuckDB gives as a cell: floats as the decimals they are written as, NaN as nothing."""
    if isinstance(value, float):
        return None if math.isnan(value) else Decimal(repr(value))
    if value is None or isinstance(value, str | int | Decimal | datetime.date):
        return value
    return str(value)


def scaled(cell: Cell, dataset: Dataset, name: str) -> Cell:
    """A cell times its column's multiplier, exactly."""
    column = dataset.column(name)
    factor = None if column is None else column.multiplier
    if factor is None or isinstance(cell, bool) or not isinstance(cell, int | Decimal):
        return cell
    with localcontext(prec=5000):
        product = cell * factor
    whole = isinstance(cell, int) and product == product.to_integral_value()
    return int(product) if whole else product
