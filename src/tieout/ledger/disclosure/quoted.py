"""Quoted: whether the words of a figure or table are those of confidential cells that only a few rows share."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tieout.data.table import Table
from tieout.limits import Limits

_LONG = 4  # characters: shorter cells are looked for as whole labels only
_PLAIN = re.compile(r"[-+\d.,%\s]*")  # digits say nothing: the marks of an axis are full of them


def quoted(texts: Iterable[str], table: Table, limits: Limits) -> tuple[str, ...]:
    """The confidential columns of which a text quotes a cell that fewer rows hold than the minimum."""
    labels = {" ".join(text.split()) for text in texts}
    everything = "\n".join(sorted(labels))
    return tuple(
        column
        for column in table.dataset.secret
        if any(
            cell in labels or (len(cell) >= _LONG and _inside(cell, everything))
            for cell in _rare(table, column, limits)
        )
    )


def _rare(table: Table, column: str, limits: Limits) -> Iterator[str]:
    counts = Counter(table.columns[column])
    for cell, count in counts.items():
        if count >= limits.minimum or isinstance(cell, bool):
            continue
        if isinstance(cell, datetime.date):
            yield cell.isoformat().removesuffix("T00:00:00")
        elif isinstance(cell, str) and not _PLAIN.fullmatch(cell):
            yield " ".join(cell.split())


def _inside(cell: str, text: str) -> bool:
    start = text.find(cell)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(cell) :][:1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = text.find(cell, start + 1)
    return False
