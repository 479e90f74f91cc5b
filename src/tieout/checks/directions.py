"""Directions: "rose", "fell", "a decline of", against the sign of a change or the order of two numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tieout import catalogue
from tieout.checks.grammar import (
    ASIDE,
    GAP,
    UP,
    after,
    alike,
    before,
    changes,
    denied,
    in_apposition,
    is_phrasal,
    negated,
)
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence, Stated
from tieout.checks.times import in_order
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_DIRECTION,)

_SIGN = r"(?P<sign>[▲▼]+)"
_BARE = r"\b(?P<bare>up|down)"
# Before a number: "rose … by", "a rise of", "rose", "up".
_HEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SIGN}{GAP}{{0,60}}?\bby {ASIDE}$",
        rf"{_SIGN}(?: [\w-]+){{0,5}},? of {ASIDE}$",
        rf"{_SIGN},? {ASIDE}$",
        rf"{_BARE} (?:by )?{ASIDE}$",
        rf"{_SIGN}{GAP}{{0,40}}?\bby {ASIDE}⟦\d+⟧ and (?:by )?{ASIDE}$",
    )
)
# "40 fewer than the year before": the number is what came on top or went.
_OVER_TIME = re.compile(
    r" ?(?:[\w’'-]+ ){0,2}(?:more|fewer|less|higher|lower)(?: [\w’'-]+){0,3} than "
    r"(?:(?:in|at|on|by|during|over|the|a|an|it|they|was|were|there|had|been) )*(?:\w+ )?"
    r"(?:years?|months?|quarter|decade|season|census|before|earlier|ago|(?:19|20)\d\d)\b"
)
_IN_BRACKETS = re.compile(rf"{_SIGN}{GAP}{{0,60}}?(?:\(|: )(?:by )?{ASIDE}$")
_TWO_WORDS = re.compile(r"([▲▼]+) and ([▲▼]+)")
_BY = re.compile(rf"\bby {ASIDE}$")
_WORDS = re.compile(r"[▲▼]+|\b(?:up|down)\b")
# After a number: "3% increase", "3% higher".
_UNIT = r" ?(?:per ?cent|percent|%|percentage points?|points?)?(?: (?!more|less|fewer)[a-z]+)?"
_NO_PART = r"(?! than (?:half|an? (?:third|quarter|fifth|tenth)|one|two|three)\b)"
_TAIL = (
    rf"(?i:{_UNIT} (?P<word>{{direction.noun_up}}|{{direction.noun_down}}"
    rf"|{{direction.up_beside}}|{{direction.down_beside}}){_NO_PART}\b)"
)
_OTHER_CLAUSE = re.compile(
    r", (?:potentially|thereby|thus|possibly|probably)\b|[,;]? \b(?:since|because|while|whereas|when"
    r"|after|although|though|as|but|and|following|despite|where|(?:so as |in order )?to(?= [▲▼]))(?!\w)"
)
_ASIDE_FIRST = re.compile(
    r"(?P<aside>(?:As|Even as|Despite|Although|Though|While|When|Amid|Notwithstanding|Whereas) [^⟦⟧,;:]{3,60}),"
    r" (?!from|to|by|at|standing|averaging|reaching|going)(?:[\w’'-]+[ ,(:]+){3}"
)
_TAKES_UP = re.compile(r"; (?:it|they|the (?:number|figure|total|share|rate|count)) ")
# What still is no change to speak of.
_STILL = {UnitKind.PERCENT: 3, UnitKind.POINTS: 2}
_NEEDS_THAN = {"more", "less", "fewer", "greater"}


def find(report: Report) -> Iterator[Finding]:
    """A finding for each rise that is a fall, and the other way round."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        yield from _by_pairs(report, sentence, language)
        yield from _by_times(report, sentence, language)
        yield from _flat(report, sentence, language)
        for index in range(len(sentence.numbers)):
            yield from _by_sign(report, sentence, index, language)


def _by_pairs(report: Report, sentence: Sentence, language: Language) -> Iterator[Finding]:
    for change in changes(sentence):
        word, start, up = change.word, change.start, change.word == "up"
        if not word:
            found = _nearest(sentence, change.start, change.end)
            if found is None:
                continue
            word, start, up = found
        if _subordinate(sentence, start):
            continue
        first, last = change.first.signed, change.last.signed
        if negated(sentence, start, language):
            up = not up
            if last == first:
                continue
            word = f"not {word}"
        elif denied(sentence, start, language):
            continue
        if last > first if up else last < first:
            continue
        said = "does not change" if first == last else "goes down" if up else "goes up"
        message = f"'{word}', but from {change.first.display} to {change.last.display} it {said}"
        remedy = "Correct the word, or let it follow the number: {{< word NAME rose fell >}}."
        yield report.finding(catalogue.FALSE_DIRECTION, sentence, start, message, remedy)


def _by_times(report: Report, sentence: Sentence, language: Language) -> Iterator[Finding]:
    """`Has been sliding: 15% in 2014 and 6% in 2023`: each number with its time, and one direction."""
    signs = list(re.finditer("[▲▼]+", sentence.tagged))
    if len({hit.group()[0] for hit in signs}) != 1 or any(changes(sentence)):
        return
    numbers = in_order(sentence, language)
    if len(numbers) < 2:
        return
    word, start, up = _said(sentence, signs[0])
    if _subordinate(sentence, start):
        return
    if denied(sentence, start, language):
        return
    steady = language.compiled(r"(?i:\b{direction.steady}\b)").search(sentence.marked)
    steps = [*pairwise(numbers)] if steady else [(numbers[0], numbers[-1])]
    for first, last in steps:
        if last.signed > first.signed if up else last.signed < first.signed:
            continue
        message = f"'{word}', but it is first {first.display}, then {last.display}"
        remedy = "Correct the word or the numbers."
        yield report.finding(catalogue.FALSE_DIRECTION, sentence, start, message, remedy)
        return


def _subordinate(sentence: Sentence, start: int) -> bool:
    """`As costs rose, the firm took on fewer: …`, `Despite falling prices, …`: a direction of something else."""
    hit = _ASIDE_FIRST.match(sentence.marked)
    return hit is not None and start < hit.end("aside")


def _flat(report: Report, sentence: Sentence, language: Language) -> Iterator[Finding]:
    """`Remained unchanged`, `was stable`, against a change beside it or two numbers after it."""
    for hit in language.compiled(r"(?i:\b{direction.flat})").finditer(sentence.marked):
        moved = ""
        for index in in_apposition(sentence, hit.start(), hit.end()):
            stated = sentence.numbers[index]
            if quantity(stated.record) == "change" and abs(stated.signed) > _STILL.get(
                stated.kind, stated.value
            ):
                moved = stated.display
        ends = [each for i, each in enumerate(sentence.numbers) if sentence.span(i)[0] > hit.end()]
        if len(ends) == 2 and len(sentence.numbers) == 2 and alike(*ends) and ends[0].signed:
            relative = abs(ends[1].signed / ends[0].signed - 1) * 100
            if relative > _STILL[UnitKind.PERCENT] * 2:
                moved = f"{ends[0].display} and {ends[1].display}"
        if moved:
            message = f"'{hit.group()}', but: {moved}"
            remedy = "Say how it moved."
            yield report.finding(catalogue.FALSE_DIRECTION, sentence, hit.start(), message, remedy)


def _nearest(sentence: Sentence, start: int, end: int) -> tuple[str, int, bool] | None:
    """The word of direction that a pair belongs to: the last before it, else the first after it."""
    signs = re.compile("[▲▼]+")
    left = max(sentence.tagged.rfind(";", 0, start), 0)
    if _TAKES_UP.match(sentence.marked, left):
        left = 0  # "did not grow; it went from …"
    hits = list(signs.finditer(sentence.tagged, left, start))[-1:]
    other = _OTHER_CLAUSE.search(sentence.tagged, end)
    right = min(end + 60, other.start() if other else end + 60)
    hits = hits or list(signs.finditer(sentence.tagged, end, right))[:1]
    hits = hits or list(signs.finditer(sentence.tagged, start, end))[:1]
    return _said(sentence, hits[0]) if hits else None


def _said(sentence: Sentence, hit: re.Match[str]) -> tuple[str, int, bool]:
    """A word of direction as written, where it stands, and whether it says up."""
    word = sentence.marked[hit.start() : hit.end()]
    return word, hit.start(), hit.group().startswith((UP, "up"))


def _by_sign(
    report: Report, sentence: Sentence, index: int, language: Language
) -> Iterator[Finding]:
    stated = sentence.numbers[index]
    found = _word(sentence, index, language)
    if found is None:
        return
    word, start, up, beside = found
    if negated(sentence, start, language):
        clause = re.search("[,:(–—]", sentence.marked[start : sentence.span(index)[0]])
        if clause and quantity(stated.record) == "change" and stated.signed * (1 if up else -1) > 0:
            message = f"no '{word}', but {stated.record.name} is {report.precisely(stated)}"
            remedy = "Correct the word or the number."
            yield report.finding(catalogue.FALSE_DIRECTION, sentence, start, message, remedy)
        return
    if denied(sentence, start, language):
        return
    over_time = beside and _OVER_TIME.match(after(sentence, index)) is not None
    bracketed = before(sentence, index).endswith(("(", ": "))
    problem = _problem(stated, up, beside and not over_time, bracketed, report, language)
    if problem:
        message = f"'{word}' with {stated.display}: {problem}"
        remedy = "Correct the word, or let it follow the number: {{< word NAME rose fell >}}."
        if stated.signed < 0 and not up:
            remedy = f"Write {{{{< stat {stated.record.name} format=absolute >}}}}."
        yield report.finding(catalogue.FALSE_DIRECTION, sentence, start, message, remedy)


def _problem(
    stated: Stated, up: bool, beside: bool, bracketed: bool, report: Report, language: Language
) -> str:
    """What is wrong between a word of direction and its number; empty when nothing is."""
    value = stated.signed
    is_change = quantity(stated.record) == "change" or stated.kind is UnitKind.POINTS
    falls = _names_fall(stated, language)
    exact = report.precisely(stated)
    if value < 0 and up:
        return f"{stated.record.name} is negative ({exact})" if not falls else ""
    if value < 0:
        shows = not stated.style.absolute and not beside and not bracketed
        return "the minus says it a second time" if shows else ""
    if value == 0:
        return f"{stated.record.name} is zero" if is_change else ""
    if not is_change or falls:
        return ""
    if beside and stated.kind not in {UnitKind.PERCENT, UnitKind.POINTS}:
        return ""
    return "" if up else f"{stated.record.name} is positive ({exact})"


def _names_fall(stated: Stated, language: Language) -> bool:
    name = f"{stated.record.name.replace('_', ' ')} {stated.record.title}"
    return language.compiled(r"(?i:\b{direction.names_fall})").search(name) is not None


def _word(sentence: Sentence, index: int, language: Language) -> tuple[str, int, bool, bool] | None:
    """The word of direction a number belongs to: the word, its offset, whether up, whether it follows."""
    start, end = sentence.span(index)
    head, tail = sentence.tagged[:start], sentence.marked[end:]
    if re.match(r" short\b", tail):
        return None  # "falls 1.25 short": no change
    change = quantity(sentence.numbers[index].record) == "change"
    for pattern in (*_HEADS, _IN_BRACKETS) if change else _HEADS:
        hit = pattern.search(head)
        if hit and "bare" in hit.groupdict() and is_phrasal(sentence, hit.start("bare"), language):
            continue
        if hit:
            paired = _paired(sentence, head, index)
            return paired or _last(sentence, head, hit.start())
    if _BY.search(head):
        return _last(sentence, head, head.rfind(";") + 1)  # "rose by 3% in May and by 4% in June"
    following = language.compiled(_TAIL).match(tail)
    if following is None:
        return None
    word = following["word"].lower()
    if word in _NEEDS_THAN and not re.match(r"(?: [\w’'-]+){0,3} than\b", tail[following.end() :]):
        return None
    pattern = language.compiled(r"(?i:{direction.up_beside}|{direction.noun_up})")
    up = pattern.fullmatch(word) is not None
    return following["word"], end + following.start("word"), up, True


def _paired(sentence: Sentence, head: str, index: int) -> tuple[str, int, bool, bool] | None:
    """The word of two that goes with a number: `rose and fell by 5% and 3% respectively`."""
    both = list(_TWO_WORDS.finditer(head))
    if not both or "respectively" not in sentence.marked:
        return None
    marks = [i for i in range(len(sentence.numbers)) if sentence.span(i)[0] > both[-1].end()]
    if index not in marks[:2]:
        return None
    hit = next(re.finditer("[▲▼]+", head[both[-1].start(marks.index(index) + 1) :]))
    start = both[-1].start(marks.index(index) + 1)
    return sentence.marked[start : start + len(hit.group())], start, hit.group()[0] == UP, False


def _last(sentence: Sentence, head: str, start: int) -> tuple[str, int, bool, bool] | None:
    """The last word of direction from an offset on."""
    hits = list(_WORDS.finditer(head, start))
    return (*_said(sentence, hits[-1]), False) if hits else None
