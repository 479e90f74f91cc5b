"""Magnitudes: "dozens", "hundreds of people", against the number that says how many."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import in_apposition
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_MAGNITUDE,)

_COUNTS = {UnitKind.PEOPLE, UnitKind.COUNT, UnitKind.PLAIN, UnitKind.MONEY}


def find(report: Report) -> Iterator[Finding]:
    """A finding for each order of magnitude that its number does not reach."""
    language = report.language
    if language is None:
        return
    least = language.data["magnitude"]
    words = "|".join(sorted(least, key=len, reverse=True))
    pattern = language.compiled(rf"(?i:(?<!\bof )\b(?P<word>{words})\b)(?! (?:year|time|mile)s?\b)")
    for sentence in report.claims:
        for hit in pattern.finditer(sentence.marked):
            if hit["word"].lower() == "scores" and not sentence.marked.startswith(" of", hit.end()):
                continue  # points in a test
            for index in in_apposition(sentence, hit.start(), hit.end()):
                stated = sentence.numbers[index]
                if stated.kind not in _COUNTS or stated.value >= least[hit["word"].lower()]:
                    continue
                message = f"'{hit['word']}', but {stated.record.name} is {stated.display}"
                remedy = "Correct the word or the number."
                yield report.finding(
                    catalogue.FALSE_MAGNITUDE, sentence, hit.start(), message, remedy
                )
