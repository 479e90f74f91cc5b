"""Multiples: "doubled", "three times as many", "halved", against the numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tieout import catalogue
from tieout.checks.grammar import alike, changes, denied
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_MULTIPLE,)

_MORE = re.compile(r"\b(?:more than|over|well over)(?: \w+)?\s*$", re.I)
_LESS = re.compile(r"\b(?:less than|fewer than|under|not quite|just under)(?: \w+)?\s*$", re.I)
_NEARLY = re.compile(r"\b(?:nearly|almost|close to|virtually|all but)(?: \w+)?\s*$", re.I)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|more or less)(?: \w+)?\s*$", re.I
)
_AT_LEAST = re.compile(r"\bat least(?: \w+)?\s*$", re.I)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each multiple that the numbers of its sentence contradict."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        for pattern, factor in language.multiples:
            for hit in pattern.finditer(sentence.marked):
                if denied(sentence, hit.start(), language):
                    continue
                found = _ratio(sentence, hit, factor)
                if found is None or _fits(sentence.marked[: hit.start()], found[0], factor):
                    continue
                times, of = float(found[0]), found[1]
                message = f"'{hit.group()}', but {of} is {times:.2f} times as much"
                remedy = (
                    "Correct the word, or give the number: {{< stat NAME format=bare >}} times."
                )
                yield report.finding(
                    catalogue.FALSE_MULTIPLE, sentence, hit.start(), message, remedy
                )


def _fits(head: str, times: Fraction, factor: Fraction) -> bool:
    """Whether so many times are what the words say, with the hedge before them."""
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


def _ratio(sentence: Sentence, hit: re.Match[str], factor: Fraction) -> tuple[Fraction, str] | None:
    """By how much the sentence's numbers say it went up, and how they say it."""
    pairs = list(changes(sentence))
    if len(pairs) == 1:
        first, last = pairs[0].first, pairs[0].last
        if first.signed:
            return last.signed / first.signed, f"from {first.display} to {last.display}"
        return None
    near = [n for i, n in enumerate(sentence.numbers) if abs(sentence.span(i)[0] - hit.end()) <= 90]
    for stated in near:
        said = quantity(stated.record)
        if stated.kind is UnitKind.MULTIPLE or (said == "ratio" and stated.kind is UnitKind.RATIO):
            return stated.signed, stated.display
        if said == "change" and stated.kind is UnitKind.PERCENT and len(near) == 1:
            return 1 + stated.signed / 100, f"a change of {stated.display}"
    if len(sentence.numbers) != 2 or not alike(*sentence.numbers):
        return None
    one, two = (each.signed for each in sentence.numbers)
    if not one or not two:
        return None
    of = " and ".join(each.display for each in sentence.numbers)
    as_many = re.match(r" (?:as|more|the|that)\b", sentence.marked[hit.end() :])
    if (
        as_many
        or "as " in hit.group()
        or re.search(
            r"\b(?:against|compared|versus|as)\b|(?<!more )(?<!less )(?<!fewer )than\b",
            sentence.marked,
        )
    ):
        return one / two, of
    # "doubled": the order in which a sentence names two years is its own
    either = min((two / one, one / two), key=lambda ratio: abs(ratio - factor))
    return either, of
