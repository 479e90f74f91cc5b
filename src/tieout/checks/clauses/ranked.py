"""Ranked: the highest or lowest of several numbers told over a list or two sentences, against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.clauses import limited
from tieout.checks.clauses.claims import denied, is_bad, takes_time
from tieout.checks.clauses.compared import as_as
from tieout.checks.clauses.crowned import comparable, crowned, latest
from tieout.checks.clauses.tokens import Token
from tieout.checks.clauses.window import Window
from tieout.checks.report import Report
from tieout.findings import Finding

RULES = (catalogue.FALSE_SUPERLATIVE,)
NEEDS = frozenset({"high", "low", "none", "never"})
_REMEDY = "Correct the word, or say among which it is so."
_SMALL_WORDS = frozenset(
    {"low", "few", "little", "small", "short", "cheap", "rare", "rarely", "slow"}
)
_CLAIMS = frozenset({"high", "low", "more", "less", "as", "equal"})
_AS_AS = re.compile(r"as \w+ as")
_GIVES = frozenset(
    [
        "gave",
        "gives",
        "give",
        "got",
        "gets",
        "had",
        "has",
        "received",
        "receives",
        "earned",
        "earns",
        "paid",
        "pays",
        "lost",
        "loses",
        "gained",
        "gains",
        "spent",
        "spends",
        "used",
        "uses",
        "took",
        "takes",
        "cost",
        "costs",
        "scored",
        "scores",
        "sold",
        "sells",
        "produced",
        "produces",
        "drew",
        "draws",
        "raised",
        "raises",
    ]
)
_SLOW = frozenset({"slowest"})
_SPEEDS = frozenset({"slowest", "fastest", "quickest", "speediest", "swiftest"})
_NEVER = frozenset({"none", "never"})
_AMONG = frozenset(
    {"among", "some", "one", "second", "third", "nearly", "almost", "fourth", "next"}
)


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    if len(window.spots) < 2:
        return
    claims = [at for at, token in enumerate(window.tokens) if token.tags & _CLAIMS]
    if not claims or any(limited.role(window, each) for each in window.spots):
        return
    for at in claims:
        token, high = window.tokens[at], _says(window, at)
        if high is None:
            continue
        spot = latest(window, at) if window.heading else crowned(window, at)
        if spot is None:
            continue
        for other in window.spots:
            if other is spot or not comparable(spot, other):
                continue
            one, two = spot.stated.signed, other.stated.signed
            if two > one if high else two < one:
                known = f"{other.stated.record.name} is {other.stated.display}"
                message = f"'{token.text}' of {spot.stated.display}, but {known}"
                yield report.finding(
                    catalogue.FALSE_SUPERLATIVE, token.sentence, token.start, message, _REMEDY
                )
                return


def _says(window: Window, at: int) -> bool | None:
    """Whether a token calls something the highest (True) or the lowest; None where it says neither."""
    token = window.tokens[at]
    before = window.words(at - 3, at)
    if token.tags & {"high", "low"}:
        if (
            any(each.text in _AMONG for each in before)
            or denied(window, at)
            or token.tags >= {"high", "low"}
        ):
            return None
        follows = window.tokens[at + 1] if at + 1 < len(window.tokens) else None
        if token.text in {"most", "least"}:
            ends = follows is None or follows.breaks or follows.text in {",", "in", "among"}
            if ends and before and before[-1].text in _GIVES:
                return "high" in token.tags  # "it was Italy that gave least"
            return (
                None
                if follows is None or follows.text == "of" or not before or before[-1].text != "the"
                else "high" in token.tags
            )
        return _turned(window, token)
    if (token.text == "as" and as_as(window, at)) or _AS_AS.fullmatch(token.text):
        first, _ = window.clause(at)
        if any(each.tags & _NEVER for each in window.words(max(first, at - 14), at)):
            return not any(
                each.text in _SMALL_WORDS for each in window.words(at + 1, at + 4)
            ) and not _SMALL_WORDS & set(token.text.split())
    if token.tags & {"more", "less"} and any(
        "than" in each.tags for each in window.words(at, at + 12)
    ):
        first, _ = window.clause(at)
        if any("none" in each.tags for each in window.words(max(first, at - 9), at)):
            return "more" in token.tags
    return None


def _turned(window: Window, token: Token) -> bool | None:
    """What is slowest takes most days, but goes fewest miles; what is worst is most of bad things."""
    if token.text in _SPEEDS:
        return (token.text in _SLOW) == takes_time(window)
    if token.text in {"worst", "best"}:
        return (token.text == "worst") == is_bad(window)
    return "high" in token.tags
