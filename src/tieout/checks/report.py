"""Report: everything the checks read: chapters as read, numbers, data, bibliography; nothing here runs or writes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from tieout.checks.defined import Defined
from tieout.checks.grammar import tagged
from tieout.checks.language import Language, language
from tieout.checks.text import Sentence, Stated, Text, texts
from tieout.data.sources import Sources
from tieout.data.table import Table
from tieout.display import Style, display, rounded
from tieout.findings import Finding, Place, Rule, Severity
from tieout.ledger.numbers import Numbers
from tieout.ledger.record import Record, Shown
from tieout.ledger.signoff import SignOff
from tieout.number import exact
from tieout.prose import reading, yaml
from tieout.prose.book import Book
from tieout.prose.chapter import Chapter
from tieout.prose.reading import Kind, Passage
from tieout.prose.shortcodes import Shortcode

# A large table's cells are not offered by the million.
IN_WORDS = "in words: "  # before a number that is asked for as it is spelt
_MAX_ROWS = 5000
_FRONT = ("title", "subtitle", "abstract", "description", "description-meta", "keywords")


@dataclass(frozen=True)
class Report:
    """A report as the checks find it.

    Attributes:
        records: the ledger's numbers.
        locale: the language numbers are written in.
        titles: whether the book's own titles are read.
        changed: files that changed since the ledger was made, with what happened to each; None: not known.
    """

    chapters: tuple[Chapter, ...]
    records: Mapping[str, Record]
    locale: str = "en_GB"
    book: Book | None = None
    shown: Mapping[str, Shown] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    sources: Sources = field(default_factory=lambda: Sources("references.bib", {}))
    definitions: tuple[Defined, ...] = ()
    changed: Mapping[str, str] | None = None
    signed: tuple[SignOff, ...] = ()
    titles: bool = True

    @cached_property
    def language(self) -> Language | None:
        """The words of the report's language; None where tieout has none yet."""
        return language(self.book.lang if self.book else self.locale)

    @cached_property
    def data(self) -> Numbers:
        """The cells of the tables as numbers."""
        return Numbers({}, {}, {}, self.tables, self.sources, self.locale)

    @cached_property
    def whole(self) -> Report:
        """The report that this is a part of."""
        return self

    @cached_property
    def displays(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the numbers behind each display: made when the first typed number asks."""
        found: dict[str, list[str]] = {}
        for name, record in self.records.items():
            found.setdefault(record.display, []).append(name)
        for table in self.tables.values():
            if len(table) > _MAX_ROWS or table.dataset.confidential:
                continue
            for name in table.names:
                if name not in self.records:
                    shown = display(*table.value(name), self.locale)
                    found.setdefault(shown, []).append(name)
        return {display: tuple(sorted(names)) for display, names in found.items()}

    @cached_property
    def asked(self) -> set[str]:
        """The typed numbers for which somebody asked which numbers look like them."""
        return set()

    @cached_property
    def worded(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the ledger's numbers by how they are written in words; made when one is typed."""
        found: dict[str, list[str]] = {}
        for name, record in self.records.items():
            try:
                text = display(record.value, record.unit, self.locale, Style(words="words"))
            except ValueError:
                continue  # this number or language has no words
            found.setdefault(text, []).append(name)
        return {text: tuple(sorted(names)) for text, names in found.items()}

    def alike(self, written: str) -> tuple[str, ...]:
        """The names of the numbers that are displayed exactly so, or after `IN_WORDS` spelt so."""
        self.asked.add(written)
        return self.whole.looks(written)

    def looks(self, written: str) -> tuple[str, ...]:
        """The same without keeping account of the question."""
        if written.startswith(IN_WORDS):
            return self.worded.get(written.removeprefix(IN_WORDS), ())
        return self.displays.get(written, ())

    def record(self, name: str) -> Record | None:
        """The number of that name: from the ledger, or a cell that no chapter used when it was made."""
        found = self.records.get(name)
        if found is not None or not self.data.knows(name):
            return found
        return self.data.record(name)

    def parts(self) -> Iterator[Report]:
        """The report chapter by chapter; titles and the captions of scripts by themselves."""
        rest = dataclasses.replace(self, chapters=())
        chapters = (
            dataclasses.replace(self, chapters=(chapter,), definitions=(), titles=False)
            for chapter in self.chapters
        )
        for part in (rest, *chapters):
            # The tables' names and how each number looks are the same for all.
            part.__dict__["data"] = self.data
            part.__dict__["whole"] = self
            yield part

    @cached_property
    def told(self) -> set[tuple[int, int]]:
        """The sentences that something was found in: what says less surely is silent there."""
        return set()

    def is_told(self, sentence: Sentence) -> bool:
        """Whether something was found in a sentence."""
        return (id(sentence.within), sentence.start) in self.told

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Everything a reader reads, in order: chapters, captions, titles; numbers written in."""
        return tuple(texts(self._passages(), self.stated))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of it."""
        words = self.language
        code = words.code if words else "en"
        found: list[Sentence] = []
        for text in self.texts:
            quoted = tuple(hit.span() for hit in words.quoted.finditer(text.text)) if words else ()
            found += text.sentences(code, quoted)
        return tuple(found)

    @cached_property
    def claims(self) -> tuple[Sentence, ...]:
        """The sentences that hold a number of the ledger: only they can contradict one."""
        words = self.language
        return tuple(
            dataclasses.replace(each, tagged=tagged(each.marked, words) if words else each.marked)
            for each in self.sentences
            if each.numbers
        )

    def precisely(self, stated: Stated) -> str:
        """The value with two more decimals than a reader sees."""
        places = -int(
            rounded(stated.record.value, stated.record.unit, stated.style).as_tuple().exponent
        )
        style = Style(decimals=min(places + 2, 12), absolute=stated.style.absolute)
        more = display(stated.record.value, stated.record.unit, self.locale, style)
        if exact(stated.record.value).denominator == 1 and places == 0:
            return stated.display
        return more

    def finding(
        self, rule: Rule, sentence: Sentence, offset: int, message: str, remedy: str
    ) -> Finding:
        """A finding about a sentence, at an offset into its marked text."""
        if rule.severity is not Severity.NOTE:
            self.told.add((id(sentence.within), sentence.start))
        return Finding(rule, sentence.place(offset), message, remedy)

    def _passages(self) -> Iterator[Passage]:
        if self.book is not None and self.titles:
            yield from _front(self.book.config, ("book",))
        for chapter in self.chapters:
            yield from _front(chapter.front, ())
            yield from reading.passages(chapter)
        for each in self.definitions:
            if each.kind == "statistic":
                continue
            for name, kind in (
                ("caption", Kind.CAPTION),
                ("alt", Kind.ALT),
                ("source", Kind.CAPTION),
            ):
                written = each.texts.get(name)
                if written is not None:
                    yield from reading.passage(written.text, kind, written.place)

    def stated(self, code: Shortcode) -> Stated | None:
        """A shortcode's number as the reader sees it."""
        record = self.record(code.arguments[0]) if code.arguments else None
        if record is None:
            return None
        if code.name == "word":
            return _word(code, record)
        try:
            style = Style.parse(code.options)
            if style.decimals is None:
                style = dataclasses.replace(style, decimals=self.decimals(record))
            text = record.display  # as the ledger has it: most uses ask for nothing else
            if code.options:
                text = display(record.value, record.unit, self.locale, style, record.bound)
            shown = Fraction(rounded(record.value, record.unit, style))
        except ValueError:
            return None  # the build says what is wrong with it
        return Stated(record, code, style, text, shown, 0, 0)

    def decimals(self, record: Record) -> int | None:
        """The decimals a statistic asks for itself; None: its unit's."""
        if record.kind != "statistic":
            return None
        asked = re.search(r"@[^@]*?\bdecimals\s*=\s*(\d+)", record.formula)
        return int(asked[1]) if asked else None


def _word(code: Shortcode, record: Record) -> Stated | None:
    words = code.arguments[1:]
    which = 0 if record.value > 0 else 1 if record.value < 0 else 2
    text = words[which] if which < len(words) else ""
    return Stated(record, code, Style(), text, Fraction(0), 0, 0, word=True)


def _always(place: Place) -> Callable[[int], Place]:
    return lambda _offset: place


def _front(document: yaml.Document, keys: tuple[str, ...]) -> Iterator[Passage]:
    """The titles and summaries of a front matter."""
    data = document.data
    for key in keys:
        data = data.get(key) or {}
    for name in _FRONT:
        value = data.get(name)
        if isinstance(value, str):
            place = document.place(*keys, name)
            yield from reading.passage(value, Kind.TITLE, _always(place))
