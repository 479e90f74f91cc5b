"""Sums: totals and their parts as the data package declares them (`tieout:sums`), and whether they add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tieout.data.dataset import Dataset
from tieout.data.table import Table, key_text
from tieout.number import Qualifier

_KNOWN = ("total", "parts", "columns", "within", "because")
_UP = (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
_DOWN = (Qualifier.AT_MOST, Qualifier.FEWER_THAN)


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts: columns of one row, or rows told apart by some columns of their key.

    Attributes:
        total: a column, the values of key columns, or a number the parts add up to.
        parts: columns, or values of key columns.
        columns: for rows, the columns of values that are added; empty: every one.
        within: how far the sum may be off: the rounding of the parts.
        because: why it is known not to add up; it is not reported then.
    """

    total: str | Mapping[str, str] | Decimal
    parts: tuple[str | Mapping[str, str], ...]
    columns: tuple[str, ...] = ()
    within: Decimal = Decimal(0)
    because: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A total that its parts do not make: the row it stands in, and both numbers."""

    row: int
    column: str
    total: Decimal
    parts: Decimal


def declared(dataset: Dataset) -> tuple[tuple[Sum, ...], tuple[str, ...]]:
    """The sums a dataset declares, and what is wrong with their declaration."""
    given = dataset.descriptor.get("tieout:sums") or []
    items = given if isinstance(given, list) else [given]
    sums: list[Sum] = []
    faults: list[str] = []
    for item in items:
        problem = _problem(item, dataset)
        if problem:
            faults.append(problem)
            continue
        total = item["total"]
        sums.append(
            Sum(
                total=Decimal(str(total)) if isinstance(total, int | float) else _side(total),
                parts=tuple(_side(part) for part in item["parts"]),
                columns=tuple(item.get("columns") or ()),
                within=Decimal(str(item.get("within", 0))),
                because=str(item.get("because") or ""),
            )
        )
    return tuple(sums), tuple(faults)


def gaps(table: Table, each: Sum) -> Iterator[Gap]:
    """Every total of the table that its parts do not make."""
    if isinstance(each.parts[0], str):
        yield from _across(table, each)
    else:
        yield from _down(table, each)


def _across(table: Table, each: Sum) -> Iterator[Gap]:
    names = [part for part in each.parts if isinstance(part, str)]
    for row in table.rows():
        parts = [table.columns[name][row] for name in names]
        total = table.columns[each.total][row] if isinstance(each.total, str) else each.total
        said = table.qualifier(row)
        if not said:  # a row's qualifier is of all its values: nothing follows for their sum
            name = each.total if isinstance(each.total, str) else names[0]
            yield from _gap(row, name, total, parts, each.within, "", [])


def _down(table: Table, each: Sum) -> Iterator[Gap]:
    keys = table.dataset.primary_key
    fixed = {name for part in each.parts if not isinstance(part, str) for name in part}
    rest = [name for name in keys if name not in fixed]
    rows: dict[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], int] = {}
    for row in table.rows():
        shared = tuple(key_text(table.columns[name][row]) for name in rest)
        rows[shared, tuple(sorted((n, key_text(table.columns[n][row])) for n in fixed))] = row
    columns = each.columns or tuple(column.name for column in table.dataset.measures)
    for shared in dict.fromkeys(shared for shared, _ in rows):
        found = [rows.get((shared, _own(part))) for part in each.parts]
        parts = [row for row in found if row is not None]
        if len(parts) < len(each.parts):
            continue  # a total without all its parts says nothing
        own = None if isinstance(each.total, Decimal) else _own(each.total)
        stands = parts[0] if own is None else rows.get((shared, own))
        if stands is None:
            continue
        for name in columns:
            cells = table.columns[name]
            total = each.total if own is None else cells[stands]
            said = "" if own is None else table.qualifier(stands)
            qualifiers = [table.qualifier(part) for part in parts]
            yield from _gap(
                stands, name, total, [cells[part] for part in parts], each.within, said, qualifiers
            )


def _gap(
    row: int,
    column: str,
    total: object,
    parts: list[Any],
    within: Decimal,
    qualifier: str,
    qualifiers: list[str],
) -> Iterator[Gap]:
    """A gap, where total and parts are known well enough to say that there is one."""
    if not isinstance(total, int | Decimal) or not all(isinstance(p, int | Decimal) for p in parts):
        return
    added, stated = sum((Decimal(part) for part in parts), Decimal(0)), Decimal(total)
    said = {each for each in qualifiers if each}
    if Qualifier.ABOUT in {*said, qualifier}:
        return
    if said & set(_UP) or qualifier in _DOWN:
        wrong = added > stated + within and not (said & set(_DOWN) or qualifier in _UP)
    elif said & set(_DOWN) or qualifier in _UP:
        wrong = added < stated - within
    else:
        wrong = abs(added - stated) > within
    if wrong:
        yield Gap(row, column, stated, added)


def _problem(item: object, dataset: Dataset) -> str:  # noqa: PLR0911  # one return a problem
    if not isinstance(item, dict) or not isinstance(item.get("parts"), list) or not item["parts"]:
        return 'a sum needs "total" and "parts"'
    unknown = [key for key in item if key not in _KNOWN]
    if unknown:
        return f"unknown key '{unknown[0]}' of a sum; known: {', '.join(_KNOWN)}"
    total, parts = item.get("total"), item["parts"]
    if isinstance(total, bool) or not isinstance(total, str | dict | int | float):
        return '"total" is a column, an object of key columns, or a number'
    kinds = {type(part) for part in parts}
    if kinds not in ({str}, {dict}) or (isinstance(total, str | dict) and type(total) not in kinds):
        return "total and parts are all columns, or all objects of key columns"
    values = [column.name for column in dataset.measures]
    names = [
        name for name in (total, *parts, *(item.get("columns") or ())) if isinstance(name, str)
    ]
    for name in names:
        if name not in values:
            return f"'{name}' is no column of values; known: {', '.join(values)}"
    for side in (total, *parts):
        for name in side if isinstance(side, dict) else ():
            if name not in dataset.primary_key:
                return f"'{name}' is no column of the key; known: {', '.join(dataset.primary_key)}"
    shapes = {tuple(sorted(side)) for side in (total, *parts) if isinstance(side, dict)}
    return "total and parts name different columns of the key" if len(shapes) > 1 else ""


def _side(side: str | Mapping[str, Any]) -> str | Mapping[str, str]:
    return side if isinstance(side, str) else {name: str(value) for name, value in side.items()}


def _own(side: str | Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return () if isinstance(side, str) else tuple(sorted(side.items()))
