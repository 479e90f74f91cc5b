"""Contents: what the dossier says: counts with their denominators, and a panel for each thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tieout.data.dataset import BASIS
from tieout.data.sources import SourceEntry
from tieout.data.table import Table
from tieout.ledger.record import Record
from tieout.ledger.signoff import State
from tieout.review import explanation
from tieout.review.dossier import pictures
from tieout.review.dossier.pictures import Picture
from tieout.review.explanation import NumberExplained, ShownExplained
from tieout.review.impact import CellImpact, Impact, impact
from tieout.review.material import Material
from tieout.review.standings import Standings, standings
from tieout.review.target import Target

MAX_CELLS = 2000  # of a dataset; past it only cells that some number depends on are listed


@dataclass(frozen=True, slots=True)
class Tally:
    """A count and what it is of, so that no number stands alone."""

    label: str
    count: int
    of: int
    tone: str = ""

    @property
    def share(self) -> int:
        """The count in per cent of all, rounded; 0 of nothing is 0."""
        return round(100 * self.count / self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class NumberPanel:
    """A number's panel, and what the filters know of it."""

    explained: NumberExplained
    basis: str
    published: str

    @property
    def record(self) -> Record:
        """The number."""
        return self.explained.record

    @property
    def words(self) -> str:
        """What the search looks through."""
        cells = (each.name for each in self.explained.cells)
        sources = (each.id for each in self.record.sources)
        parts = (self.record.name, self.record.title, self.record.display, *cells, *sources)
        return " ".join(parts).lower()


@dataclass(frozen=True, slots=True)
class ShownPanel:
    """A figure's or table's panel: its picture, and the rows offered for download."""

    explained: ShownExplained
    picture: Picture | None
    data: tuple[tuple[str, ...], ...]
    more: int


@dataclass(frozen=True, slots=True)
class DatasetPanel:
    """A dataset's panel: its cells with the numbers that depend on each; `left_out` are not listed."""

    table: Table
    impact: Impact
    cells: tuple[CellImpact, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class SourcePanel:
    """A source's panel: the cells and numbers that rest on it, and the published values it printed."""

    entry: SourceEntry
    cells: tuple[CellImpact, ...]
    idle: int
    numbers: tuple[Record, ...]
    printed: tuple[Record, ...]

    @property
    def url(self) -> str:
        """Its address, if it is one a browser may follow."""
        url = self.entry.fields.get("url", "")
        return url if re.match(r"https?://[^\s\"'<>]+\Z", url) else ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The entry's fields as a reader sees them, the title and address apart."""
        aside = {"title", "url"}
        return tuple(
            (name, re.sub(r"[{}]", "", text))
            for name, text in self.entry.fields.items()
            if name not in aside
        )


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole dossier."""

    title: str
    lang: str
    numbers: tuple[NumberPanel, ...]
    shown: tuple[ShownPanel, ...]
    datasets: tuple[DatasetPanel, ...]
    sources: tuple[SourcePanel, ...]
    standings: Standings
    tallies: tuple[tuple[str, tuple[Tally, ...]], ...]
    confidential: int
    pages: bool


def contents(material: Material) -> Contents:
    """Gather what the dossier says."""
    numbers = tuple(_number(material, each) for each in material.records.values())
    shown = tuple(
        _shown(material, explanation.picture(material, material.ledger.shown[name]))
        for name in sorted(material.ledger.shown)
    )
    datasets = tuple(_dataset(material, table) for table in material.tables.values())
    stands = standings(material)
    return Contents(
        title=material.ledger.title,
        lang=material.book.lang,
        numbers=numbers,
        shown=shown,
        datasets=datasets,
        sources=tuple(_sources(material, datasets)),
        standings=stands,
        tallies=tuple(_tallies(numbers, datasets, stands)),
        confidential=len(material.confidential),
        pages=(material.project.output / "html").is_dir(),
    )


def _number(material: Material, record: Record) -> NumberPanel:
    basis = sorted({each.basis for each in record.inputs if each.basis and each.role == "is"})
    published = record.published.agreement if record.published else "not published"
    return NumberPanel(explanation.number(material, record), ", ".join(basis), published)


def _shown(material: Material, explained: ShownExplained) -> ShownPanel:
    rows, more = pictures.data_of(material.project, explained.shown)
    return ShownPanel(explained, pictures.picture_of(material.project, explained.shown), rows, more)


def _dataset(material: Material, table: Table) -> DatasetPanel:
    every = table.listed and len(table.names) <= MAX_CELLS
    found = impact(material, Target(table), idle=every)
    return DatasetPanel(table, found, found.cells, 0 if every else found.idle)


def _sources(material: Material, datasets: Iterable[DatasetPanel]) -> Iterator[SourcePanel]:
    cells = [each for panel in datasets for each in panel.cells]
    for entry in material.sources.entries.values():
        resting = [c for c in cells if any(cited.id == entry.key for cited in c.cell.sources)]
        yield SourcePanel(
            entry=entry,
            cells=tuple(each for each in resting if each.moved),
            idle=sum(not each.moved for each in resting),
            numbers=tuple(
                each
                for each in material.records.values()
                if any(cited.id == entry.key for cited in each.sources)
            ),
            printed=tuple(
                each
                for each in material.records.values()
                if each.published is not None and each.published.source == entry.key
            ),
        )


def _tallies(
    numbers: tuple[NumberPanel, ...], datasets: tuple[DatasetPanel, ...], stands: Standings
) -> Iterator[tuple[str, tuple[Tally, ...]]]:
    def count(test: Callable[[NumberPanel], bool]) -> int:
        return sum(test(each) for each in numbers)

    every = len(numbers)
    stated = [each for each in numbers if each.record.kind == "datum"]
    yield (
        "Where the numbers come from",
        (
            Tally("computed by a script", every - len(stated), every),
            Tally("stated by a source", len(stated), every),
            *(
                Tally(_basis(basis), sum(each.basis == basis for each in stated), len(stated))
                for basis in sorted({each.basis for each in stated})
            ),
            Tally("known only within a bound", count(lambda n: bool(n.record.bound)), every),
            Tally("used in the report", count(lambda n: bool(n.record.uses)), every),
        ),
    )
    printed = count(lambda n: n.record.published is not None)
    compared = Counter(each.published for each in numbers)
    tones = {"agrees": "good", "agrees after rounding": "good", "differs": "doubtful"}
    yield (
        "Published values",
        (
            Tally("published before", printed, every),
            *(Tally(kind, compared[kind], printed, tone) for kind, tone in tones.items()),
        ),
    )
    all_things = len(stands.all)
    yield (
        "Sign-off",
        (
            Tally("reviewed", stands.count(State.REVIEWED), all_things, "good"),
            Tally("expired", stands.count(State.EXPIRED), all_things, "doubtful"),
            Tally("never reviewed", stands.count(State.NEVER), all_things),
        ),
    )
    declared = sum(each.impact.declared for each in datasets)
    yield (
        "Declared cells",
        (
            Tally("carry a number", sum(d.impact.carrying for d in datasets), declared),
            Tally("could only sway one", sum(d.impact.swaying for d in datasets), declared),
            Tally("no number depends on", sum(d.impact.idle for d in datasets), declared),
        ),
    )


def _basis(basis: str) -> str:
    """What a basis means to a reader, as part of the stated numbers."""
    known = {
        "": f"of these, without a stated {BASIS}",
        "counted": "of these, counts",
        "derived": "of these, sums of stated figures",
        "estimate": "of these, estimates",
        "reported": "of these, reported without counts",
    }
    return known.get(basis, f"of these, {basis}")
