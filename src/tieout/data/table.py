"""Table: a dataset's cells, typed and scaled, each with the line of the file it stands on."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TypeAlias

from tieout.data.dataset import LOCATOR, QUALIFIER, SOURCE, Dataset
from tieout.findings import Place
from tieout.number import Unit, Value

Cell: TypeAlias = str | int | Decimal | bool | datetime.date | datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A source a row names, and where in it."""

    key: str
    locator: str = ""


@dataclass(frozen=True)
class Table:
    """A dataset as read: `columns` maps each column's name to its cells, `lines` each row to its line.

    `digest` stands for the file's bytes and everything the data package says of how to read them; `beside` are
    sources that rows of other editions name.
    """

    dataset: Dataset
    columns: Mapping[str, tuple[Cell, ...]] = field(repr=False)  # a cluster's log holds no cell
    lines: tuple[int, ...]
    digest: str = field(default="")
    beside: frozenset[str] = field(default=frozenset())

    def __len__(self) -> int:
        return len(self.lines)

    def key(self, row: int) -> tuple[str, ...]:
        """The row's primary key as the parts of a name."""
        return tuple(key_text(self.columns[part][row]) for part in self.dataset.primary_key)

    def name(self, row: int, column: str) -> str:
        """The datum's name: `dataset.key.column`."""
        return ".".join((self.dataset.name, *self.key(row), column))

    @cached_property
    def open(self) -> Table:
        """The table without its confidential columns: what outputs and reviewers may see of it."""
        secret = self.dataset.secret
        if not secret or self.dataset.confidential:
            return self
        columns = {name: cells for name, cells in self.columns.items() if name not in secret}
        described = tuple(each for each in self.dataset.columns if each.name not in secret)
        dataset = replace(self.dataset, columns=described)
        return Table(dataset, columns, self.lines, self.digest)

    @cached_property
    def names(self) -> Mapping[str, tuple[int, str]]:
        """Every cell that holds a value in a column with a unit, by name: its row and column."""
        return {
            self.name(row, column.name): (row, column.name)
            for column in self.dataset.values
            for row in range(len(self))
            if self.columns[column.name][row] is not None
        }

    def value(self, name: str) -> tuple[Value, Unit]:
        """The number in a cell that `names` knows, and its column's unit.

        Raises:
            TypeError: the cell holds no number, though its column has a unit.
        """
        row, column = self.names[name]
        described, cell = self.dataset.column(column), self.columns[column][row]
        unit = described.unit if described is not None else None
        if unit is None or isinstance(cell, bool) or not isinstance(cell, int | Decimal):
            raise TypeError(f"{name} is no number")
        return cell, unit

    def place(self, row: int) -> Place:
        """Where the row stands."""
        return Place(self.dataset.path, self.lines[row])

    @property
    def listed(self) -> bool:
        """Whether its rows can be gone through one by one, and its cells' names be listed."""
        return True

    def fetch(self, rows: Iterable[int]) -> None:
        """Be told which rows will be asked for; they are here already."""

    def row_at(self, line: int) -> int | None:
        """The row that begins on a line."""
        return self._rows_by_line.get(line)

    @cached_property
    def _rows_by_line(self) -> Mapping[int, int]:
        return {line: row for row, line in enumerate(self.lines)}

    def rows_named(self, key: str) -> Sequence[int]:
        """The rows whose key, its parts joined by dots, is this."""
        return tuple(row for row in self.rows() if ".".join(self.key(row)) == key)

    def telling(self, column: str) -> Iterable[int]:  # noqa: ARG002  # a table outside memory asks for few
        """Rows that between them hold every different cell of a column."""
        return self.rows()

    def different(self, column: str) -> Iterable[Cell]:
        """The different cells of a column."""
        return dict.fromkeys(self.columns[column])

    def cited(self, row: int) -> tuple[Cited, ...]:
        """The sources of a row, in the order it names them, each with its locator."""
        return self._all_cited[row]

    def every_cited(self) -> Iterable[tuple[Cited, ...]]:
        """What the rows cite, in their order; what several cite alike once."""
        return self._every_cited

    @cached_property
    def _every_cited(self) -> tuple[tuple[Cited, ...], ...]:
        return tuple(dict.fromkeys(self._all_cited))

    @cached_property
    def _all_cited(self) -> tuple[tuple[Cited, ...], ...]:
        """Every row's sources: each number that comes from a whole column asks for all of them."""
        return tuple(self._cited(row) for row in self.rows())

    def _cited(self, row: int) -> tuple[Cited, ...]:
        return _sources(
            self._text(SOURCE, row) or self.dataset.source,
            self._text(LOCATOR, row) or self.dataset.locator,
        )

    @cached_property
    def citing(self) -> frozenset[str]:
        """The keys of every source that some row names."""
        if not self.lines:
            return frozenset()
        named = {str(cell or "").strip() for cell in self.columns.get(SOURCE) or (None,)}
        return frozenset(key for text in named for key in split(text or self.dataset.source))

    def qualifier(self, row: int) -> str:
        """What the row's source says of the precision of its values; empty when exact."""
        return self._text(QUALIFIER, row)

    def text(self, column: str, row: int) -> str:
        """A cell of a column known by name, as text; empty where the table lacks it."""
        return self._text(column, row)

    def rows(self) -> Iterator[int]:
        """The rows' numbers."""
        return iter(range(len(self)))

    def _text(self, column: str, row: int) -> str:
        cells = self.columns.get(column)
        value = cells[row] if cells else None
        return "" if value is None else str(value).strip()


def split(text: str, *, keep_empty: bool = False) -> tuple[str, ...]:
    """The parts of a cell that names several things with `;` between them."""
    parts = tuple(part.strip() for part in text.split(";"))
    return parts if keep_empty else tuple(part for part in parts if part)


@lru_cache(maxsize=4096)  # many rows name the same
def _sources(named: str, located: str) -> tuple[Cited, ...]:
    """The sources that a row names, each with its locator."""
    keys = split(named)
    # A single source's locator may itself hold a semicolon.
    locators = (located,) if len(keys) == 1 else split(located, keep_empty=True)
    padded = (*locators, *("" for _ in keys))
    return tuple(Cited(key, padded[number]) for number, key in enumerate(keys))


def cell_text(cell: Cell) -> str:
    """A cell as text, without loss; empty where it is missing."""
    return "" if cell is None else str(cell)


def key_text(cell: Cell) -> str:
    """A key's cell as part of a name."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return str(cell)


def dump(columns: Mapping[str, Sequence[Cell]], lines: Sequence[int]) -> bytes:
    """A table's cells as bytes for the cache, without loss."""
    data = {
        "lines": list(lines),
        "columns": {name: [_code(cell) for cell in cells] for name, cells in columns.items()},
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def load(dataset: Dataset, data: bytes, digest: str) -> Table:
    """The table that `dump` wrote."""
    read = json.loads(data)
    columns = {
        name: tuple(_cell(code) for code in codes) for name, codes in read["columns"].items()
    }
    return Table(dataset, columns, tuple(read["lines"]), digest)


# JSON has text, whole numbers and booleans of its own; the other types are a pair of letter and text.
def _code(cell: Cell) -> object:
    if isinstance(cell, Decimal):
        return ["d", str(cell)]
    if isinstance(cell, datetime.datetime):
        return ["t", cell.isoformat()]
    if isinstance(cell, datetime.date):
        return ["D", cell.isoformat()]
    return cell


def _cell(code: object) -> Cell:
    if isinstance(code, list):
        letter, text = code
        if letter == "d":
            return Decimal(text)
        if letter == "t":
            return datetime.datetime.fromisoformat(text)
        return datetime.date.fromisoformat(text)
    if code is None or isinstance(code, str | int | bool):
        return code
    raise ValueError(f"not a cell: {code!r}")
