"""Reading: a chapter as its reader meets it: passages of plain text, each character with its place in the chapter."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tieout.findings import Place
from tieout.prose.chapter import Chapter
from tieout.prose.shortcodes import Fault, Shortcode, scan


class Kind(StrEnum):
    """What a passage is to the page."""

    PROSE = "prose"
    HEADING = "heading"
    CELL = "table"
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    ALT = "alternative text"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Slot:
    """A shortcode in a passage: it stands where `SLOT` does, until its words are put in."""

    offset: int
    code: Shortcode


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that a reader reads in one go: a paragraph, a heading, a cell, a caption.

    Attributes:
        text: plain text, without markup, each shortcode as one `SLOT` character.
        source: for each character its offset in what it was read from.
        where: the file, line and column of such an offset.
        chapter: the chapter it stands in; None for a caption in a script, or front matter.
    """

    kind: Kind
    text: str
    source: array[int] = field(repr=False)
    slots: tuple[Slot, ...]
    where: Callable[[int], Place] = field(repr=False)
    chapter: Chapter | None = field(default=None, repr=False)


SLOT = "\ue010"
_DEEPEST = 20  # notes in notes: what lies deeper nobody reads
_SHORTCODE = re.compile(r"\{\{<(?!/\*).*?>\}\}", re.S)
# What stands in a paragraph and is no text; the order matters: the first that fits is taken.
_INLINE = re.compile(
    r"""
      (?P<code>\{\{<(?!/\*).*?>\}\})
    | (?P<escape>\\(?P<escaped>[^\w\s]|\ ))
    | (?P<image>!\[(?P<caption>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\))
    | (?P<cited>\[[^\[\]]*(?<![\w.])-?@[\w{][^\[\]]*\])
    | (?P<noteref>\[\^[^\]\s]+\])
    | (?P<note>\^\[)
    | (?P<target>\](?:\((?:[^()\s]|\([^()]*\))*(?:\s+"[^"]*")?\)|\[[^\[\]\n]*\]))
    | (?P<attributes>\{(?=[#.=\w-])(?:[^{}\n]|\{\{<[^{}\n]*>\}\})*\})
    | (?P<url><?(?:https?://|www\.|mailto:)[^\s<>]*[^\s<>.,;:)\]'"\u2019\u201d]>?|(?<![\w.+-])\w[\w.+-]*@[\w-]+\.\w[\w.]*)
    | (?P<reference>(?<![\w@])-?@(?:\{[^}\s]+\}|[A-Za-z0-9_](?:[\w]|[:.\#$%&+?<>~/-](?=\w))*))
    | (?P<tag></?[A-Za-z][^<>]*>)
    | (?P<entity>&(?:nbsp|thinsp|amp|ndash|mdash|shy);)
    | (?P<dashes>-{2,3}(?!-))
    | (?P<mark>\*+|~~?|\^|[\[\]]|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w))
    | (?P<space>[ \t]*\n[ ]{0,3}(?:>[ ]?)*\s*|[ \t]{2,}|\t)
    """,
    re.X | re.S,
)
_ATTRIBUTE = re.compile(
    r"""\b(?P<key>fig-alt|alt|title|fig-cap|tbl-cap)\s*=\s*"(?P<text>[^"]*)\""""
)
_ENTITIES = {"&nbsp;": "\N{NO-BREAK SPACE}", "&thinsp;": " ", "&amp;": "&", "&shy;": ""}
_ENTITIES |= {"&ndash;": "\N{EN DASH}", "&mdash;": "\N{EM DASH}"}
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ \t]+")
_FENCE = re.compile(r"[ >]*:{3,}")
_RULE = re.compile(
    r"\s*(?:[-=*_][ \t]*){3,}$|\s*\+[-=+:]+\+\s*$|\s*(?:\|[ \t]*)?:?-+:?[ \t]*(?:\|[ \t:-]*)+$"
)
_ITEM = re.compile(
    r"[ \t>]*(?:[-*+]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|\#)[.)]|\(@\w*\))[ \t]+(?=\S)"
)
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_DEFINITION = re.compile(r"[ ]{0,3}:[ \t]+")
_QUOTE = re.compile(r"[ ]{0,3}(?:>[ \t]?)+")
_LINKED = re.compile(r"[ ]{0,3}\[[^\]^][^\]]*\]:\s+\S+")


def passages(chapter: Chapter) -> Iterator[Passage]:
    """Every passage of a chapter, in order."""
    yield from _Reader(chapter.prose, chapter.place, chapter).passages()


def passage(text: str, kind: Kind, where: Callable[[int], Place]) -> Iterator[Passage]:
    """The passages of a piece of Markdown that stands by itself: a caption, a title."""
    reader = _Reader(text, where, None)
    yield from reader.inline(0, len(text), kind)
    yield from reader.aside


class _Reader:
    """Takes a Markdown text apart into passages."""

    def __init__(self, text: str, where: Callable[[int], Place], chapter: Chapter | None) -> None:
        self.text = text
        self.where = where
        self.chapter = chapter
        codes = chapter.shortcodes if chapter is not None else scan(text)
        self.codes = {each.start: each for each in codes if not isinstance(each, Fault)}
        self.aside: list[Passage] = []
        self.depth = 0  # of notes in notes

    def passages(self) -> Iterator[Passage]:
        for kind, start, end in self._blocks():
            yield from self.inline(start, end, kind)
            yield from self.aside
            self.aside = []
        yield from self.aside

    def inline(self, start: int, end: int, kind: Kind) -> Iterator[Passage]:
        """The passage that this stretch of the text makes, without its markup."""
        out: list[str] = []
        source: array[int] = array("l")
        slots: list[Slot] = []

        def put(text: str, offset: int, *, steps: bool = False) -> None:
            out.append(text)
            source.extend(range(offset, offset + len(text)) if steps else [offset] * len(text))

        length = 0
        position = start
        while position < end:
            hit = _INLINE.search(self.text, position, end)
            stop = hit.start() if hit else end
            put(self.text[position:stop], position, steps=True)
            length += stop - position
            if hit is None:
                break
            position = hit.end()
            added = self._one(hit, length, out[-1][-1:] if out[-1] else "", slots)
            if hit["note"]:
                position = self._note(hit.end(), end)
            put(added, hit.start())
            length += len(added)
        text = "".join(out)
        if text.strip():
            yield Passage(kind, text, source, tuple(slots), self.where, self.chapter)

    def _one(self, hit: re.Match[str], offset: int, before: str, slots: list[Slot]) -> str:  # noqa: PLR0911  # one a kind of markup
        """What a reader sees of a piece of markup."""
        if hit["code"]:
            code = self.codes.get(hit.start())
            if code is None or code.name not in {"stat", "word"}:
                return "it" if code is not None and code.name == "param" else ""
            slots.append(Slot(offset, code))
            return SLOT
        if hit["escape"]:
            return hit["escaped"]
        if hit["image"]:
            inner = hit.start("caption")
            self.aside += self.inline(inner, hit.end("caption"), Kind.CAPTION)
        elif hit["attributes"] or hit["tag"]:
            self._attributes(hit.start(), hit.end())
        elif hit["reference"]:
            return "it"
        elif hit["entity"]:
            return _ENTITIES[hit.group()]
        elif hit["dashes"]:
            return "\N{EN DASH}" if len(hit.group()) == 2 else "\N{EM DASH}"
        elif hit["space"]:
            return "" if before == " " else " "
        return ""

    def _note(self, start: int, end: int) -> int:
        """Read an inline footnote as a passage of its own; where it ends."""
        depth, position = 1, start
        while position < end and depth:
            depth += {"[": 1, "]": -1}.get(self.text[position], 0)
            position += 1
        if self.depth < _DEEPEST:
            self.depth += 1
            self.aside += self.inline(start, position - 1, Kind.FOOTNOTE)
            self.depth -= 1
        return position

    def _attributes(self, start: int, end: int) -> None:
        for each in _ATTRIBUTE.finditer(self.text, start, end):
            kind = {"title": Kind.TITLE, "alt": Kind.ALT, "fig-alt": Kind.ALT}.get(each["key"])
            begin, stop = each.span("text")
            self.aside += self.inline(begin, stop, kind or Kind.CAPTION)

    def _blocks(self) -> Iterator[tuple[Kind, int, int]]:
        kind, start, end = Kind.PROSE, -1, -1
        table = listing = False
        for line_start, line_end in self._lines():
            line = self.text[line_start:line_end]
            table = bool(line.strip()) and (table or bool(_RULE.match(line) and "|" in line))
            opening = self._opening(line, table, start < 0 or listing, start < 0)
            if opening is None and start >= 0:
                end = line_end
                continue
            if start >= 0:
                yield from self._finished(kind, start, end)
            kind, skip = opening or (Kind.PROSE, 0)
            start, end = (line_start + skip, line_end) if skip >= 0 else (-1, -1)
            listing = bool(_ITEM.match(line))
            if skip < 0 and _FENCE.match(line):
                self._attributes(line_start, line_end)
            elif kind in {Kind.HEADING, Kind.CELL} and start >= 0:
                yield from self._finished(kind, start, end)
                start = -1
        if start >= 0:
            yield from self._finished(kind, start, end)

    def _opening(
        self, line: str, table: bool, may_list: bool, fresh: bool
    ) -> tuple[Kind, int] | None:
        """The kind of block a line begins and how much of it is markup; -1: the line is no text."""
        if not line.strip() or _FENCE.match(line) or _RULE.match(line) or _LINKED.match(line):
            return Kind.PROSE, -1
        if line.lstrip().startswith("|") or (table and "|" in line):
            return Kind.CELL, 0
        for pattern, kind, possible in (
            (_HEADING, Kind.HEADING, True),
            (_FOOTNOTE, Kind.FOOTNOTE, True),
            (_DEFINITION, Kind.PROSE, True),
            (_ITEM, Kind.PROSE, may_list),
            (_QUOTE, Kind.PROSE, fresh),
        ):
            found = pattern.match(line) if possible else None
            if found:
                return kind, found.end()
        return None

    def _finished(self, kind: Kind, start: int, end: int) -> Iterator[tuple[Kind, int, int]]:
        if kind is not Kind.CELL:
            yield kind, start, end
            return
        position = start
        for bar in re.finditer(r"(?<!\\)\|", _SHORTCODE.sub(_blank, self.text[start:end])):
            yield kind, position, start + bar.start()
            position = start + bar.end()
        yield kind, position, end

    def _lines(self) -> Iterator[tuple[int, int]]:
        # A shortcode may be written over several lines.
        text = _SHORTCODE.sub(_blank, self.text)
        position = 0
        while position < len(text):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            yield position, end
            position = end + 1


def _blank(hit: re.Match[str]) -> str:
    return " " * (len(hit.group()) - 2) + "xx" if len(hit.group()) > 1 else " "
