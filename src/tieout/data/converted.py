"""Converted: CSV files too large for memory, made into Parquet through DuckDB; what is wrong with them, by line."""

from __future__ import annotations

import contextlib
import csv
import os
import re
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

from tieout import catalogue
from tieout.data import duck
from tieout.data.dataset import Dataset
from tieout.findings import Finding, Place, TieoutError, raise_errors
from tieout.memo import Signature, signature

_FORMATS = ("decimalChar", "groupChar", "bareNumber", "format", "trueValues", "falseValues")

# What a column's type in the schema may be in the file; what CSV is read as.
_WHOLE = r"U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?"
TYPES: dict[str, tuple[str, str]] = {
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


def converted(dataset: Dataset, file: Path, target: Path, before: Signature) -> None:
    """Make a Parquet file of a CSV file's rows, once: every later run reads only the columns it needs.

    Args:
        dataset: what its schema says.
        file: the CSV file.
        target: the Parquet file; nothing happens where it is there.
        before: what the file was known by when the target was named after its bytes.

    Raises:
        TieoutError: the file does not fit its schema or changed meanwhile; or there is no room.
    """
    if target.is_file():
        return
    # Editions and editors may be at it at the same time: each writes a file of its own.
    part = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        raise_errors([*_unforeseen(dataset), *_wrong_heading(dataset, file)])
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(dataset, file, part)
        unchanged(dataset, file, before)
        part.replace(target)
    except OSError as error:
        message = f"no Parquet file can be made of it: {error.strerror}"
        remedy = "Make room on the disk or the folder .tieout writable."
        finding = Finding(catalogue.CANNOT_WRITE, Place(dataset.path), message, remedy)
        raise TieoutError(finding, found=False) from None
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def unchanged(dataset: Dataset, file: Path, before: Signature) -> None:
    """Nothing, where a file is as it was.

    Raises:
        TieoutError: it changed.
    """
    if signature(file) != before:
        message = "changed while it was being read"
        again = Finding(catalogue.CHANGED_MEANWHILE, Place(dataset.path), message, "Build again.")
        raise TieoutError(again)


def _copy(dataset: Dataset, file: Path, part: Path) -> None:
    import duckdb

    rows, target = _csv(dataset, file), duck.quoted(str(part))
    try:
        with duck.opened([file, part], part.parent) as database:
            database.execute(f"COPY (SELECT * FROM {rows}) TO {target} (FORMAT parquet)")
    except duckdb.Error as error:
        raise TieoutError(_csv_fault(dataset, error)) from None


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
    types = {c.name: TYPES.get(c.type, TYPES["any"])[1] for c in dataset.columns}
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
    return Finding(rule, place, what[0] if what else duck.first_line(error), remedy)
