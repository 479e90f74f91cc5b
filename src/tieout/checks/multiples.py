"""Multiples: "doubled", "three times as many", "halved", against the numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tieout import catalogue
from tieout.checks import numerals
from tieout.checks.grammar import alike, changes, denied
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.checks.times import in_order
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_MULTIPLE,)

_MORE = re.compile(r"\b(?:more than|over|well over)(?: \w+)?\s*$", re.I)
_LESS = re.compile(r"\b(?:less than|fewer than|under|not quite|just under)(?: \w+)?\s*$", re.I)
_NEARLY = re.compile(r"\b(?:nearly|almost|close to|virtually|all but)(?: \w+)?\s*$", re.I)
_NOT_QUITE = re.compile(r"\b(?:not|n['’]t) quite(?: \w+)?\s*$", re.I)
_OR_MORE = re.compile(r" or (?:more|better|over)\b")
_AND = re.compile(r"\b(?:and|then|but)(?: \w+){0,3} $")
_THAT_IN = re.compile(r" that (?:in|by|a|the|at)\b| that[,.;( ]")
_THAT = re.compile(
    r" (?:that|this|it|the (?:sum|amount|figure|number|level))\b(?! (?:of|in|for)\b)"
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|more or less)(?: \w+)?\s*$", re.I
)
_AT_LEAST = re.compile(r"\bat least(?: \w+)?\s*$", re.I)


_TO_PART = re.compile(r" to (?:\w+ ){0,2}?(?:half|a \w+|\w+ (?:thirds|quarters|fifths|tenths))\b")
_AS_MANY = re.compile(r" (?:as|more|the|that|what|\w+er)\b")
_RANGE = re.compile(r"⟦\d+⟧ ?[–-] ?⟦\d+⟧")
_AGAINST = re.compile(r"\b(?:against|compared|versus|as)\b|(?<!more )(?<!less )(?<!fewer )than\b")
_COMPARED = re.compile(
    r"\b(?:[Cc]ompared (?:with|to)|[Aa]gainst|[Ww]here|[Ww]hereas|[Ww]hile|[Ff]or every|[Ff]rom)\b"
)
_OBJECT = re.compile(r" as (?:many|much)(?: [\w’'-]+){0,4} as\b")
_RATHER = re.compile(
    r"\b(?:rather than|instead of|against|compared (?:with|to)|up from|down from)\b"
)
# "half as large again as in 2020, when it was ⟦0⟧: it is ⟦1⟧": the first number is the earlier one.
_THEN = re.compile(
    r"\bwhen\b[^⟦⟧]*\b(?:was|were|came|stood|had|numbered|cost|paid)\b[^⟦⟧]{0,15}$"
    r"|\b(?:as|than|what) (?:it|they|there) (?:was|were|had been|stood|used to be)\b[^⟦⟧]*$"
)


@dataclass(frozen=True, slots=True)
class Multiple:
    """Words that say how many times; `former` where they name a part of an earlier value."""

    start: int
    end: int
    factor: Fraction
    former: bool = False


def find(report: Report) -> Iterator[Finding]:
    """A finding for each multiple that the numbers of its sentence contradict."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        for each in said(sentence, language):
            if denied(sentence, each.start, language) and not _NOT_QUITE.search(
                sentence.marked[: each.start]
            ):
                continue
            found = _ratio(sentence, each, language)
            head, tail = sentence.marked[: each.start], sentence.marked[each.end :]
            if found is None or fits(head, found[0], each.factor, tail):
                continue
            times, of = float(found[0]), found[1]
            words = sentence.marked[each.start : each.end]
            message = f"'{words}', but {of} is {times:.2f} times as much"
            remedy = "Correct the word, or give the number: {{< stat NAME format=bare >}} times."
            yield report.finding(catalogue.FALSE_MULTIPLE, sentence, each.start, message, remedy)


def said(sentence: Sentence, language: Language) -> tuple[Multiple, ...]:
    """Every multiple of a sentence; kept, since several windows hold it."""
    return _kept(sentence.marked, language) + tuple(
        Multiple(part.start, part.end, part.value, former=True)
        for part in of_former(sentence, language)
    )


@lru_cache(maxsize=4096)
def _kept(marked: str, language: Language) -> tuple[Multiple, ...]:
    return tuple(_said(marked, language))


def _said(marked: str, language: Language) -> Iterator[Multiple]:
    """Every multiple of a text: from the list of words, and with any number."""
    taken: list[tuple[int, int]] = []
    if not language.compiled(r"(?i:{multiple.hint})").search(marked):
        return  # most sentences
    for pattern, factor in language.multiples:
        for hit in pattern.finditer(marked):
            taken.append(hit.span())
            yield Multiple(*hit.span(), factor)
    for hit in language.compiled(r"(?i:\b{multiple.any}\b)").finditer(marked):
        worth = numerals.worth(hit["n"] or hit["m"], language)
        if worth and not any(start < hit.end() and hit.start() < end for start, end in taken):
            yield Multiple(*hit.span(), worth)


def of_former(sentence: Sentence, language: Language) -> tuple[numerals.Numeral, ...]:
    """Parts of an earlier value: `half of what it was`, `cut to a third`."""
    return _of_former(sentence.marked, language) if len(sentence.numbers) > 1 else ()


@lru_cache(maxsize=4096)
def _of_former(marked: str, language: Language) -> tuple[numerals.Numeral, ...]:
    """The same of its text. Kept: multiples and portions both ask, in every window."""
    after = language.compiled(r"(?i:(?:{multiple.former}))")
    before = language.compiled(r"(?i:\b{multiple.lessened}$)")
    if not (after.search(marked) or _TO_PART.search(marked)):
        return ()  # most sentences
    return tuple(
        part
        for part in numerals.words(marked, language)
        if part.part and (after.match(marked, part.end) or before.search(marked[: part.start]))
    )


def fits(head: str, times: Fraction, factor: Fraction, tail: str = "") -> bool:
    """Whether so many times are what the words say, with the hedge before or after them."""
    if _OR_MORE.match(tail):
        return times <= factor if factor < 1 else times >= factor
    if _MORE.search(head):
        return times < factor if factor < 1 else times > factor
    if _AT_LEAST.search(head):
        return times >= factor
    if _LESS.search(head) or _NEARLY.search(head):
        near = factor * Fraction(85, 100) <= times < factor
        return factor < times <= factor * Fraction(13, 10) if factor < 1 else near
    if _ABOUT.search(head):
        return abs(times - factor) <= factor * Fraction(15, 100)
    return factor * Fraction(92, 100) <= times <= factor * Fraction(125 if factor > 1 else 110, 100)


def _ratio(sentence: Sentence, said: Multiple, language: Language) -> tuple[Fraction, str] | None:
    """By how much the sentence's numbers say it went up, and how they say it."""
    pairs = list(changes(sentence))
    if _RANGE.search(sentence.marked):
        return None  # "from 25,000 to 60,000–70,000"
    if len(pairs) == 1:
        first, last = pairs[0].first, pairs[0].last
        if first.signed:
            return last.signed / first.signed, f"from {first.display} to {last.display}"
        return None
    near = [n for i, n in enumerate(sentence.numbers) if abs(sentence.span(i)[0] - said.end) <= 90]
    for stated in near:
        what = quantity(stated.record)
        if stated.kind is UnitKind.MULTIPLE or (what == "ratio" and stated.kind is UnitKind.RATIO):
            return stated.signed, stated.display
        if what == "change" and stated.kind is UnitKind.PERCENT and len(near) == 1:
            return 1 + stated.signed / 100, f"a change of {stated.display}"
    if len(sentence.numbers) != 2 or not alike(*sentence.numbers):
        return None
    return _of_two(sentence, said, language)


def _of_two(sentence: Sentence, said: Multiple, language: Language) -> tuple[Fraction, str] | None:
    """The same of a sentence's only two numbers, neither of which is told as the earlier by a pair of words."""
    one, two = (each.signed for each in sentence.numbers)
    if not one or not two:
        return None
    ordered = in_order(sentence, language)
    if ordered:
        first, last = ordered
        return last.signed / first.signed, f"from {first.display} to {last.display}"
    of = " and ".join(each.display for each in sentence.numbers)
    if sentence.span(0)[1] <= said.start < said.end <= sentence.span(1)[0] and _COMPARED.search(
        sentence.marked[: sentence.span(0)[0]]
    ):
        return two / one, of  # "compared with 2021, when it was ⟦0⟧, twice as many (⟦1⟧)"
    as_many = _AS_MANY.match(sentence.marked[said.end :])
    words = sentence.marked[said.start : said.end]
    if (
        as_many
        and said.start > sentence.span(1)[1]
        and not _OBJECT.match(sentence.marked[said.end :])
    ):
        either = min((two / one, one / two), key=lambda ratio: abs(ratio - said.factor))
        return either, of  # "⟦0⟧ here and ⟦1⟧ there: three times as many"
    second = _AND.search(sentence.marked[: said.start])
    that = (_THAT_IN if second else _THAT).match(sentence.marked[said.end :])
    if that and sentence.span(0)[1] <= said.start < said.end <= sentence.span(1)[0]:
        return two / one, of  # "⟦0⟧ then, six times that (⟦1⟧) now"
    if not said.former and (
        as_many or "as " in words or words.endswith(" as") or _AGAINST.search(sentence.marked)
    ):
        then = _THEN.search(sentence.marked[said.end : max(said.end, sentence.span(0)[0])])
        if _RATHER.search(sentence.marked[sentence.span(0)[1] : sentence.span(1)[0]]):
            then = None
        return (two / one if then else one / two), of
    # "doubled": the order in which a sentence names two years is its own
    either = min((two / one, one / two), key=lambda ratio: abs(ratio - said.factor))
    return either, of
