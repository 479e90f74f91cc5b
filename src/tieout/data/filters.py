"""Filters: how a data package says which rows of a dataset belong to which edition."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tieout.findings import nearest

FILTER = "tieout:edition"  # which column is held against which parameter of an edition


def faults(chosen: object, columns: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with such a property, and what to do."""
    if not isinstance(chosen, dict) or not all(isinstance(v, str) for v in chosen.values()):
        yield f"{FILTER} is no mapping of columns", f'Write "{FILTER}": {{"column": "parameter"}}.'
        return
    for column in chosen:
        if column not in columns:
            remedy = nearest(column, columns) or f"Columns: {', '.join(columns)}."
            yield f"{FILTER} names column '{column}', which does not exist", remedy
