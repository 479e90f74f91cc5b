"""Views: a dataset in its file as a query, with some of its cells changed or some of its rows left out."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from tieout.compute.changes import GOLDEN, TINY
from tieout.data import duck
from tieout.data.large import LargeTable

_WHOLE = {"integer", "year"}


class How(StrEnum):
    """A way to change cells; all keep the column's type, so that sums stay as exact as they were."""

    NUDGE_UP = "nudge up"
    NUDGE_DOWN = "nudge down"
    STEP_UP = "step up"
    STEP_DOWN = "step down"
    DOUBLE = "double"
    HALVE = "halve"
    CLEAR = "clear"
    SWAP = "swap"
    ADD = "add"
    LEAVE_OUT = "leave out"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a column's changes are measured by: its largest value, whether all are whole, two of its values."""

    largest: float = 1.0
    whole: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """These columns changed in the rows from `first` up to `last`, but for those in `but`.

    `step` is what `ADD` adds.
    """

    how: How
    columns: tuple[str, ...]
    first: int
    last: int
    scales: Mapping[str, Scale] = dataclasses.field(default_factory=dict)
    but: tuple[int, ...] = ()
    step: float = 0.0

    @property
    def where(self) -> str:
        """The rows as a condition of SQL."""
        rows = f"file_row_number >= {self.first} AND file_row_number < {self.last}"
        return (
            f"{rows} AND file_row_number NOT IN {self.but}"
            if len(self.but) > 1
            else (f"{rows} AND file_row_number <> {self.but[0]}" if self.but else rows)
        )


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type in the schema and in the file, and its multiplier."""

    name: str
    type: str
    kind: str
    multiplier: Decimal | None

    @property
    def exact(self) -> bool:
        """Whether it holds whole numbers or decimals: their sums do not depend on an order."""
        return self.multiplier is None and (self.type in _WHOLE or self.kind[:3] in {"DEC", "BIG"})

    @property
    def places(self) -> int:
        """The decimal places of an exact column."""
        return int(self.kind.rstrip(")").split(",")[1]) if self.kind.startswith("DEC") else 0

    @property
    def sql(self) -> str:
        """The column as scripts see it."""
        text = duck.name(self.name)
        if self.multiplier is not None:
            # Dividing by 100 rounds once; multiplying by 0.01, which no float is, would twice.
            inverse = 1 / self.multiplier if self.multiplier else Decimal(0)
            if inverse and inverse == inverse.to_integral_value():
                return f"(CAST({text} AS DOUBLE) / {int(inverse)})"
            return f"(CAST({text} AS DOUBLE) * {self.multiplier})"
        if self.type in _WHOLE and self.kind != "BIGINT":
            return f"CAST({text} AS BIGINT)"
        if self.type == "string" and self.kind != "VARCHAR":
            return f"CAST({text} AS VARCHAR)"
        return text

    def changed(self, change: Change) -> str:
        """The column with a change made to all of it; the same type again."""
        scale, old = change.scales.get(self.name, Scale()), self.sql
        if change.how is How.SWAP:
            return self._swapped(old, scale.others)
        wide = f"CAST({old} AS HUGEINT)" if self.type_given.endswith("INT") else old
        new = {
            How.NUDGE_UP: f"{old} + {self._tiny(scale)}",
            How.NUDGE_DOWN: f"{old} - {self._tiny(scale)}",
            How.STEP_UP: f"{old} + (1 + floor(7 * {self._spread}))",
            How.STEP_DOWN: f"{old} - (1 + floor(7 * {self._spread}))",
            How.DOUBLE: f"{wide} * 2 + 1",
            How.HALVE: f"{old} // 2" if self.type in _WHOLE else f"{old} / 2",
            How.CLEAR: f"{old} * 0",
            How.ADD: f"{old} + {change.step!r}",
        }[change.how]
        if self.type_given == "DOUBLE":
            return new
        return f"coalesce(TRY_CAST({new} AS {self.type_given}), {old})"

    @property
    def type_given(self) -> str:
        """The type of the column as scripts see it."""
        if self.multiplier is not None:
            return "DOUBLE"
        if self.type in _WHOLE:
            return "BIGINT"
        return "VARCHAR" if self.type == "string" else self.kind

    def _tiny(self, scale: Scale) -> str:
        size = f"(1 + {self._spread} ** 2)"
        if self.exact:  # in the last place, so that the sum stays exact
            return f"{10.0**-self.places!r} * ceil({size} * {TINY * scale.largest * 10.0**self.places!r})"
        return f"{TINY * scale.largest!r} * {size}"

    def _swapped(self, old: str, others: tuple[str, ...]) -> str:
        if len(others) < 2:
            return old
        one, two = (f"CAST({duck.quoted(each)} AS {self.type_given})" for each in others)
        return f"CASE WHEN {old} IS DISTINCT FROM {one} THEN {one} ELSE {two} END"

    @property
    def _spread(self) -> str:
        """A number from 0 to 1 of its own for each row, so that changes made together do not cancel out."""
        start = zlib.crc32(self.name.encode()) / 2**32
        return f"(({start!r} + (file_row_number + 1) * {GOLDEN!r}) % 1)"


@dataclass(frozen=True)
class View:
    """A dataset in its file, as a query."""

    dataset: str
    file: Path
    fields: tuple[Field, ...]
    rows: int
    digest: str = ""
    change: Change | None = None

    @classmethod
    def of(cls, table: LargeTable) -> View:
        """The dataset as it is."""
        fields = tuple(
            Field(each.name, each.type, table.store.kinds[each.name], each.multiplier)
            for each in table.dataset.columns
        )
        return cls(table.dataset.name, table.store.file, fields, len(table), table.digest)

    def field(self, name: str) -> Field:
        """The column of that name."""
        return next(each for each in self.fields if each.name == name)

    def but(self, change: Change) -> View:
        """The dataset with a change made to it."""
        return dataclasses.replace(self, change=change)

    def copy(self, *, deep: bool = True) -> View:  # noqa: ARG002  # what a table can do
        """Itself: nothing can change it."""
        return self

    def sql(self, first: int = 0, last: int | None = None) -> str:
        """The query, of some rows or all."""
        conditions = []
        change = self.change
        if first or last is not None:
            stop = self.rows if last is None else last
            conditions.append(f"file_row_number >= {first} AND file_row_number < {stop}")
        if change is not None and change.how is How.LEAVE_OUT:
            conditions.append(f"NOT ({change.where})")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        columns = ", ".join(
            f"{self._column(each)} AS {duck.name(each.name)}" for each in self.fields
        )
        return f"SELECT {columns} FROM {duck.scan(self.file)}{where}"

    def _column(self, field: Field) -> str:
        change = self.change
        if change is None or field.name not in change.columns:
            return field.sql
        if change.first <= 0 and change.last >= self.rows and not change.but:
            return field.changed(change)
        return f"CASE WHEN {change.where} THEN {field.changed(change)} ELSE {field.sql} END"
