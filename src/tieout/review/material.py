"""Material: what a review reads: the ledger, and the data, chapters, sources and sign-offs beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tieout import catalogue
from tieout.data.dataset import NOTE, Dataset
from tieout.data.package import read_package
from tieout.data.read import read_tables
from tieout.data.sources import Sources, read_sources
from tieout.data.table import Table
from tieout.findings import Finding, Place, TieoutError, nearest
from tieout.ledger import signoff
from tieout.ledger.numbers import Numbers
from tieout.ledger.record import Input, Ledger, Record, Shown
from tieout.ledger.signoff import SignOff, Standing
from tieout.project import Project
from tieout.prose.book import Book, read_book
from tieout.prose.chapter import Chapter, read_chapter
from tieout.review.spoken import Spoken, Voice

_KINDS = ("number", "figure", "table")


@dataclass(frozen=True)
class Material:
    """A project as its reviewer finds it; each part is read when it is first asked for."""

    project: Project
    ledger: Ledger

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The datasets' tables, confidential ones and confidential columns left out."""
        tables = read_tables(self.project, read_package(self.project))
        return {n: each.open for n, each in tables.items() if not each.dataset.confidential}

    @cached_property
    def confidential(self) -> Mapping[str, Dataset]:
        """The datasets whose rows stay out of every output."""
        datasets = read_package(self.project).datasets
        return {name: each for name, each in datasets.items() if each.confidential}

    @cached_property
    def sources(self) -> Sources:
        """The bibliography."""
        return read_sources(self.project)

    @cached_property
    def signed(self) -> tuple[SignOff, ...]:
        """The sign-offs."""
        return signoff.read(self.project)

    @cached_property
    def book(self) -> Book:
        """The book."""
        return read_book(self.project)

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters."""
        return tuple(read_chapter(self.project, entry) for entry in self.book.entries)

    @cached_property
    def records(self) -> Mapping[str, Record]:
        """The numbers, cells of confidential datasets left out; by name."""
        hidden = self.confidential
        return {
            name: each
            for name, each in sorted(self.ledger.records.items())
            if not (each.kind == "datum" and name.partition(".")[0] in hidden)
        }

    def standing(self, thing: Record | Shown) -> Standing:
        """How a number, figure or table stands with its reviewers."""
        return signoff.standing(thing, self.signed)

    def find(self, name: str) -> Record | Shown:
        """The number of that name, or what `figure:NAME` and `table:NAME` name.

        Raises:
            TieoutError: there is none; the finding names the nearest.
        """
        kind, _, rest = name.partition(":")
        if kind in _KINDS and rest:
            thing: Record | Shown | None = self._of(kind).get(rest)
        else:
            kind, rest = "number", name
            # A figure's name alone is clear where no number has it.
            thing = self.records.get(name) or self.ledger.shown.get(name) or self._cell(name)
        if thing is None:
            raise self._unknown(kind, rest)
        return thing

    def spoken(self, thing: Record | Shown) -> tuple[Spoken, ...]:
        """The uses of a number with the sentence around each, in the order of the report."""
        key = (type(thing).__name__, thing.name)
        if key not in self._said:
            found: dict[Spoken, None] = {}
            for use in thing.uses:
                found |= dict.fromkeys(self._voice.of(use))
            self._said[key] = tuple(found)
        return self._said[key]

    def note(self, cell: Input) -> str:
        """What the row of a cell says in its `note` column."""
        table = self.tables.get(cell.dataset)
        row = None if table is None else table.row_at(cell.row)
        if table is None or row is None or table.key(row) != cell.key:
            return ""
        return table.text(NOTE, row)

    def _cell(self, name: str) -> Record | None:
        """A cell that no chapter uses, as a number."""
        table = self.tables.get(name.partition(".")[0])
        if table is None or name not in table.names:
            return None
        return Numbers({}, {}, {}, self.tables, self.sources, self.ledger.locale).record(name)

    def _of(self, kind: str) -> Mapping[str, Record | Shown]:
        if kind == "number":
            return self.records
        return {name: each for name, each in self.ledger.shown.items() if each.kind == kind}

    def _unknown(self, kind: str, name: str) -> TieoutError:
        rule = catalogue.UNKNOWN_NUMBER if kind == "number" else catalogue.UNKNOWN_FIGURE
        known = [*self._of(kind)]
        table = self.tables.get(name.partition(".")[0])
        remedy = nearest(name, [*known, *(table.names if table else ())])
        if not remedy and kind == "number":
            shown = {f"{each.kind}:{each.name}": each for each in self.ledger.shown.values()}
            remedy = nearest(name, [each.name for each in shown.values()])
            remedy = remedy or "'tieout review --list' names every number, figure and table."
        if not remedy:
            remedy = f"Known: {', '.join(sorted(known)) or 'none'}."
        message = f"unknown {kind} '{name}'"
        place = Place(self.project.relative(self.project.output / "ledger.json"))
        return TieoutError(Finding(rule, place, message, remedy), found=False)

    @cached_property
    def _said(self) -> dict[tuple[str, str], tuple[Spoken, ...]]:
        return {}

    @cached_property
    def _voice(self) -> Voice:
        return Voice(self.ledger, self.chapters)
