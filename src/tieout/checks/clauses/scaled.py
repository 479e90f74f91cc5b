"""Scaled: doubled, a third of what it was, up by half: told in one sentence, its two levels in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tieout import catalogue
from tieout.checks import numerals
from tieout.checks.clauses.claims import denied
from tieout.checks.clauses.order import ordered
from tieout.checks.clauses.tokens import Token
from tieout.checks.clauses.window import Window, pair
from tieout.checks.language import Language
from tieout.checks.multiples import fits, said
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding

RULES = (catalogue.FALSE_MULTIPLE,)
NEEDS = frozenset({"many"})
_HALF = re.compile(
    r"\bby (?:about |nearly |almost |over |more than )?(?P<half>half)\b(?! of| the| a)"
)
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_REMEDY = "Correct the word, or give the number: {{< stat NAME format=bare >}} times."


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    language = report.language
    both = pair(window)
    if language is None or both is None or window.listed or not both[0].stated.signed:
        return
    for token, many in _for_every(window):
        one, two = (each.stated.signed for each in both)
        if not fits("", two / one, many):
            shown = (
                f"{both[1].stated.display} is {float(two / one):.2f} times {both[0].stated.display}"
            )
            message = f"'{token.text}' for every one, but {shown}"
            yield report.finding(
                catalogue.FALSE_MULTIPLE, token.sentence, token.start, message, _REMEDY
            )
        return
    told = list(_told(window, language))
    if len(told) != 1:
        return
    sentence, start, end, factor, grows = told[0]
    at = next(
        (i for i, t in enumerate(window.tokens) if t.sentence is sentence and t.end > start), 0
    )
    if denied(window, at) or not both[1].stated.signed:
        return
    if len(window.sentences) == 1 and not grows:
        return  # the rule of single sentences has read it
    order = ordered(window)
    one, two = (each.stated.signed for each in order or both)
    times = two / one
    if order is None:
        if grows:
            return
        times = min((two / one, one / two), key=lambda ratio: abs(ratio - factor))
    if len(window.sentences) > 1 and all(
        window.tokens[each.at].sentence is sentence for each in both
    ):
        return
    if fits(sentence.marked[:start], times, factor, sentence.marked[end:]):
        return
    first, last = (each.stated.display for each in order or both)
    message = f"'{sentence.marked[start:end]}', but from {first} to {last} is {float(times):.2f} times as much"
    yield report.finding(catalogue.FALSE_MULTIPLE, sentence, start, message, _REMEDY)


def _for_every(window: Window) -> Iterator[tuple[Token, Fraction]]:
    """`For every lawyer in the north (⟦0⟧), two in the south (⟦1⟧)`: the second is so many times the first."""
    words = window.tokens
    if len(window.spots) != 2:
        return
    one, two = (each.at for each in window.spots)
    for at in range(one):
        if words[at].text not in {"for each", "for every"}:
            continue
        for each in window.words(one + 1, two):
            worth = _COUNTS.get(each.text)
            if worth:
                yield each, Fraction(worth)
                return


def _told(
    window: Window, language: Language
) -> Iterator[tuple[Sentence, int, int, Fraction, bool]]:
    """Each multiple: its sentence and span, the factor, and whether it is a part by which something moved."""
    for sentence in window.sentences:
        parts = [each for each in numerals.words(sentence.marked, language) if each.part]
        parts += [
            numerals.Numeral(*hit.span("half"), Fraction(1, 2), words=True, part=True)
            for hit in _HALF.finditer(sentence.marked)
        ]
        by: list[int] = []
        for part in parts:
            head = sentence.marked[: part.start].rstrip()
            near = [
                each
                for each in window.tokens
                if each.sentence is sentence
                and 0 < part.start - each.end <= 40
                and (
                    each.tags & {"up", "down", "up_noun", "down_noun"}
                    or each.text in {"up", "down"}
                )
            ]
            if near and (head.endswith((" by", " of")) or " by " in head[-18:]):
                up = bool(near[-1].tags & {"up", "up_noun"}) or near[-1].text == "up"
                by.append(part.start)
                yield sentence, part.start, part.end, 1 + part.value * (1 if up else -1), True
        for each in said(sentence, language):
            if not any(each.start <= start < each.end for start in by):
                yield sentence, each.start, each.end, each.factor, False
