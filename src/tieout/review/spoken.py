"""Spoken: each use of a number with the sentence around it, as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tieout.findings import Place
from tieout.ledger.record import Ledger, Use
from tieout.prose import reading, sentences
from tieout.prose.chapter import Chapter
from tieout.prose.reading import SLOT, Passage

_HERE = "\ue002"  # stands on both sides of the use itself until the sentence is whole
_REFERENCE = re.compile(r"-?@\{?([\w:.-]*\w)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A use of a number with the words around it.

    Attributes:
        where: what the words are: a chapter's text, or the caption or alternative text of a figure.
        before: the sentence up to the number; `display` the number as it stands there; `after` the rest.
        page: the page it stands on, relative to the pages' top folder; empty for a caption.
    """

    use: Use
    where: str
    before: str
    display: str
    after: str
    page: str = ""

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.use.file, self.use.line, self.use.column)

    @property
    def sentence(self) -> str:
        """The whole sentence as a reader sees it."""
        return self.before + self.display + self.after

    def as_json(self) -> dict[str, object]:
        """The use as JSON data."""
        column = {"column": self.use.column} if self.use.column else {}
        place = {"file": self.use.file, "line": self.use.line, **column}
        return {**place, "where": self.where, "display": self.display, "sentence": self.sentence}


def plain(markdown: str) -> str:
    """A caption as a reader sees it: without its markup."""
    nowhere = Place("")
    passages = reading.passage(markdown, reading.Kind.CAPTION, lambda _offset: nowhere)
    return " ".join(" ".join(each.text for each in passages).split())


@dataclass(frozen=True)
class Voice:
    """Finds the sentence around a use; reads every chapter once."""

    ledger: Ledger
    chapters: tuple[Chapter, ...]

    def of(self, use: Use) -> Iterator[Spoken]:
        """The use with the words around it: one sentence, or for a caption each text that says it."""
        where = self._slots.get((use.file, use.line, use.column))
        if where is not None:
            yield self._in_chapter(use, *where)
            return
        found = list(self._in_captions(use))
        yield from found or [Spoken(use, "text", "", use.display, "", self._page(use))]

    def _in_chapter(self, use: Use, passage: Passage, offset: int) -> Spoken:
        language = self.ledger.locale.partition("_")[0]
        spans = sentences.spans(passage.text, language)
        start, end = next((s for s in spans if s[0] <= offset < s[1]), (0, len(passage.text)))
        parts = (
            self._character(passage, position, use, here=position == offset)
            for position in range(start, end)
        )
        read = " ".join("".join(parts).split())
        before, display, after = (*read.split(_HERE), "", "")[:3]
        where = "text" if passage.kind in _TEXT else str(passage.kind)
        return Spoken(use, where, before, display, after, self._page(use))

    def _character(self, passage: Passage, position: int, use: Use, *, here: bool) -> str:
        character = passage.text[position]
        if here:
            return f"{_HERE}{use.display}{_HERE}"
        source = passage.source[position]
        if character == SLOT:
            place = passage.where(source)
            return self._displays.get((place.path, place.line, place.column), "")
        written = passage.chapter.text if passage.chapter is not None else ""
        reference = (
            _REFERENCE.match(written, source) if written[source : source + 1] in "-@" else None
        )
        named = reference[1] if reference is not None else ""
        if passage.chapter is not None and not named:
            named = passage.chapter.parameter(source)
        if named and character != written[source]:
            # What refers to a figure, or prints a parameter, is read as a word; here it says what.
            return "" if passage.source[position - 1] == source else named
        return character

    def _in_captions(self, use: Use) -> Iterator[Spoken]:
        for shown in self.ledger.shown.values():
            if (shown.file, shown.line) != (use.file, use.line):
                continue
            for part, text in (("caption", shown.caption), ("alternative text", shown.alt)):
                read = plain(text)
                # As a number of its own: 5 does not stand in 55.
                hit = re.search(rf"(?<![\d.,]){re.escape(use.display)}(?!\d|[.,]\d)", read)
                if hit:
                    of = f"{part} of {shown.kind} {shown.name}"
                    yield Spoken(use, of, read[: hit.start()], use.display, read[hit.end() :])

    def _page(self, use: Use) -> str:
        pages = (each.entry.page for each in self.chapters if use.file in each.files)
        return next(pages, "")

    @cached_property
    def _slots(self) -> Mapping[tuple[str, int, int], tuple[Passage, int]]:
        """The passage each use stands in and its offset there, by place."""
        found = {}
        for chapter in self.chapters:
            for passage in reading.passages(chapter):
                for slot in passage.slots:
                    place = chapter.place(slot.code.start)
                    found[place.path, place.line, place.column] = (passage, slot.offset)
        return found

    @cached_property
    def _displays(self) -> Mapping[tuple[str, int, int], str]:
        return {
            (use.file, use.line, use.column): use.display
            for record in self.ledger.records.values()
            for use in record.uses
        }


_TEXT = {reading.Kind.PROSE, reading.Kind.FOOTNOTE}
