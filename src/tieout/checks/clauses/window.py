"""Window: a sentence, or two that follow each other, as one run of tokens with the numbers in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tieout.checks.clauses.tokens import Token, tokens
from tieout.checks.grammar import alike
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence, Stated
from tieout.number import UnitKind
from tieout.prose.reading import Kind

_ENDS = frozenset({";", "(", ")", ":", ".", "–", "—", "!", "?"})
_WORD = re.compile(r"[a-z]{4,}")
_MANY = 4  # numbers of two sentences of which nobody can say who belongs to whom
_STEM = 5  # letters that two forms of a word share: injured, injuries


@dataclass(slots=True)
class Spot:
    """A number where it stands: `at` is its token; `before` and `after` its own words, as token spans."""

    stated: Stated
    at: int
    before: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)
    title: str = ""
    kind: str = ""


@dataclass(slots=True)
class Window:
    """Sentences read together: their tokens one after the other, and their numbers."""

    sentences: tuple[Sentence, ...]
    tokens: list[Token]
    language: Language
    spots: list[Spot] = field(default_factory=list)
    heading: bool = False
    listed: bool = False
    kinds: frozenset[str] = frozenset()

    def words(self, first: int, last: int) -> list[Token]:
        """The tokens of a span."""
        return self.tokens[max(0, first) : last]

    def has(self, tag: str, first: int = 0, last: int | None = None) -> bool:
        """Whether a word of that class stands in a span."""
        return any(tag in each.tags for each in self.tokens[max(0, first) : last])

    def clause(self, at: int) -> tuple[int, int]:
        """The statement around a token: up to the marks that part statements."""
        first = at
        while first > 0 and not self.tokens[first - 1].breaks:
            first -= 1
        last = at
        while last < len(self.tokens) and not self.tokens[last].breaks:
            last += 1
        return first, last

    def stems(self, first: int, last: int) -> set[str]:
        """What a span is about: its words of weight without their endings."""
        text = " ".join(each.text for each in self.words(first, last))
        return stems(text)


def stems(text: str) -> set[str]:
    """What a text is about."""
    found = (hit.group() for hit in _WORD.finditer(text.lower()))
    return {(each[:-1] if each.endswith("s") else each)[:_STEM] for each in found}


# What a text is about in no case.
EMPTY = frozenset(
    stems("that this with from have were been when which there their those these than them")
)


def windows(report: Report, language: Language) -> Iterator[Window]:
    """Each sentence with a number; then with the one before, the one after, a heading or a list before it."""
    read: dict[int, list[Token]] = {}

    def of(*several: Sentence, heading: bool = False, listed: bool = False) -> Window:
        parts: list[Token] = []
        for each in several:
            if id(each) not in read:
                read[id(each)] = tokens(each, language)
            if parts and not parts[-1].breaks:  # a heading, a line of a list
                end = parts[-1].end
                parts.append(Token(".", frozenset(), end, end, parts[-1].sentence))
            parts += read[id(each)]
        return made(several, parts, language, heading=heading, listed=listed)

    every = report.sentences
    run: list[Sentence] = []  # the lines of a list, each with its number
    for index, sentence in enumerate(every):
        last = every[index - 1] if index else None
        kind = sentence.within.passage.kind
        beside = last is not None and last.within is sentence.within
        if sentence.numbers:
            yield of(sentence)
        together = len(sentence.numbers) + len(last.numbers) if last is not None else 0
        if last is not None and beside and 0 < together <= _MANY:
            yield of(last, sentence)
        elif last is not None and last.within.passage.kind is Kind.HEADING and sentence.numbers:
            follows = every[index + 1] if index + 1 < len(every) else None
            more = follows is not None and follows.within is sentence.within and follows.numbers
            yield of(last, sentence, *((follows,) if more and follows else ()), heading=True)
        if len(run) > 1 and not beside and not sentence.numbers and kind is Kind.PROSE:
            yield of(*run, sentence, listed=True)
        if beside or len(sentence.numbers) != 1 or kind is not Kind.PROSE:
            run = []
        else:
            run.append(sentence)


def made(
    several: tuple[Sentence, ...],
    parts: list[Token],
    language: Language,
    *,
    heading: bool = False,
    listed: bool = False,
) -> Window:
    """A window of sentences and their tokens."""
    window = Window(several, parts, language, heading=heading, listed=listed)
    at = [i for i, each in enumerate(parts) if each.number >= 0]
    for place, index in enumerate(at):
        token = parts[index]
        stated = token.sentence.numbers[token.number]
        spot = Spot(stated, index)
        floor = at[place - 1] + 1 if place else 0
        ceiling = at[place + 1] if place + 1 < len(at) else len(parts)
        spot.before = (_back(parts, index, floor, first=not place), index)
        spot.after = (index + 1, _forth(parts, index + 1, ceiling))
        spot.title = (
            f"{stated.record.name.replace('_', ' ').replace('.', ' ')} {stated.record.title}"
        )
        spot.kind = quantity(stated.record)
        window.spots.append(spot)
    window.kinds = frozenset().union(*(each.tags for each in parts))
    return window


def _back(parts: list[Token], index: int, floor: int, *, first: bool) -> int:
    """Where a number's own words begin: after the last mark, or comma where another number stands before."""
    commas = 0
    if index > floor and parts[index - 1].text == ":":
        index -= 1  # "previous month: ⟦0⟧"
    while index > floor:
        text = parts[index - 1].text
        if text in _ENDS:
            break
        if text == ",":
            commas += 1
            if commas > 1 or not first:
                break
        index -= 1
    return index


def _forth(parts: list[Token], index: int, ceiling: int) -> int:
    """Where a number's own words end: at a mark, a comma, or what leads to the next number."""
    start = index
    while index < ceiling and index - start < 12:
        each = parts[index]
        if each.text in _ENDS or each.text == "," or "but" in each.tags:
            break
        if each.text in {
            "and",
            "to",
            "against",
            "versus",
            "than",
            "where",
            "whereas",
            "which",
            "represents",
        } or (
            "base" in each.tags
            and index + 1 < ceiling
            and each.text not in {"from", "on", "after"}
            and any(parts[j].number >= 0 for j in range(index, min(index + 4, len(parts))))
        ):
            break
        index += 1
    return index


def pair(window: Window) -> tuple[Spot, Spot] | None:
    """The only two numbers of the window that count alike and are no changes; others may be changes."""
    levels = [
        each
        for each in window.spots
        if each.kind != "change"
        and each.stated.kind not in {UnitKind.POINTS, UnitKind.YEAR, UnitKind.MULTIPLE}
    ]
    if len(levels) != 2 or not alike(levels[0].stated, levels[1].stated):
        return None
    return levels[0], levels[1]
