"""Arithmetic: the numbers of one sentence that follow from each other, or should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tieout import catalogue
from tieout.checks.grammar import ASIDE, GAP, HEDGE, Change, alike, changes
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding, Severity
from tieout.number import UnitKind

RULES = (catalogue.FALSE_ARITHMETIC, catalogue.PERCENT_FOR_POINTS)

_A, _B, _C = r"⟦(?P<a>\d+)⟧", r"⟦(?P<b>\d+)⟧", r"⟦(?P<c>\d+)⟧"
_OPENS = rf"(?: \(|, |: | – )(?:or |that is,? |which is )?{ASIDE}"
# "110 of 390 prisoners (28%)", "28% of prisoners (110 of 390)", "900 people, 4.6 times its capacity of 195"
_PARTS = (
    re.compile(
        rf"{_A}[^⟦⟧;▲▼]{{0,40}}? (?:out )?of (?:the |its |all )?{_B}{GAP}{{0,35}}?{_OPENS}{_C}(?=[),.;]|$)"
    ),
    re.compile(rf"{_C}{GAP}{{0,45}}? \({ASIDE}{_A}(?: (?:out )?of |/)(?:the |its |all )?{_B}"),
    re.compile(rf"{_A}{GAP}{{0,40}}?, {ASIDE}{_C} times (?:its|the|their) {GAP}{{0,25}}?\bof {_B}"),
)
_RANGE = re.compile(rf"\bbetween {ASIDE}{_A}(?P<gap>{GAP}{{0,25}}?) and {ASIDE}{_B}")
_NO_RANGE = re.compile(
    r"[▲▼]|\b(?:difference|gap|distance|ratio|change[ds]?|compar\w*|halfway|choice)\b"
)


_BASE = re.compile(
    rf"{_C}(?: \w+)? (?:(?:higher|lower|more|less|fewer|larger|smaller|greater|dearer|cheaper) than|above|below)"
    rf" {ASIDE}(?:the |its |a )?{_A}"
)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each sentence whose numbers do not fit each other."""
    if report.language is None:
        return
    for sentence in report.claims:
        if len(sentence.numbers) > 1:
            yield from _ranges(sentence)
        if len(sentence.numbers) > 2:
            yield from _parts(report, sentence)
            yield from _ends(report, sentence)


def _ranges(sentence: Sentence) -> Iterator[Finding]:
    for hit in _RANGE.finditer(sentence.tagged):
        low, high = sentence.number(hit["a"]), sentence.number(hit["b"])
        if not alike(low, high) or low.signed <= high.signed or low.kind is UnitKind.YEAR:
            continue
        if _NO_RANGE.search(sentence.tagged[: hit.start()] + hit["gap"]):
            continue
        message = f"between {low.display} and {high.display} runs from the larger to the smaller"
        place = sentence.place(hit.start())
        remedy = "Turn the two numbers round."
        # Awkward to read, but not false.
        rule, note = catalogue.FALSE_ARITHMETIC, Severity.NOTE
        yield Finding(rule, place, message, remedy, level=note)


def _parts(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """A part, its whole and the share told together."""
    for pattern in _PARTS:
        for hit in pattern.finditer(sentence.tagged):
            part, whole, share = (sentence.number(hit[name]) for name in "abc")
            if not alike(part, whole) or not whole.signed or quantity(share.record) == "change":
                continue
            if any(each.record.bound for each in (part, whole)) or HEDGE in hit.group():
                continue
            ratio = part.signed / whole.signed
            if share.kind is UnitKind.PERCENT:
                ratio *= 100
            elif share.kind not in {UnitKind.RATIO, UnitKind.MULTIPLE}:
                continue
            if near(share.signed, ratio, share.shown):
                continue
            message = (
                f"{share.display}, but {part.display} of {whole.display} is {float(ratio):.1f}"
            )
            message += "%" if share.kind is UnitKind.PERCENT else " times"
            remedy = "Use the share of these two numbers."
            place = hit.start("c")
            yield report.finding(catalogue.FALSE_ARITHMETIC, sentence, place, message, remedy)


def _ends(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """A change told with both its ends: `by 10%, from 40% to 50%`."""
    pairs = list(changes(sentence))
    if len(sentence.numbers) != 3:
        return
    pair = pairs[0] if len(pairs) == 1 else _told_by_base(sentence)
    if pair is None:
        return
    index = next(i for i, n in enumerate(sentence.numbers) if n not in (pair.first, pair.last))
    stated = sentence.numbers[index]
    if quantity(stated.record) != "change" or not pair.first.signed:
        return
    difference = pair.last.signed - pair.first.signed
    relative = difference / pair.first.signed * 100
    place = sentence.span(index)[0]
    ends = f"from {pair.first.display} to {pair.last.display}"
    shares = pair.first.kind is UnitKind.PERCENT
    if stated.kind is UnitKind.PERCENT:
        if near(stated.signed, relative, stated.shown):
            return
        if shares and near(stated.signed, difference, stated.shown):
            message = f"{stated.display}, but {ends} is a difference in percentage points"
            remedy = f"It is {float(abs(relative)):.1f} per cent; or say percentage points."
            yield report.finding(catalogue.PERCENT_FOR_POINTS, sentence, place, message, remedy)
            return
        expected = f"{float(relative):.1f}%"
    elif stated.kind is UnitKind.POINTS and shares:
        if near(stated.signed, difference, stated.shown):
            return
        expected = f"{float(difference):.1f} points"
    else:
        return
    message = f"{stated.display}, but {ends} is {expected}"
    remedy = "Use one base and one set of dates for the three numbers."
    yield report.finding(catalogue.FALSE_ARITHMETIC, sentence, place, message, remedy)


def _told_by_base(sentence: Sentence) -> Change | None:
    """`At 60%, it is 20% higher than the 50% of last year`: the ends of a change told by its base."""
    hit = _BASE.search(sentence.tagged)
    if hit is None:
        return None
    rest = [n for i, n in enumerate(sentence.numbers) if str(i) not in {hit["c"], hit["a"]}]
    first = sentence.number(hit["a"])
    if len(rest) != 1 or not alike(first, rest[0]) or quantity(rest[0].record) == "change":
        return None
    return Change(first, rest[0], hit.start(), hit.end())


def near(stated: Fraction, expected: Fraction, shown: Fraction) -> bool:
    """Whether two values are the same but for the rounding of what they were made from."""
    last = Fraction(1, shown.denominator) if shown.denominator > 1 else Fraction(1)
    slack = max(last * Fraction(6, 10), abs(expected) * Fraction(15, 1000))
    return abs(abs(stated) - abs(expected)) <= slack
