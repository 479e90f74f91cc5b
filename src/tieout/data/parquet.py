"""Parquet: datasets in Parquet files, and CSV files too large for memory, read and checked through DuckDB."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path

from tieout import catalogue
from tieout.cache import Cache, digest, digest_json
from tieout.data import duck, forms
from tieout.data.confidential import quotes
from tieout.data.converted import TYPES, converted, unchanged
from tieout.data.dataset import Dataset
from tieout.data.filters import FILTER
from tieout.data.large import LargeTable, Store, cell_of, scaled, unreadable
from tieout.data.table import Cell, Table
from tieout.findings import MOST_OF_A_FILE, Finding, Place, TieoutError, raise_errors
from tieout.memo import signature
from tieout.project import Project

_FORMAT = "1"


def read(project: Project, dataset: Dataset) -> Table:
    """A dataset in Parquet or one that is to stay in its file.

    Raises:
        TieoutError: DuckDB is missing, or the file does not fit its schema.
    """
    duck.required(dataset.name, dataset.place)
    file = project.root / dataset.path
    if not forms.is_parquet(dataset.descriptor):
        _refused(dataset)  # before anything of it is read, told or copied
    before = signature(file)
    key = digest(_FORMAT, digest_json(dataset.descriptor), _digest(project, file))
    if not forms.is_parquet(dataset.descriptor):
        target = project.work / "large" / f"{key}.parquet"
        converted(dataset, file, target, before)
        return LargeTable.over(dataset, _store(dataset, target), 2, key)
    store = _store(dataset, file)
    told = forms.told(dataset.descriptor)
    large = store.rows > forms.LARGE_ROWS if told is None else told
    if large or not dataset.primary_key:
        _refused(dataset)
        return LargeTable.over(dataset, store, 1, key)
    table = _held(dataset, store, key)
    unchanged(dataset, file, before)
    return table


def _refused(dataset: Dataset) -> None:
    """Nothing, where a dataset may stay in its file.

    Raises:
        TieoutError: it is declared what only a table in memory can be.
    """
    if dataset.descriptor.get("tieout:sums"):
        message = f"dataset '{dataset.name}' is too large for sums to be checked"
        remedy = "Take 'tieout:sums' out, and write a test of your own for them."
        raise TieoutError(Finding(catalogue.BAD_SUM, dataset.place, message, remedy))
    steps = [] if forms.told(dataset.descriptor) is False else ['write "tieout:large": false']
    steps += [] if dataset.primary_key else ['give it a "primaryKey"']
    held = f"to have it held there, {' and '.join(steps)}."
    if dataset.guarded:
        message = (
            f"dataset '{dataset.name}' is confidential, and too large for that to be watched over"
        )
        remedy = f"Who stands behind a number is weighed in memory: {held}"
        raise TieoutError(Finding(catalogue.BAD_DESCRIPTOR, dataset.place, message, remedy))
    if dataset.descriptor.get(FILTER):
        message = f"dataset '{dataset.name}' is too large for an edition's rows to be told apart"
        remedy = f"An edition's rows are chosen in memory: {held}"
        raise TieoutError(Finding(catalogue.BAD_DESCRIPTOR, dataset.place, message, remedy))


def _store(dataset: Dataset, file: Path) -> Store:
    """What the file says of itself, held against the schema; its rows are not read."""
    import duckdb

    try:
        with duck.opened([file]) as database:
            described = database.execute(f"DESCRIBE SELECT * FROM {duck.scan(file)}").fetchall()
            kinds = {name: kind for name, kind, *_ in described if name != "file_row_number"}
            ((rows,),) = database.execute(
                f"SELECT num_rows FROM parquet_file_metadata({duck.quoted(str(file))})"
            ).fetchall()
    except duckdb.Error as error:
        raise unreadable(dataset, error) from None
    raise_errors([*_wrong_columns(dataset, kinds), *_wrong_types(dataset, kinds)])
    if not rows:
        place = Place(dataset.path)
        raise TieoutError(Finding(catalogue.EMPTY_DATA, place, "the file holds no rows"))
    return Store(file, {c.name: kinds[c.name] for c in dataset.columns}, int(rows))


def _wrong_columns(dataset: Dataset, kinds: Mapping[str, str]) -> Iterator[Finding]:
    names = [column.name for column in dataset.columns]
    if set(names) == set(kinds):
        return
    missing = ", ".join(name for name in names if name not in kinds)
    extra = ", ".join(name for name in kinds if name not in names)
    said = [f"missing: {missing}"] if missing else []
    said += [f"not in the schema: {extra}"] if extra else []
    message = f"columns differ from the schema ({'; '.join(said)})"
    remedy = f"Expected: {', '.join(names)}. The file stays as received: change the schema."
    yield Finding(catalogue.WRONG_COLUMNS, Place(dataset.path), message, remedy)


def _wrong_types(dataset: Dataset, kinds: Mapping[str, str]) -> Iterator[Finding]:
    for column in dataset.columns:
        allowed = TYPES.get(column.type, TYPES["any"])[0]
        kind = kinds.get(column.name)
        if kind is not None and not re.fullmatch(allowed, kind):
            message = f"column '{column.name}' holds {kind}, not {column.type}"
            remedy = f"Correct its type in {dataset.place.path}."
            yield Finding(catalogue.WRONG_TYPE, Place(dataset.path), message, remedy)


def _held(dataset: Dataset, store: Store, key: str) -> Table:
    """A small file as a table like any other."""
    import duckdb

    names = ", ".join(duck.name(column.name) for column in dataset.columns)
    try:
        with duck.Asked(store.file) as asked:
            rows = asked.rows(f"SELECT {names} FROM {{file}} ORDER BY file_row_number")
    except duckdb.Error as error:
        raise unreadable(dataset, error) from None
    columns: dict[str, tuple[Cell, ...]] = {}
    for number, column in enumerate(dataset.columns):
        cells = (cell_of(row[number]) for row in rows)
        columns[column.name] = tuple(scaled(cell, dataset, column.name) for cell in cells)
    table = Table(dataset, columns, tuple(range(1, len(rows) + 1)), key)
    raise_errors([*islice((*_infinite(table), *_bad_keys(table)), MOST_OF_A_FILE)])
    return table


def _infinite(table: Table) -> Iterator[Finding]:
    for name, cells in table.columns.items():
        for row, cell in enumerate(cells):
            if isinstance(cell, Decimal) and not cell.is_finite():
                shown = f"'{cell}'" if quotes(table.dataset, name) else "a cell"
                message = f"{shown} in column '{name}': it is no finite number"
                remedy = "Correct the cell where the file is made."
                yield Finding(catalogue.WRONG_TYPE, table.place(row), message, remedy)


def _bad_keys(table: Table) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    names = table.dataset.primary_key
    for row in table.rows():
        key = table.key(row)
        parts = ", ".join(f"{name}={part}" for name, part in zip(names, key, strict=True))
        if not quotes(table.dataset):
            parts = f"({', '.join(names)}) of another row" if key in seen else ", ".join(names)
        if key in seen:
            message = f"a second row with the primary key {parts}"
            remedy = "Conflicting figures are rows of their own: give each its own key."
            yield Finding(catalogue.DUPLICATE_KEY, table.place(row), message, remedy)
        elif "" in key:
            message = f"a key column is empty ({parts})"
            yield Finding(catalogue.BAD_CELL, table.place(row), message, "Every row needs its key.")
        seen.add(key)


def _digest(project: Project, file: Path) -> str:
    """The digest of the file's bytes, kept for as long as its size and times stay the same."""
    try:
        status = file.stat()
        known = Cache(project.work / "cache" / "files")
        stamp = [str(file), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        name = digest_json(stamp)
        kept = known.get(name)
        if kept is not None:
            return kept.decode()
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        known.put(name, found.encode())
    except OSError as error:
        path = project.relative(file)
        message = f"data file cannot be read: {error.strerror}"
        raise TieoutError(Finding(catalogue.MISSING_DATA_FILE, Place(path), message)) from None
    return found
