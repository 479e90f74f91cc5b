"""Superlatives: "the highest since 2014", "the lowest ever", against the other numbers of the series or list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from tieout import catalogue
from tieout.checks.grammar import alike
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence, Stated
from tieout.findings import Finding
from tieout.number import UnitKind, exact

RULES = (catalogue.FALSE_SUPERLATIVE,)

_YEAR = re.compile(r"(?<![A-Za-z0-9])(?P<year>(?:1[5-9]|20)\d\d)(?![0-9A-Za-z])(?:-\d\d)?")
_LIST = re.compile(
    r"\b(?:against|compared (?:with|to)|followed by|ahead of|behind|versus|having (?:been|stood)|up from|down from"
    r"|before (?:[\w’-]+ ){1,3}\(?⟦"
    r"|of the (?:two|three|four|five|six|⟦\d+⟧))\b",
    re.I,
)
_APART = re.compile(r";|, (?:and|but|while|whereas|with)\b| while | whereas ")
_OWN_LOW = r"(?!least|minimum){superlative.lowest}"
_OWN_HIGH = r"(?!most|maximum|record|peak){superlative.highest}"
# Of three numbers told alike, one is the highest.
_SEVERAL = re.compile(r"\b(?:with|while|whereas|after|then|and|but|where)\b")
_ORDINAL = re.compile(r"\bthe (?:first|second|third|former|latter)\b")
_TOTAL = re.compile(r"\b(?:total|altogether|in all|overall|average|mean|of all)\b")


def find(report: Report) -> Iterator[Finding]:
    """A finding for each superlative that another number contradicts."""
    language = report.language
    if language is None:
        return
    pattern = language.compiled(
        r"(?i:\b(?:(?:the|its|their|an?) (?!{superlative.ordinal})"
        r"(?:(?P<low>{superlative.lowest})|(?P<high>{superlative.highest}))"
        r"|(?:was|were|is|are|being|and|but|still) (?:(?P<least>least (?=often|likely|common|frequent|popular)"
        r"|(?!least|minimum){superlative.lowest})|(?P<most>most (?=often|likely|common|frequent|popular)"
        r"|(?!most|maximum|record|peak){superlative.highest}))"
        r"|(?P<rare>least often|{superlative.last})|(?P<often>most often|{superlative.first}))\b)(?!-)"
    )
    ever = language.compiled(
        r"(?i:\b(?:{superlative.never}|{superlative.any_other}|{superlative.peak}))"
    )
    bad = language.compiled(r"(?i:\b{direction.bad}\b)")
    for sentence in report.claims:
        for hit in ever.finditer(sentence.marked):
            yield from _ever(report, sentence, hit)
        for hit in pattern.finditer(sentence.marked):
            if re.search(
                r"\b(?:among|one of|some of|nearly|almost|not)\s*$", sentence.marked[: hit.start()]
            ) or re.fullmatch(r"(?i)an? (?:maximum|minimum)", hit.group()):
                continue
            if hit.group().endswith("worst") and not bad.search(sentence.marked):
                continue  # the worst of what is good is the lowest
            index = _nearest(sentence, hit)
            if index is None or _ORDINAL.search(
                sentence.marked, min(sentence.span(index)[1], hit.start()), hit.start()
            ):
                continue  # "⟦0⟧, ⟦1⟧ and ⟦2⟧, the first of them being the busiest"
            other = _contradiction(report, sentence, hit, index, language)
            if other:
                word = sentence.marked[hit.start() : hit.end()]
                message = f"'{word}' of {sentence.numbers[index].display}, but {other}"
                remedy = "Correct the word, or say among which it is so."
                yield report.finding(
                    catalogue.FALSE_SUPERLATIVE, sentence, hit.start(), message, remedy
                )


def _ever(report: Report, sentence: Sentence, hit: re.Match[str]) -> Iterator[Finding]:
    """`Never higher`, `more than in any other year`, `peaked at`: the highest or lowest of its series."""
    index = _nearest(sentence, hit)
    if index is None:
        return
    stated = sentence.numbers[index]
    high = any(hit[name] for name in ("nhigh", "ahigh", "phigh"))
    own = exact(stated.record.value)
    others = [n for n in sentence.numbers if n is not stated and _is_comparable(n, stated)]
    if any(hit[name] for name in ("nhigh", "nlow", "ahigh", "alow")):
        for each in others:
            if each.signed > stated.signed if high else each.signed < stated.signed:
                message = f"'{hit.group()}' with {stated.display}, but there is {each.display}"
                remedy = "Correct the word, or say among which it is so."
                yield report.finding(
                    catalogue.FALSE_SUPERLATIVE, sentence, hit.start(), message, remedy
                )
                return
    later = hit["ahigh"] or hit["alow"] or hit["phigh"] or hit["plow"]
    for name, value in _series(report, stated, 0, later=bool(later)):
        if value > own if high else value < own:
            record = report.record(name)
            other = record.display if record else value
            message = f"'{hit.group()}' with {stated.display}, but {name} is {other}"
            remedy = "Correct the word, or say among which it is so."
            yield report.finding(
                catalogue.FALSE_SUPERLATIVE, sentence, hit.start(), message, remedy
            )
            return


def _nearest(sentence: Sentence, hit: re.Match[str]) -> int | None:
    """The number that is called the highest: the nearest before, or one that follows close."""
    spans = [sentence.span(index) for index in range(len(sentence.numbers))]
    following = [i for i, (start, _) in enumerate(spans) if 0 <= start - hit.end() <= 45]
    preceding = [i for i, (_, end) in enumerate(spans) if 0 <= hit.start() - end <= 70]
    named = re.match(
        r"[^⟦⟧;,]{0,40}(?:: |, | \(|,? (?:of|at|is|was|about|around|by|with) )(?:only |just )?⟦",
        sentence.marked[hit.end() :],
    )
    apart = preceding and _APART.search(sentence.marked, spans[preceding[-1]][1], hit.start())
    if following and (named or apart or not preceding):
        return following[0]
    return preceding[-1] if preceding else None


def _contradiction(
    report: Report, sentence: Sentence, hit: re.Match[str], index: int, language: Language
) -> str:
    stated = sentence.numbers[index]
    high = any(hit[name] for name in ("high", "most", "often"))
    rest = sentence.marked[hit.start() :]
    since = language.compiled(r"(?i:{superlative.since})").search(rest)
    ever = language.compiled(r"(?i:\b{superlative.ever}\b)").search(rest)
    if since or ever:
        year = int(since["year"]) if since else 0
        for name, value in _series(report, stated, year):
            if value > exact(stated.record.value) if high else value < exact(stated.record.value):
                record = report.record(name)
                return f"{name} is {record.display if record else value}"
        if not re.search(r"\b(?:record|high|low)$", hit.group(), re.I):
            return ""
    others = [n for n in sentence.numbers if n is not stated and _is_comparable(n, stated)]
    several = (
        len(others) > 1 and _SEVERAL.search(sentence.marked) and _is_told_of(sentence, hit, index)
    )
    both = language.compiled(
        rf"(?i)\b{_OWN_LOW}\b.*\b{_OWN_HIGH}\b|\b{_OWN_HIGH}\b.*\b{_OWN_LOW}\b"
    )
    ranked = hit["rare"] or hit["often"] or both.search(sentence.marked)
    if (
        not ranked
        and not _LIST.search(sentence.marked)
        and (not several or _TOTAL.search(sentence.marked))
    ):
        return ""
    for other in others:
        if other.signed > stated.signed if high else other.signed < stated.signed:
            return f"{other.record.name} is {other.display}"
    return ""


def _is_told_of(sentence: Sentence, hit: re.Match[str], index: int) -> bool:
    """Whether the superlative goes with that number for certain: `the highest rate, ⟦0⟧`, `⟦0⟧, the highest`."""
    plain = re.match(r" (?:in|of|to|on|from)\b|[,.;:)]|$", sentence.marked[hit.end() :])
    measure = re.search(r"\bby (?:the )?$", sentence.marked[: hit.start()], re.I)
    bare = re.search(r"\b(?:most|least|minimum|maximum|record)$", hit.group(), re.I)
    if bare and (measure or not plain):
        return False  # "the most generous", "the minimum age", "443% by the least"
    start, end = sentence.span(index)
    between = (
        sentence.marked[hit.end() : start]
        if start > hit.end()
        else sentence.marked[end : hit.start()]
    )
    return ";" not in between and between.count(",") < 2


def _is_comparable(one: Stated, other: Stated) -> bool:
    return (
        alike(one, other)
        and one.kind is not UnitKind.YEAR
        and quantity(one.record) == quantity(other.record)
    )


def _series(
    report: Report, stated: Stated, since: int, *, later: bool = False
) -> Iterator[tuple[str, Fraction]]:
    """The numbers named alike but for the year: earlier ones (or `later` ones too), and later than `since`."""
    name = stated.record.name
    years = list(_YEAR.finditer(name.replace("_", ".")))
    if len(years) != 1:
        return
    own, (start, end) = int(years[0]["year"]), years[0].span()
    head, tail = name[:start], name[end:]
    names = {*report.records}
    table = report.tables.get(name.partition(".")[0])
    if table is not None and not table.dataset.confidential:
        names |= set(table.names)
    for other in sorted(names):
        if other == name or not other.startswith(head) or not other.endswith(tail):
            continue
        between = other[len(head) : len(other) - len(tail)]
        found = _YEAR.fullmatch(between)
        if found and since < int(found["year"]) and (later or int(found["year"]) < own):
            record = report.record(other)
            if record is not None:
                yield other, exact(record.value)
