"""Points: per cent where percentage points are meant, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tieout import catalogue
from tieout.checks.grammar import after, changes
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.PERCENT_FOR_POINTS, catalogue.FALSE_ARITHMETIC)

_PER_CENT = re.compile(r" ?(?:%|per ?cent|percent)(?!\s?age points?| points?)(?!\w)", re.I)
_POINTS = re.compile(r" ?(?:%-|per ?cent |percent |percentage )?points?\b", re.I)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each difference of shares told in per cent, and each sentence whose numbers disagree."""
    if report.language is None:
        return
    for sentence in report.claims:
        for index, stated in enumerate(sentence.numbers):
            tail = after(sentence, index)
            name = stated.record.name
            if stated.kind is UnitKind.POINTS and _PER_CENT.match(tail):
                message = f"{stated.display} per cent, but {name} is in percentage points"
                remedy = "Write 'percentage points'."
            elif stated.kind is UnitKind.PERCENT and _POINTS.match(tail):
                message = f"{stated.display} points, but {name} is a percentage"
                remedy = (
                    'Write per cent, or return the difference of the shares with unit="points".'
                )
            else:
                continue
            place = sentence.span(index)[0]
            yield report.finding(catalogue.PERCENT_FOR_POINTS, sentence, place, message, remedy)
        yield from _by_ends(report, sentence)


def _by_ends(report: Report, sentence: Sentence) -> Iterator[Finding]:
    """A change told with both its ends: `by 10%, from 40% to 50%`."""
    language = report.language
    if language is None or len(sentence.numbers) != 3:
        return
    pairs = list(changes(sentence))
    if len(pairs) != 1:
        return
    pair = pairs[0]
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
        if _near(stated.signed, relative, stated.shown):
            return
        if shares and _near(stated.signed, difference, stated.shown):
            message = f"{stated.display}, but {ends} is a difference in percentage points"
            remedy = f"It is {float(abs(relative)):.1f} per cent; or say percentage points."
            yield report.finding(catalogue.PERCENT_FOR_POINTS, sentence, place, message, remedy)
            return
        expected = f"{float(relative):.1f}%"
    elif stated.kind is UnitKind.POINTS and shares:
        if _near(stated.signed, difference, stated.shown):
            return
        expected = f"{float(difference):.1f} points"
    else:
        return
    message = f"{stated.display}, but {ends} is {expected}"
    remedy = "Use one base and one set of dates for the three numbers."
    yield report.finding(catalogue.FALSE_ARITHMETIC, sentence, place, message, remedy)


def _near(stated: Fraction, expected: Fraction, shown: Fraction) -> bool:
    """Whether two values are the same but for the rounding of what they were made from."""
    last = Fraction(1, shown.denominator) if shown.denominator > 1 else Fraction(1)
    slack = max(last * Fraction(6, 10), abs(expected) * Fraction(15, 1000))
    return abs(abs(stated) - abs(expected)) <= slack
