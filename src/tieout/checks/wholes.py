"""Wholes: "all", "every", "none", "no", against the number that says it in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import GAP, in_apposition
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_WHOLE,)

_NOT_ALL = re.compile(
    r"\b(?:not|nearly|almost|virtually|practically|of|in|at|after|above|first of|for|once and for|just about)\s*$",
    re.I,
)
_NOT_WHOLE = re.compile(
    r" (?:but|the same|along|other|longer|more|fewer|less|matter|doubt|one knows|in all)\b"
)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each "all" that is not all, each "none" that is some."""
    language = report.language
    if language is None:
        return
    whole = language.compiled(
        r"(?P<all>\b{every.all}\b)|(?:(?<=^)|(?<=[,;:] )|(?<=that )|(?<=and )|(?<=but ))(?P<none>{every.none}\b)"
    )
    both = language.compiled(
        rf"(?i:\b(?P<word>{{every.all}}) ⟦(?P<a>\d+)⟧{GAP}{{0,20}}? ?(?:out )?of "
        r"(?:the |its |their |these |those )?⟦(?P<b>\d+)⟧)"
    )
    for sentence in report.claims:
        for hit in both.finditer(sentence.marked):
            part, total = sentence.number(hit["a"]), sentence.number(hit["b"])
            if part.signed != total.signed:
                message = f"'{hit['word']}', but {part.display} of {total.display} is not all"
                yield report.finding(
                    catalogue.FALSE_WHOLE, sentence, hit.start(), message, "Drop the word."
                )
        for hit in whole.finditer(sentence.marked):
            yield from _one(report, sentence, hit)


def _one(report: Report, sentence: Sentence, hit: re.Match[str]) -> Iterator[Finding]:
    rest = sentence.marked[hit.end() :]
    if _NOT_WHOLE.match(rest) or (hit["all"] and _NOT_ALL.search(sentence.marked[: hit.start()])):
        return
    for index in in_apposition(sentence, hit.start(), hit.end()):
        stated = sentence.numbers[index]
        start = sentence.span(index)[0]
        if start < hit.start() or sentence.marked[:start].endswith(": "):
            continue  # "All prisoners: 57%" is a label
        if hit["all"]:
            wrong = stated.kind is UnitKind.PERCENT and stated.value < 100
        else:
            wrong = stated.value != 0 and stated.kind in {
                UnitKind.PERCENT,
                UnitKind.PEOPLE,
                UnitKind.COUNT,
            }
        if wrong:
            message = f"'{hit.group()}', but {stated.record.name} is {stated.display}"
            remedy = "Correct the word or the number."
            yield report.finding(catalogue.FALSE_WHOLE, sentence, hit.start(), message, remedy)
