"""Cells: on which line and column of a CSV file a record and its fields begin."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from tieout import catalogue
from tieout.data.dataset import Dataset
from tieout.findings import Finding, Place, TieoutError

csv.field_size_limit(16 * 1024 * 1024)
_SPARE = 100  # cells that a row may have too many


def lines(text: str, descriptor: Mapping[str, Any]) -> list[int]:
    """The line on which each record of the file begins, the heading first.

    A record is longer than a line where a quoted cell holds a line break. Blank lines are records too, as
    frictionless counts them.
    """
    reader = csv.reader(io.StringIO(text, newline=""), **_format(descriptor))
    starts = [1]
    try:
        starts.extend(reader.line_num + 1 for _ in reader)
    except csv.Error:
        starts += range(starts[-1] + 1, text.count("\n") + 2)
    return starts


def require_width(dataset: Dataset, text: str) -> None:
    """No row has many more cells than the dataset has columns.

    Each would be a fault of its own, told with all the others beside it: a gigabyte, for one long row.

    Raises:
        TieoutError: one has.
    """
    most = len(dataset.columns) + _SPARE
    reader = csv.reader(io.StringIO(text, newline=""), **_format(dataset.descriptor))
    with contextlib.suppress(csv.Error):  # what is no CSV is told by who reads it
        for row in reader:
            if len(row) > most:
                message = f"the row has {len(row):,} cells, the schema {len(dataset.columns):,}"
                remedy = "Look for a quote or a line's end that is missing, or another delimiter."
                place = Place(dataset.path, reader.line_num)
                raise TieoutError(Finding(catalogue.BAD_ROW, place, message, remedy))


def position(
    text: str, descriptor: Mapping[str, Any], record: int, field: int = 0
) -> tuple[int, int]:
    """Line and column (from 1) of a record, or of one of its fields (from 1); column 0 when unknown."""
    starts = lines(text, descriptor)
    first = starts[min(record, len(starts)) - 1]
    if not field:
        return first, 0
    rows = list(io.StringIO(text, newline=""))[first - 1 :]
    for number, place in enumerate(_fields(rows, _format(descriptor)), start=1):
        if number == field:
            return first + place[0], place[1] + 1
    return first, 0


def dialect(descriptor: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The descriptor's dialect with nothing left open: frictionless would guess, another way each time."""
    given = descriptor.get("dialect")
    outer = dict(given) if isinstance(given, Mapping) else {}
    known = _format(descriptor)
    control = dict(outer.pop("csv", None) or {}) or {
        key: outer.pop(key) for key in (*_NAMES, "lineTerminator", "nullSequence") if key in outer
    }
    stated = {key: known[name] for key, name in _NAMES.items()}
    if stated["escapeChar"] is None:
        del stated["escapeChar"]
    if outer.get("header") is not False:
        outer.setdefault("headerRows", [_heading(text, outer, known)])
    return {**outer, "csv": {"lineTerminator": "\r\n", **control, **stated}}


def dialect_faults(given: object) -> Iterator[tuple[str, str]]:
    """What is wrong with a dialect, and what to do."""
    if given is not None and not isinstance(given, Mapping):
        yield "its dialect is no object", 'Write it here: "dialect": {"delimiter": ";"}.'
        return
    outer = given or {}
    nested = outer.get("csv")
    for control in (outer, nested if isinstance(nested, Mapping) else {}):
        for key in ("delimiter", "quoteChar", "escapeChar"):
            value = control.get(key)
            if value is not None and (not isinstance(value, str) or len(value) != 1):
                message = f"{key} {json.dumps(value, default=str)} is not one character"
                yield message, "Give the character that the file uses."


# Frictionless's names of a CSV file's properties, and Python's.
_NAMES = {
    "delimiter": "delimiter",
    "quoteChar": "quotechar",
    "doubleQuote": "doublequote",
    "escapeChar": "escapechar",
    "skipInitialSpace": "skipinitialspace",
}


def _format(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    given = descriptor.get("dialect")
    control: Mapping[str, Any] = {}
    if isinstance(given, Mapping):
        nested = given.get("csv")
        control = nested if isinstance(nested, Mapping) else given
    escape = control.get("escapeChar") or None
    usual = "\t" if str(descriptor.get("path")).endswith(".tsv") else ","
    return {
        "delimiter": str(control.get("delimiter") or usual),
        "quotechar": str(control.get("quoteChar") or '"'),
        # As frictionless has it: without an escape character a quote can only be doubled.
        "doublequote": control.get("doubleQuote") is not False if escape else True,
        "escapechar": escape,
        "skipinitialspace": control.get("skipInitialSpace") is True,
    }


def _heading(text: str, outer: Mapping[str, Any], form: Mapping[str, Any]) -> int:
    """The first record that is no comment."""
    mark, skipped = outer.get("commentChar"), outer.get("commentRows") or ()
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), **form), start=1):
        if number not in skipped and not (mark and row and row[0].startswith(str(mark))):
            return number
    return 1


def _fields(rows: list[str], form: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    """Where each field of the record that begins the rows begins: rows and characters before it."""
    quoted = escaped = False
    fresh = True
    yield 0, 0
    for number, row in enumerate(rows):
        for offset, character in enumerate(row):
            if escaped:
                escaped = False
            elif character == form["escapechar"]:
                escaped = True
            elif character == form["quotechar"] and (quoted or fresh):
                # A doubled quote closes and opens again.
                quoted, fresh = not quoted, quoted
                continue
            elif character == form["delimiter"] and not quoted:
                yield number, offset + 1
                fresh = True
                continue
            fresh = fresh and character == " " and form["skipinitialspace"]
        if not quoted:
            return
