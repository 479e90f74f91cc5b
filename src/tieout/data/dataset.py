"""Dataset: a resource of the data package: its file, its columns, and what of it is confidential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tieout.findings import Place
from tieout.number import Unit
from tieout.text import in_language

# Columns known by name in every dataset.
SOURCE, LOCATOR, QUALIFIER, BASIS, NOTE = "source", "locator", "qualifier", "basis", "note"
BOOKKEEPING = (SOURCE, LOCATOR, QUALIFIER, BASIS, NOTE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Table Schema type, what it counts, by what its cells are multiplied, whether they are secret."""

    name: str
    type: str
    title: str
    titles: Mapping[str, str]
    description: str
    unit: Unit | None
    multiplier: Decimal | None
    confidential: bool = False

    def label(self, language: str) -> str:
        """The column's title in a language, or the one it has."""
        return in_language(self.titles, language, self.title)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A resource of the data package; `path` is relative to the project's root.

    `source` and `locator` hold for every row: for files as received, which have no such columns. `label` is
    the column that says in words what a row is.
    """

    name: str
    title: str
    description: str
    path: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    confidential: bool
    source: str
    locator: str
    descriptor: Mapping[str, Any] = field(repr=False)
    place: Place = field(default=Place(""))
    label: str = ""

    def heading(self, language: str) -> str:
        """The dataset's title in a language, or the one it has."""
        return in_language(self.descriptor.get("tieout:titles"), language, self.title)

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def selectors(self) -> tuple[Column, ...]:
        """The columns a script may select rows by: neither values nor keys nor mere bookkeeping."""
        aside = {*self.primary_key, SOURCE, LOCATOR, NOTE, *self.secret}
        return tuple(c for c in self.columns if c.unit is None and c.name not in aside)

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns of values, those with a unit, whose cells may be shown."""
        return tuple(column for column in self.measures if not column.confidential)

    @property
    def measures(self) -> tuple[Column, ...]:
        """The columns that hold values, confidential ones too."""
        return tuple(column for column in self.columns if column.unit is not None)

    @property
    def secret(self) -> tuple[str, ...]:
        """The columns whose cells no output may hold: all of a confidential dataset's."""
        return tuple(c.name for c in self.columns if self.confidential or c.confidential)

    @property
    def guarded(self) -> bool:
        """Whether anything in it is confidential: numbers made of it are held to the rules of disclosure."""
        return self.confidential or bool(self.secret)

    @property
    def individual(self) -> str:
        """The column that says whom a row is about, where several rows are about one; empty: the row itself."""
        return str(self.descriptor.get("tieout:individual") or "")

    def hides(self, column: str) -> bool:
        """Whether a column's cells are confidential."""
        return self.confidential or column in self.secret
