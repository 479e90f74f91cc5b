"""Cell: one cell of a CSV file's text replaced; everything around it stays as it is."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from tieout.data import cells


def replaced(
    text: str, descriptor: Mapping[str, Any], line: int, field: int, value: str
) -> str | None:
    """The text with another cell; None where the cell is not there.

    Args:
        text: the file's text.
        descriptor: what the data package says of the file.
        line: the line on which the record begins.
        field: the cell's number in the record, from 1.
        value: what is to stand in the cell.
    """
    starts = cells.lines(text, descriptor)
    if line not in starts:
        return None
    record = starts.index(line) + 1
    offsets = [0, *accumulate(len(row) for row in io.StringIO(text, newline=""))]

    def offset(number: int) -> int | None:
        row, column = cells.position(text, descriptor, record, number)
        return offsets[row - 1] + column - 1 if column else None

    begin, after = offset(field), offset(field + 1)
    if begin is None:
        return None
    if after is not None:
        end = after - 1  # the delimiter before the next cell
    else:
        stop = offsets[starts[record] - 1] if record < len(starts) else len(text)
        end = begin + len(text[begin:stop].rstrip("\r\n"))
    return text[:begin] + _written(value, cells.dialect(descriptor, text)["csv"]) + text[end:]


def _written(value: str, control: Mapping[str, Any]) -> str:
    """A value as the file would hold it: in quotes where it must be."""
    quote = str(control["quoteChar"])
    if not {quote, str(control["delimiter"]), "\r", "\n"} & set(value):
        return value
    return f"{quote}{value.replace(quote, quote * 2)}{quote}"
