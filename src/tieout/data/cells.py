"""Cells: on which line and column of a CSV file a record and its fields begin."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

csv.field_size_limit(16 * 1024 * 1024)


def lines(text: str, descriptor: Mapping[str, Any]) -> list[int]:
    """The line on which each record of the file begins, the heading first.

    A record is longer than a line where a quoted cell holds a line break. Blank lines are records too, as
    frictionless counts them.
    """
    reader = csv.reader(io.StringIO(text, newline=""), **_dialect(descriptor))
    starts = [1]
    try:
        starts.extend(reader.line_num + 1 for _ in reader)
    except csv.Error:
        starts += range(starts[-1] + 1, text.count("\n") + 2)
    return starts


def position(
    text: str, descriptor: Mapping[str, Any], record: int, field: int = 0
) -> tuple[int, int]:
    """Line and column (from 1) of a record, or of one of its fields (from 1); column 0 when unknown."""
    starts = lines(text, descriptor)
    line = starts[min(record, len(starts)) - 1]
    if not field:
        return line, 0
    source = text.splitlines()[line - 1] if line <= text.count("\n") + 1 else ""
    dialect = _dialect(descriptor)
    column, seen, quoted = 1, 1, False
    for offset, character in enumerate(source, start=1):
        if character == dialect["quotechar"]:
            quoted = not quoted
        elif character == dialect["delimiter"] and not quoted:
            seen += 1
            if seen == field:
                column = offset + 1
                break
    return line, column if seen == field else 0


def _dialect(descriptor: Mapping[str, Any]) -> dict[str, Any]:
    dialect = descriptor.get("dialect")
    control: Mapping[str, Any] = {}
    if isinstance(dialect, Mapping):
        nested = dialect.get("csv")
        control = nested if isinstance(nested, Mapping) else dialect
    return {
        "delimiter": str(control.get("delimiter") or ","),
        "quotechar": str(control.get("quoteChar") or '"'),
        "doublequote": control.get("doubleQuote") is not False,
        "escapechar": control.get("escapeChar") or None,
        "skipinitialspace": control.get("skipInitialSpace") is True,
    }
