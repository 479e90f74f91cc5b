"""Limits: "below its target of", "the quota was missed", against the limit and the number that met or missed it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import alike, denied
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding

RULES = (catalogue.FALSE_COMPARISON,)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each limit that a number is told to keep and breaks, or the other way round."""
    language = report.language
    if language is None:
        return
    limit = r"(?:(?:the|its|their|an?|this|that|last year['’]s) )(?:[\w’-]+ ){0,2}?{limit.noun}"
    noun = language.compiled(r"(?i:\b{limit.noun})")
    before = language.compiled(
        rf"(?i:\b(?:(?P<over>{{limit.over}})|(?P<under>{{limit.under}})) {limit}) "
        r"(?:of|set at|fixed at|which is|which was) (?:some |about )?⟦(?P<b>\d+)⟧"
    )
    after = language.compiled(
        rf"(?i:\b{limit} (?:of|set at) ⟦(?P<b>\d+)⟧[^⟦⟧;:,]{{0,30}}? (?:was|were|has been|had been)"
        r"(?: \w+ly)? (?:(?P<over>{limit.done})|(?P<under>{limit.undone})))\b"
    )
    for sentence in report.claims:
        if len(sentence.numbers) != 2 or not alike(*sentence.numbers):
            continue
        if not noun.search(sentence.marked):
            continue
        for pattern in (before, after):
            hit = pattern.search(sentence.marked)
            if hit and not denied(sentence, hit.start(), language):
                yield from _one(report, sentence, hit)


def _one(report: Report, sentence: Sentence, hit: re.Match[str]) -> Iterator[Finding]:
    bound, other = sentence.number(hit["b"]), sentence.numbers[1 - int(hit["b"])]
    over = bool(hit["over"])
    wrong = other.signed < bound.signed if over else other.signed > bound.signed
    if not wrong or other.record.bound or bound.record.bound:
        return
    word = hit["over"] or hit["under"]
    start = hit.start("over" if over else "under")
    message = f"'{word}', but it is {other.display} against {bound.display}"
    remedy = "Correct the word, or turn the two numbers round."
    yield report.finding(catalogue.FALSE_COMPARISON, sentence, start, message, remedy)
