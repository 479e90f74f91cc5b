"""Compile: chapters and results become ledger and fragments."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tieout import catalogue
from tieout.compute.messages import Grid
from tieout.data.confidential import withheld
from tieout.data.package import Package
from tieout.display import display
from tieout.findings import Finding, Place, graded, raise_errors
from tieout.ledger import register
from tieout.ledger.disclosure.exceptions import exempt
from tieout.ledger.figure_data import Assets
from tieout.ledger.fragments import Fragments
from tieout.ledger.numbers import Numbers
from tieout.ledger.panels import panels
from tieout.ledger.record import Ledger
from tieout.ledger.shown import shown
from tieout.ledger.using import Using
from tieout.number import Unit, UnitKind
from tieout.project import CONFIG
from tieout.prose.book import Book
from tieout.prose.chapter import Chapter
from tieout.prose.references import citations


@dataclass(frozen=True, slots=True)
class Compiled:
    """The ledger, the fragments, warnings, and the sources something cites."""

    ledger: Ledger
    fragments: Fragments
    findings: tuple[Finding, ...] = field(default=())


def compile_ledger(
    book: Book,
    chapters: Iterable[Chapter],
    numbers: Numbers,
    grids: Mapping[str, Grid],
    assets: Mapping[str, Assets],
    severities: Mapping[str, str] | None = None,
) -> Compiled:
    """Resolve every shortcode of every chapter.

    Raises:
        TieoutError: a shortcode names something unknown or has an argument that cannot be used.
    """
    raise_errors(_language_faults(book, numbers.locale))
    using = Using(numbers, grids, assets, _register_page(chapters := tuple(chapters)))
    for chapter in chapters:
        for code in chapter.shortcodes:
            using.use(code, chapter.place(code.start))
    using.found = graded(using.found, severities or {})
    raise_errors(using.found)
    records = {name: numbers.record(name) for name in numbers.statistics}
    for name, uses in using.uses.items():
        records[name] = dataclasses.replace(numbers.record(name), uses=tuple(uses))
    if any(key == "register" for key in using.made):
        used = [records[name] for name in using.uses]
        using.made["register"] = register.fragment(used, numbers.sources, numbers.locale)
    cited = {each.key for chapter in chapters for each in citations(chapter)}
    cited |= {key for table in numbers.tables.values() for key in table.citing}
    cited |= {key for table in numbers.tables.values() for key in table.beside}
    cited |= {said.source for each in records.values() if (said := each.published)}
    later = (
        *numbers.by_hand_faults(),
        *numbers.published_faults(),
        *numbers.sources.unused(cited),
    )
    found = [*using.found, *graded(later, severities or {})]
    raise_errors(found)
    datasets = {name: table.dataset for name, table in numbers.tables.items()}
    ledger = Ledger(
        book.title,
        numbers.locale,
        records,
        shown(numbers, using.made, using.shown),
        withheld(Package("", datasets)).names,
        exempt(datasets.values()),
        numbers.edition,
    )
    opened = panels((records[name] for name in using.uses), numbers.sources)
    return Compiled(ledger, Fragments(using.made, opened), tuple(found))


def _language_faults(book: Book, locale: str) -> Iterator[Finding]:
    try:
        display(0, Unit(UnitKind.PLAIN), locale)
    except ValueError as error:
        place = Place(CONFIG) if locale != book.locale else book.config.place("lang")
        remedy = "Give a language code such as en-GB, fr or km."
        yield Finding(catalogue.BAD_BOOK, place, str(error), remedy)


def _register_page(chapters: Iterable[Chapter]) -> str:
    """The page of the chapter that holds the register; empty when none does."""
    for chapter in chapters:
        if any(code.name == "register" for code in chapter.shortcodes):
            return chapter.entry.page
    return ""
