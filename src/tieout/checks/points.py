"""Points: per cent where percentage points are meant, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import after
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.PERCENT_FOR_POINTS,)

_PER_CENT = re.compile(r" ?(?:%|per ?cent|percent)(?!\s?age points?| points?)(?!\w)", re.I)
_POINTS = re.compile(r" ?(?:%-|per ?cent |percent |percentage )?points?\b", re.I)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each difference of shares told in per cent, each percentage told in points."""
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
