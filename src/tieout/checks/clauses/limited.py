"""Limited: a target or ceiling told beside what was reached, against the word that says it was kept or missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from tieout import catalogue
from tieout.checks.clauses.claims import denied, is_bad, tags_of
from tieout.checks.clauses.window import Spot, Window, pair
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_COMPARISON,)
NEEDS = frozenset({"over", "under", "met", "missed"})
_OVERDONE = re.compile(r"over(?!all|view|head|due|seas)\w{3,}(?:ed|nt|ot|an|en|ew|un)")
_SPANS = frozenset(
    [
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "hour",
        "hours",
        "minute",
        "minutes",
    ]
)
_COMPLIES = (
    "compl",
    "in compliance",
    "in order",
    "observed",
    "respect",
    "kept to",
    "keeps to",
    "lawful",
)
_OFFENDS = frozenset(
    {
        "a breach",
        "a violation",
        "breach",
        "breaches",
        "falls foul of",
        "flouted",
        "flouts",
        "illegal",
        "in breach",
        "in violation",
        "infringed",
        "infringes",
        "unlawful",
        "violated",
        "violates",
        "violation",
    }
)
_OUGHT = frozenset({"may", "must", "shall", "should", "allowed", "permitted"})
_TO_BE = frozenset({"is", "are", "was", "were"})


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    both = pair(window)
    if both is None or window.listed:
        return
    kinds = [role(window, each) for each in both]
    if bool(kinds[0]) == bool(kinds[1]):
        kinds = [_titled(window, each) for each in both]
        if bool(kinds[0]) == bool(kinds[1]):
            return
    limit, other = both if kinds[0] else both[::-1]
    kind = kinds[0] or kinds[1]
    verdicts = [
        (i, each)
        for i, each in enumerate(window.tokens)
        if (each.tags & NEEDS or _OVERDONE.fullmatch(each.text))
        and not _is_hedge_of(window, i, other)
    ]
    told = [(i, _verdict(each.tags, window, i, kind), denied(window, i)) for i, each in verdicts]
    told = [each for each in told if each[1]]
    if len({each[1:] for each in told}) != 1:
        return
    at, verdict, no = told[0]
    if not _wrong(verdict, no, other, limit):
        return
    token = window.tokens[at]
    word = f"not {token.text}" if no else token.text
    message = f"'{word}', but it is {other.stated.display} against {limit.stated.display}"
    remedy = "Correct the word, or turn the two numbers round."
    yield report.finding(catalogue.FALSE_COMPARISON, token.sentence, token.start, message, remedy)


def role(window: Window, spot: Spot) -> str:
    """Whether the words at a number make it a target (`aim`) or a limit (`bar`)."""
    near = window.words(max(spot.before[0], spot.at - 7), spot.at)
    for each in window.words(spot.at + 1, min(spot.after[1], spot.at + 8)):
        if each.text in {"of", "over", "above", "below", "under"}:
            break
        near.append(each)
    said = [
        each.tags
        for each in near
        if each.text != "capacity" or spot.stated.kind is not UnitKind.PERCENT
    ]
    for kind in ("bar", "aim"):
        if any(kind in tags for tags in said):
            return kind
    return _norm(window, spot)


def _norm(window: Window, spot: Spot) -> str:
    """`May reach ⟦0⟧`, `was to cost no more than ⟦0⟧`: a bar; `must come to at least ⟦0⟧`: an aim."""
    near = window.words(max(spot.before[0], spot.at - 6), spot.at)
    texts = [each.text for each in near]
    ought = bool(_OUGHT & set(texts)) or any(
        one in _TO_BE and two == "to" for one, two in pairwise(texts)
    )
    if {"must", "shall"} & set(texts) and not any(
        each.tags & {"less", "under", "over", "neg", "atmost"}
        or each.text in {"most", "up", "only"}
        for each in near
    ):
        return "aim"
    if not ought or any("unsure" in each.tags and each.text not in _OUGHT for each in near):
        return ""
    if any("atleast" in each.tags or each.text == "least" for each in near):
        return "aim"
    least = any("atmost" in each.tags or each.text in {"not", "most"} for each in near)
    return "bar" if least or "may" in texts else ""


def _titled(window: Window, spot: Spot) -> str:
    """The same by the first words of its title: `Target for 2025`, `Permitted tonnes`."""
    title = spot.stated.record.title.lower().split()
    words = (*title[:2], *title[-1:])
    if "capacity" in words and spot.stated.kind is UnitKind.PERCENT:
        return ""
    for kind in ("bar", "aim"):
        if any(kind in tags_of(word, window.language) for word in words):
            return kind
    return ""


def _is_hedge_of(window: Window, at: int, other: Spot) -> bool:
    """`More than ⟦0⟧` before what was reached is a hedge."""
    return (
        0 < other.at - at <= 2
        and not window.tokens[at + 1].breaks
        and window.tokens[at + 1].text != ","
    )


def _verdict(tags: frozenset[str], window: Window, at: int, kind: str) -> str:
    if "missed" in tags:
        return "" if is_bad(window, but="missed") else "short"
    if "met" in tags:
        if is_bad(window) and kind == "aim":
            return ""
        kept = window.tokens[at].text.endswith(
            ("kept", "honoured", "lived up to", "satisfied", "enough")
        )
        return "met" if kind == "aim" else "within" if kept and not is_bad(window) else ""
    if window.tokens[at].text in {"within", "under", "over"} and any(
        each.text in _SPANS for each in window.words(at + 1, at + 4)
    ):
        return ""  # "paid within a month"
    if kind == "aim" and window.tokens[at].text in _OFFENDS:
        return "short"
    if kind == "aim" and tags & {"under"} and window.tokens[at].text.startswith(_COMPLIES):
        return "met"
    if "over" in tags or window.tokens[at].text.startswith("over"):
        return "over"
    return (
        "within"
        if window.tokens[at].text
        not in {"short of", "shy of", "below", "less than", "lower than", "fewer than", "behind"}
        else "short"
    )


def _wrong(verdict: str, no: bool, other: Spot, limit: Spot) -> bool:
    value, bound = other.stated.signed, limit.stated.signed
    true = {
        "over": value > bound,
        "within": value <= bound,
        "short": value < bound,
        "met": value >= bound,
    }[verdict]
    return true if no else not true
