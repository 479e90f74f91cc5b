"""Parquet: datasets in Parquet files, and CSV files too large for memory, read and checked through DuckDB."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tieout import catalogue
from tieout.cache import Cache, digest, digest_json
from tieout.data import duck, forms
from tieout.data.dataset import Dataset
from tieout.data.large import LargeTable, Store, cell_of, scaled
from tieout.data.table import Cell, Table
from tieout.findings import Finding, Place, TieoutError, raise_errors
from tieout.project import Project

_FORMAT = "1"
_FORMATS = ("decimalChar", "groupChar", "bareNumber", "format", "trueValues", "falseValues")

# What a column's type in the schema may be in the file; what CSV is read as.
_WHOLE = r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?"
_TYPES: dict[str, tuple[str, str]] = {
    "integer": (_WHOLE, "BIGINT"),
    "year": (_WHOLE, "BIGINT"),
    "number": (rf"DOUBLE|FLOAT|DECIMAL\(.*\)|{_WHOLE}", "DOUBLE"),
    "string": (r"VARCHAR|ENUM\(.*\)|UUID", "VARCHAR"),
    "boolean": ("BOOLEAN", "BOOLEAN"),
    "date": ("DATE", "DATE"),
    "datetime": (r"TIMESTAMP(?:_S|_MS|_NS)?", "TIMESTAMP"),
    "time": ("TIME", "TIME"),
    "any": (".*", "VARCHAR"),
}


def read(project: Project, dataset: Dataset) -> Table:
    """A dataset in Parquet or one that is to stay in its file.

    Raises:
        TieoutError: DuckDB is missing, or the file does not fit its schema.
    """
    duck.required(dataset.name, dataset.place)
    file = project.root / dataset.path
    key = digest(_FORMAT, digest_json(dataset.descriptor), _digest(project, file))
    if not forms.is_parquet(dataset.descriptor):
        store = _store(dataset, _converted(project, dataset, file, key))
        return _large(dataset, store, 2, key)
    store = _store(dataset, file)
    told = forms.told(dataset.descriptor)
    large = store.rows > forms.LARGE_ROWS if told is None else told
    if large or not dataset.primary_key:
        return _large(dataset, store, 1, key)
    return _held(dataset, store, key)


def _large(dataset: Dataset, store: Store, first: int, key: str) -> LargeTable:
    if dataset.descriptor.get("tieout:sums"):
        message = f"dataset '{dataset.name}' is too large for sums to be checked"
        remedy = "Take 'tieout:sums' out, and write a test of your own for them."
        raise TieoutError(Finding(catalogue.BAD_SUM, dataset.place, message, remedy))
    if dataset.guarded:
        message = (
            f"dataset '{dataset.name}' is confidential, and too large for that to be watched over"
        )
        remedy = 'Who stands behind a number is weighed in memory: write "tieout:large": false.'
        raise TieoutError(Finding(catalogue.BAD_DESCRIPTOR, dataset.place, message, remedy))
    return LargeTable.over(dataset, store, first, key)


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
        message = f"the file cannot be read as Parquet: {_first_line(error)}"
        finding = Finding(catalogue.BAD_ENCODING, Place(dataset.path), message)
        raise TieoutError(finding) from None
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
        allowed = _TYPES.get(column.type, _TYPES["any"])[0]
        kind = kinds.get(column.name)
        if kind is not None and not re.fullmatch(allowed, kind):
            message = f"column '{column.name}' holds {kind}, not {column.type}"
            remedy = f"Correct its type in {dataset.place.path}."
            yield Finding(catalogue.WRONG_TYPE, Place(dataset.path), message, remedy)


def _held(dataset: Dataset, store: Store, key: str) -> Table:
    """A small file as a table like any other."""
    names = ", ".join(duck.name(column.name) for column in dataset.columns)
    with duck.Asked(store.file) as asked:
        rows = asked.rows(f"SELECT {names} FROM {{file}} ORDER BY file_row_number")
    columns: dict[str, tuple[Cell, ...]] = {}
    for number, column in enumerate(dataset.columns):
        cells = (cell_of(row[number]) for row in rows)
        columns[column.name] = tuple(scaled(cell, dataset, column.name) for cell in cells)
    table = Table(dataset, columns, tuple(range(1, len(rows) + 1)), key)
    raise_errors(_bad_keys(table))
    return table


def _bad_keys(table: Table) -> Iterator[Finding]:
    seen: set[tuple[str, ...]] = set()
    for row in table.rows():
        key = table.key(row)
        parts = ", ".join(
            f"{name}={part}" for name, part in zip(table.dataset.primary_key, key, strict=True)
        )
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


def _converted(project: Project, dataset: Dataset, file: Path, key: str) -> Path:
    """The CSV file's rows as Parquet, made once: every later run reads only the columns it needs."""
    import duckdb

    target = project.work / "large" / f"{key}.parquet"
    if target.is_file():
        return target
    raise_errors([*_unforeseen(dataset), *_wrong_heading(dataset, file)])
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    query = (
        f"COPY (SELECT * FROM {_csv(dataset, file)}) TO {duck.quoted(str(part))} (FORMAT parquet)"
    )
    try:
        with duck.opened([file, part], target.parent) as database:
            database.execute(query)
        part.replace(target)
    except duckdb.Error as error:
        raise TieoutError(_csv_fault(dataset, error)) from None
    finally:
        part.unlink(missing_ok=True)
    return target


def _unforeseen(dataset: Dataset) -> Iterator[Finding]:
    """What the schema declares that DuckDB does not read so."""
    fields = dataset.descriptor["schema"]["fields"]
    named = [f"{each['name']}: {k}" for each in fields for k in _FORMATS if each.get(k)]
    encoding = str(dataset.descriptor.get("encoding") or "utf-8")
    if encoding.lower() not in {"utf-8", "utf8"}:
        named.append(f"encoding: {encoding}")
    if named:
        message = f"dataset '{dataset.name}' is too large to be read with {', '.join(named)}"
        remedy = "Make a Parquet file of it, once, and describe that."
        yield Finding(catalogue.BAD_DESCRIPTOR, dataset.place, message, remedy)


def _wrong_heading(dataset: Dataset, file: Path) -> Iterator[Finding]:
    told = _dialect(dataset)
    if told.get("header") is False:
        return
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as opened:
        line = next(csv.reader([opened.readline()], delimiter=str(told.get("delimiter", ","))), [])
    names = [column.name for column in dataset.columns]
    if line != names:
        message = f"columns differ from the schema: {', '.join(line)}"
        remedy = f"Expected: {', '.join(names)}. The file stays as received: change the schema."
        yield Finding(catalogue.WRONG_COLUMNS, Place(dataset.path, 1), message, remedy)


def _dialect(dataset: Dataset) -> Mapping[str, object]:
    dialect = dataset.descriptor.get("dialect") or {}
    return dialect.get("csv", dialect) if isinstance(dialect, dict) else {}


def _csv(dataset: Dataset, file: Path) -> str:
    given = dataset.descriptor
    told = _dialect(dataset)
    schema = given.get("schema") or {}
    missing = schema.get("missingValues", [""])
    types = {c.name: _TYPES.get(c.type, _TYPES["any"])[1] for c in dataset.columns}
    columns = ", ".join(f"{duck.quoted(n)}: {duck.quoted(kind)}" for n, kind in types.items())
    nulls = ", ".join(duck.quoted(str(each)) for each in missing)
    options = [
        f"columns = {{{columns}}}",
        "auto_detect = false",
        f"header = {'false' if told.get('header') is False else 'true'}",
        f"delim = {duck.quoted(str(told.get('delimiter', ',')))}",
        f"quote = {duck.quoted(str(told.get('quoteChar', chr(34))))}",
        f"escape = {duck.quoted(str(told.get('escapeChar', told.get('quoteChar', chr(34)))))}",
        f"nullstr = [{nulls}]",
        "strict_mode = true",
    ]
    return f"read_csv({duck.quoted(str(file))}, {', '.join(options)})"


def _csv_fault(dataset: Dataset, error: Exception) -> Finding:
    text = str(error)
    line = re.search(r"Line: (\d+)", text)
    place = Place(dataset.path, int(line[1]) if line else 0)
    what = re.search(r"Could not convert string .*|Expected Number of Columns.*", text)
    rule = catalogue.WRONG_TYPE if what and "convert" in what[0] else catalogue.BAD_ROW
    remedy = "Correct the row, or declare how the source writes it (dialect, missingValues)."
    return Finding(rule, place, what[0] if what else _first_line(error), remedy)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
