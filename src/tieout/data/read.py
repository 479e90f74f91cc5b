"""Read: a dataset's file as its schema declares it, by the frictionless library; what is wrong, as findings."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from tieout import catalogue
from tieout.cache import Cache, digest, digest_json
from tieout.data import cells as positions
from tieout.data import encoding, forms, parquet, validator, written
from tieout.data.confidential import quotes
from tieout.data.converted import unchanged
from tieout.data.dataset import Column, Dataset
from tieout.data.editions import of_edition
from tieout.data.package import Package
from tieout.data.table import Cell, Table, dump, key_text, load
from tieout.findings import MOST_OF_A_FILE, Finding, Place, TieoutError, raise_errors
from tieout.memo import signature
from tieout.project import Project
from tieout.text import contents

if TYPE_CHECKING:
    from pathlib import Path

_QUOTED = 60  # characters of a cell that a message shows
_FORMAT = "2"
_OF_THE_DESCRIPTOR = ("resource-error", "schema-error", "field-error", "dialect-error")  # no cell
_PRECISION = 5000  # a product of two exact numbers is exact


def read_tables(
    project: Project,
    package: Package,
    read_one: Callable[[Project, Dataset], Table] | None = None,
) -> dict[str, Table]:
    """Every dataset's table, from the cache where the file and its description are as they were.

    Args:
        project: where the files are.
        package: the datasets.
        read_one: what reads one of them; `read_table` unless told otherwise.

    Raises:
        TieoutError: with the faults of all files.
    """
    tables: dict[str, Table] = {}
    found: list[Finding] = []
    for name, dataset in package.datasets.items():
        try:
            tables[name] = (read_one or read_table)(project, dataset)
        except TieoutError as error:
            found += error.findings
    raise_errors(found)
    return tables


def read_table(project: Project, dataset: Dataset) -> Table:
    """One dataset's table; where editions are told apart, the rows of the project's.

    Raises:
        TieoutError: as `read_whole`; or it holds no row of the edition.
    """
    return of_edition(read_whole(project, dataset), project.edition)


def read_whole(project: Project, dataset: Dataset) -> Table:
    """One dataset's table, whatever the edition.

    Raises:
        TieoutError: the file is missing, empty, in another encoding, or does not fit its schema.
    """
    path = project.root / dataset.path
    if forms.is_parquet(dataset.descriptor) or forms.csv_stays(dataset.descriptor, path):
        table = parquet.read(project, dataset)
        raise_errors(_ambiguous(table) if table.listed else ())
        return table
    before = signature(path)
    try:
        data = contents(path)
    except OSError as error:
        message = f"data file cannot be read: {error.strerror}"
        finding = Finding(catalogue.MISSING_DATA_FILE, Place(dataset.path), message)
        raise TieoutError(finding) from None
    key = digest(_FORMAT, digest_json(dataset.descriptor), data)
    cache = Cache(project.work / "cache" / "tables")
    kept = cache.get(key)
    if kept is not None:
        return load(dataset, kept, key)
    encoding.require(dataset, data)
    columns, lines = _Reading(dataset, path, data).columns()
    table = Table(dataset, {name: tuple(cells) for name, cells in columns.items()}, lines, key)
    unchanged(dataset, path, before)  # its reader opens the file again
    raise_errors(_ambiguous(table))
    cache.put(key, dump(columns, lines))
    return table


def _ambiguous(table: Table) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    told: set[tuple[int, int]] = set()
    for column in table.dataset.values:
        for row in table.rows():
            name = table.name(row, column.name)
            first = seen.setdefault(name, row)
            if first != row and (first, row) not in told:
                told.add((first, row))
                what = f"'{name}'" if quotes(table.dataset) else "a cell's name"
                said = f"{what} also names a cell of the row at line {table.lines[first]}"
                remedy = "Take the dots out of the keys."
                yield Finding(catalogue.AMBIGUOUS_DATUM, table.place(row), said, remedy)


class _Reading:
    """One pass of frictionless over a file: cells and faults together."""

    def __init__(self, dataset: Dataset, path: Path, data: bytes) -> None:
        self.dataset = dataset
        self.path = path
        encoding = str(dataset.descriptor.get("encoding") or "utf-8")
        # A byte order mark before UTF-8 is no part of the first heading.
        self.encoding = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
        self.text = data.decode(self.encoding)
        self.found: list[Finding] = []
        self.fields = {each["name"]: each for each in dataset.descriptor["schema"]["fields"]}

    def columns(self) -> tuple[dict[str, list[Cell]], tuple[int, ...]]:
        frictionless = validator.frictionless()
        given = self.dataset.descriptor
        positions.require_width(self.dataset, self.text)
        # Only what says how to read this file: nothing that could lead frictionless to another.
        descriptor = {
            **{key: given[key] for key in ("name", "format", "schema") if key in given},
            "path": self.path.name,
            "scheme": "file",
            "encoding": self.encoding,
            "dialect": positions.dialect(given, self.text),
        }
        columns: dict[str, list[Cell]] = {column.name: [] for column in self.dataset.columns}
        records: list[int] = []
        try:
            resource: Any = frictionless.Resource.from_descriptor(
                descriptor, basepath=str(self.path.parent)
            )
            with resource:
                self._heading(resource)
                for row in resource.row_stream:
                    records.append(int(row.row_number))
                    self._row(row, columns)
                    if len(self.found) >= MOST_OF_A_FILE:
                        break
        except frictionless.FrictionlessException as error:
            raise TieoutError(*self.found, *self._exception(error)) from None
        except validator.ODD as error:  # its words may quote a cell
            raise TieoutError(*self.found, validator.odd(self.dataset, error)) from None
        if not records and not self.found:
            message = "the file holds a heading but no rows"
            self._add(catalogue.EMPTY_DATA, 1, message, "Put the rows back, or drop the dataset.")
        raise_errors(self.found)
        self._require_keys(columns, records)
        raise_errors(self.found)
        lines = positions.lines(self.text, self.dataset.descriptor)
        return columns, tuple(lines[record - 1] for record in records)

    def _heading(self, resource: Any) -> None:
        if resource.dialect.header is False:
            return
        labels = list(resource.header.labels)
        names = [column.name for column in self.dataset.columns]
        if labels == names:
            return
        missing = [name for name in names if name not in labels]
        extra = [label for label in labels if label not in names]
        said = []
        if missing:
            said.append(f"missing: {', '.join(missing)}")
        if extra and not self._open(""):  # a file without a heading begins with a row
            said.append(f"not in the schema: {len(extra)} columns")
        elif extra:
            said.append(f"not in the schema: {', '.join(map(repr, extra))}")
        message = f"columns differ from the schema ({'; '.join(said) or 'another order'})"
        remedy = f"Expected: {', '.join(names)}. The file stays as received: change the schema."
        self._add(catalogue.WRONG_COLUMNS, 1, message, remedy)
        raise TieoutError(*self.found)

    def _row(self, row: Any, columns: dict[str, list[Cell]]) -> None:
        for error in row.errors[: MOST_OF_A_FILE - len(self.found)]:
            self._row_error(row, error)
        if row.errors:
            return
        values = row.to_dict()
        for number, column in enumerate(self.dataset.columns, start=1):
            value = values.get(column.name)
            why = _doubt(value, str(row.cells[number - 1]), self.fields.get(column.name, {}))
            if why:
                cell = self._quoted(row.cells[number - 1], column.name)
                message = f"{cell} in column '{column.name}': {why}"
                remedy = "Correct the cell, or declare how the source writes numbers."
                self._add(catalogue.WRONG_TYPE, int(row.row_number), message, remedy, number)
            columns[column.name].append(_scaled(value, column))

    def _row_error(self, row: Any, error: Any) -> None:
        number = int(row.row_number)
        field = getattr(error, "field_name", "") or ""
        cell = getattr(error, "cell", None)
        column = int(getattr(error, "field_number", 0) or 0)
        if error.type == "type-error":
            kind = next((c.type for c in self.dataset.columns if c.name == field), "value")
            message = f"{self._quoted(cell, field)} in column '{field}' is not of type {kind}"
            remedy = (
                "Correct the cell; or, if the source wrote it so, declare how it is to be read "
                f"(missingValues, decimalChar, groupChar, bareNumber, format) in {self.dataset.place.path}."
            )
            self._add(catalogue.WRONG_TYPE, number, message, remedy, column)
        elif error.type == "primary-key":
            key = ", ".join(
                f"{part}={key_text(row.get(part))}" for part in self.dataset.primary_key
            )
            if not quotes(self.dataset):
                key = f"({', '.join(self.dataset.primary_key)}) of another row"
            message = f"a second row with the primary key {key}"
            remedy = "Conflicting figures are rows of their own: give each its own key."
            self._add(catalogue.DUPLICATE_KEY, number, message, remedy)
        elif error.type in {"constraint-error", "unique-error"}:
            # What frictionless notes may quote the cell.
            why = error.note if self._open(field) else "it breaks a constraint of the schema"
            message = f"{self._quoted(cell, field)} in column '{field}': {why}"
            self._add(
                catalogue.BAD_CELL, number, message, "Correct the cell or the schema.", column
            )
        else:
            message = " ".join(str(error.note or error.message).split())
            message = message if self._open("") else ""
            title = str(error.title).lower()
            remedy = "Give every row as many cells as the heading has."
            self._add(
                catalogue.BAD_ROW, number, f"{title}: {message}" if message else title, remedy
            )

    def _require_keys(self, columns: dict[str, list[Cell]], records: Sequence[int]) -> None:
        for part in self.dataset.primary_key:
            for number, cell in zip(records, columns[part], strict=True):
                if key_text(cell) == "":
                    message = f"the key column '{part}' is empty"
                    self._add(catalogue.BAD_CELL, number, message, "Every row needs its key.")

    def _exception(self, error: Any) -> Iterator[Finding]:
        for reason in error.reasons or [error.error]:
            note = " ".join(str(reason.note or reason.message).split())
            if not self._open("") and reason.type not in _OF_THE_DESCRIPTOR:
                note = str(reason.title).lower()
            if reason.type in {"source-error"}:
                rule, place = catalogue.EMPTY_DATA, Place(self.dataset.path, 1)
            elif reason.type == "encoding-error":
                rule, place = catalogue.BAD_ENCODING, Place(self.dataset.path)
            else:
                rule, place = catalogue.BAD_DESCRIPTOR, self.dataset.place
            yield Finding(rule, place, f"dataset '{self.dataset.name}': {note}")

    def _open(self, column: str) -> bool:
        """Whether what others say of a cell may be passed on; of an unknown one, as soon as any is secret."""
        return quotes(self.dataset, column) if column else not self.dataset.guarded

    def _quoted(self, cell: object, column: str) -> str:
        """A cell as a message names it."""
        return f"'{_short(cell)}'" if self._open(column) else "a cell that is confidential"

    def _add(self, rule: Any, record: int, message: str, remedy: str, field: int = 0) -> None:
        line, column = positions.position(self.text, self.dataset.descriptor, record, field)
        place = Place(self.dataset.path, line, column)
        self.found.append(Finding(rule, place, message, remedy))


def _doubt(value: object, text: str, field: Mapping[str, Any]) -> str:
    """Why a cell read as a number may not be the one its source meant."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    if isinstance(value, Decimal) and not value.is_finite():
        return "it is no finite number"
    return written.doubt(text, field)


def _short(cell: object) -> str:
    """A cell as a message quotes it."""
    text = str(cell)
    return text if len(text) <= _QUOTED else text[:_QUOTED] + "…"


def _scaled(value: object, column: Column) -> Cell:
    if column.multiplier is not None and isinstance(value, int | Decimal):
        with localcontext(prec=_PRECISION):
            product = value * column.multiplier
        whole = isinstance(value, int) and product == product.to_integral_value()
        return int(product) if whole else product
    if value is None or isinstance(value, str | int | Decimal | datetime.date):
        return value
    return str(value)
