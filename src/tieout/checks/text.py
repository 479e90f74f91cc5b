"""Text: what a reader reads, sentence by sentence, with the numbers of the ledger in it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from tieout.display import Style
from tieout.findings import Place
from tieout.ledger.record import Record
from tieout.number import UnitKind, exact
from tieout.prose import reading, sentences
from tieout.prose.shortcodes import Shortcode

OPEN, CLOSE = "⟦", "⟧"
_PLAIN = str.maketrans(OPEN + CLOSE, "[]")  # where prose has them itself


@dataclass(frozen=True, slots=True)
class Stated:
    """A number of the ledger as it stands in a text: `start` and `end` are offsets of its display.

    Attributes:
        shown: what the reader sees, percent as per cent: 77.3 for 0.7731.
        word: whether it is no number but a word that follows one (`{{< word … >}}`).
    """

    record: Record
    code: Shortcode
    style: Style
    display: str
    shown: Fraction
    start: int
    end: int
    word: bool = False

    @property
    def value(self) -> Fraction:
        """The exact value on the scale it is shown on; without its sign where the use drops it."""
        value = exact(self.record.value)
        if self.record.unit.kind is UnitKind.PERCENT:
            value *= 100
        return abs(value) if self.style.absolute else value

    @property
    def signed(self) -> Fraction:
        """The exact value with its sign, whatever the use shows."""
        value = exact(self.record.value)
        return value * 100 if self.record.unit.kind is UnitKind.PERCENT else value

    @property
    def kind(self) -> UnitKind:
        """What it counts."""
        return self.record.unit.kind


@dataclass(frozen=True, slots=True)
class Text:
    """A passage with its numbers written in; `source` maps its characters to the passage's source."""

    passage: reading.Passage
    text: str
    source: array[int] = field(repr=False)
    numbers: tuple[Stated, ...]

    def place(self, offset: int) -> Place:
        """The file, line and column of an offset into the text."""
        return self.passage.where(self.source[min(offset, len(self.source) - 1)])

    def sentences(
        self, language: str, quoted: tuple[tuple[int, int], ...] = ()
    ) -> Iterator[Sentence]:
        """The sentences, in order; what is quoted (somebody else's words) is blanked in `marked`."""
        for start, end in sentences.spans(self.text, language):
            inside = [n for n in self.numbers if start <= n.start and n.end <= end]
            yield _sentence(self, start, end, inside, quoted)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `marked` is its text with each number as `⟦0⟧`, `⟦1⟧`, … for `numbers[0]`, ….

    `offsets` maps the characters of `marked` to offsets of `within`. `tagged` is `marked`, as long, with what
    many rules look for as single signs: words for rising as `▲▲▲`, for falling as `▼▼▼`, hedges before a number
    as `~~~`.
    """

    within: Text
    start: int
    end: int
    marked: str
    offsets: array[int] = field(repr=False)
    numbers: tuple[Stated, ...]
    tagged: str = ""

    @property
    def text(self) -> str:
        """The sentence as read."""
        return self.within.text[self.start : self.end]

    def place(self, offset: int) -> Place:
        """The file, line and column of an offset into `marked`."""
        return self.within.place(self.offsets[min(offset, len(self.offsets) - 1)])

    def span(self, index: int) -> tuple[int, int]:
        """Where a number's mark stands in `marked`."""
        mark = f"{OPEN}{index}{CLOSE}"
        start = self.marked.index(mark)
        return start, start + len(mark)

    def number(self, index: str | int) -> Stated:
        """The number that a mark stands for."""
        return self.numbers[int(index)]


def texts(
    passages: Iterator[reading.Passage], resolve: Callable[[Shortcode], Stated | None]
) -> Iterator[Text]:
    """The passages with their numbers written in; an unknown number leaves nothing."""
    for passage in passages:
        parts: list[str] = []
        source: array[int] = array("l")
        numbers: list[Stated] = []
        done = length = 0
        for slot in passage.slots:
            parts.append(passage.text[done : slot.offset])
            source.extend(passage.source[done : slot.offset])
            length += slot.offset - done
            done = slot.offset + len(reading.SLOT)
            stated = resolve(slot.code)
            if stated is None:
                continue
            end = length + len(stated.display)
            parts.append(stated.display)
            source.extend([passage.source[slot.offset]] * len(stated.display))
            numbers.append(_moved(stated, length, end))
            length = end
        parts.append(passage.text[done:])
        source.extend(passage.source[done:])
        yield Text(passage, "".join(parts), source, tuple(numbers))


def _moved(stated: Stated, start: int, end: int) -> Stated:
    return Stated(
        stated.record,
        stated.code,
        stated.style,
        stated.display,
        stated.shown,
        start,
        end,
        stated.word,
    )


def _sentence(
    text: Text,
    start: int,
    end: int,
    inside: list[Stated],
    quoted: tuple[tuple[int, int], ...],
) -> Sentence:
    parts: list[str] = []
    offsets: array[int] = array("l")
    numbers = [each for each in inside if not each.word]
    done = start
    for index, each in enumerate(numbers):
        mark = f"{OPEN}{index}{CLOSE}"
        parts += [text.text[done : each.start].translate(_PLAIN), mark]
        offsets.extend(range(done, each.start))
        offsets.extend([each.start] * len(mark))
        done = each.end
    parts.append(text.text[done:end].translate(_PLAIN))
    offsets.extend(range(done, end))
    if not offsets:
        offsets.append(start)
    marked = "".join(parts)
    if any(first < end and start < last for first, last in quoted):
        marked = "".join(
            "_" if c.isalpha() and any(first <= o < last for first, last in quoted) else c
            for c, o in zip(marked, offsets, strict=False)
        )
    return Sentence(text, start, end, marked, offsets, tuple(numbers))
