"""Ranked: the highest or lowest of several numbers told over a list or two sentences, against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.clauses import limited
from tieout.checks.clauses.claims import denied, is_bad, takes_time
from tieout.checks.clauses.compared import as_as
from tieout.checks.clauses.names import named
from tieout.checks.clauses.order import time_of
from tieout.checks.clauses.tokens import Token
from tieout.checks.clauses.window import Spot, Window, stems
from tieout.checks.grammar import alike
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_SUPERLATIVE,)
NEEDS = frozenset({"high", "low", "none", "never"})
_REMEDY = "Correct the word, or say among which it is so."
_SMALL_WORDS = frozenset(
    {"low", "few", "little", "small", "short", "cheap", "rare", "rarely", "slow"}
)
_OF_ALL = ("of all", "of the", "anywhere", "recorded", "ever", "of any")
_CLAIMS = frozenset({"high", "low", "more", "less", "as", "equal"})
_AS_AS = re.compile(r"as \w+ as")
_GIVES = frozenset(
    "gave gives give got gets had has received receives earned earns paid pays lost loses gained gains spent spends"
    " used uses took takes cost costs scored scores sold sells produced produces drew draws raised raises".split()
)
_SLOW = frozenset({"slowest"})
_SPEEDS = frozenset({"slowest", "fastest", "quickest", "speediest", "swiftest"})
_PARTS = frozenset({";", ".", ":", "–", "—", "!", "?"})
_PLAIN = frozenset(
    "of in at on among with by for and or to is was were are being so this that from there since during over ever"
    " again throughout when where figure value total level amount year month quarter week season day period cause reason form kind type sort source destination method means".split()
)
_EMPTY = stems("that this with from have were been when which there their those these than them")
_NEVER = frozenset({"none", "never"})
_AMONG = frozenset(
    {"among", "some", "one", "second", "third", "nearly", "almost", "fourth", "next"}
)


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    if len(window.spots) < 2 or any(limited.role(window, each) for each in window.spots):
        return
    for at, token in enumerate(window.tokens):
        if not token.tags & _CLAIMS:
            continue
        high = _says(window, at)
        if high is None:
            continue
        spot = _latest(window, at) if window.heading else _subject(window, at)
        if spot is None:
            continue
        for other in window.spots:
            if other is spot or not _comparable(spot, other):
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


def _latest(window: Window, at: int) -> Spot | None:
    """`A record year for evacuations`, over numbers with their years: it is the last of them, or the year named."""
    if window.tokens[at].sentence is not window.sentences[0] or len(window.spots) < 3:
        return None
    times = [time_of(window, each) for each in window.spots]
    if len(set(times)) < len(times) or not all(times) or not _alike(window):
        return None
    last = next(
        (i for i, t in enumerate(window.tokens) if t.sentence is not window.sentences[0]), 0
    )
    return named(window, 0, last, window.spots) or max(
        window.spots, key=lambda each: time_of(window, each) or 0
    )


def _alike(window: Window) -> bool:
    return all(_comparable(window.spots[0], each) for each in window.spots[1:])


def _by_name(window: Window, at: int) -> Spot | None:
    """The number of what is called so by name: `the Northern Circuit remains the slowest`, `in 2021: ⟦1⟧`."""
    words = window.tokens
    several = [each for each in window.spots if _comparable(window.spots[0], each)]
    if len(several) < 3 or len(several) < len(window.spots) or _of_another(window, at):
        return None
    if words[at].text in {"minimum", "maximum"}:
        return None
    for marks in ({",", "but", "and", "while", "whereas"}, set[str]()):
        first, last = at, at
        deep = 0
        while first > 0 and not (
            deep == 0 and (words[first - 1].text in marks or words[first - 1].text in _PARTS)
        ):
            first -= 1
            deep += {")": 1, "(": -1}.get(words[first].text, 0)
            if deep < 0:
                first += 1
                break
        while last < len(words) and not (words[last].text in marks or words[last].text in _PARTS):
            last += 1
        if sum(bool(each.tags & {"high", "low"}) for each in window.words(first, last)) > 1:
            return None
        spot = named(window, first, last, several)
        if spot is not None:
            return spot
    return None


def _of_another(window: Window, at: int) -> bool:
    """Whether the word ranks another thing than what is counted: `the largest province`, `the fastest growth`."""
    follows = window.tokens[at + 1] if at + 1 < len(window.tokens) else None
    if follows is None or follows.breaks or follows.number >= 0 or not follows.text[0].isalpha():
        return False
    if follows.text in _PLAIN or follows.tags & {"restate", "now"}:
        return False
    edge = min(at + 4, window.clause(at)[1])
    counted = stems(" ".join(each.title for each in window.spots))
    return not window.stems(at + 1, edge) & counted


def _subject(window: Window, at: int) -> Spot | None:
    """The number that is called so."""
    token = window.tokens[at]
    if token.tags & {"more", "less"} or token.text.startswith("as"):
        linking = "as" if token.text == "as" else "than"
        than = (
            at
            if " " in token.text
            else next(
                i for i in range(at + 1, len(window.tokens)) if window.tokens[i].text == linking
            )
        )
        beside = next((each for each in window.spots if 1 < each.at - than <= 8), None)
        several = [each for each in window.spots if _comparable(window.spots[0], each)]
        if beside is None and len(several) == len(window.spots):
            return named(window, than + 1, min(than + 6, window.clause(than)[1]), several)
        return beside
    spot = _by_name(window, at)
    if spot is not None:
        return spot
    first, last = _statement(window, at)
    inside = [each for each in window.spots if first <= each.at < last]
    if len(inside) == 1 and len(window.spots) > 1:
        return inside[0] if _one_series(window, inside[0], at) else None
    last_one = max(
        (each for each in inside if each.at < at), key=lambda each: each.at, default=None
    )
    after = " ".join(each.text for each in window.words(at + 1, at + 3))
    if (
        last_one is not None
        and window.words(at - 2, at)[0].text == ","
        and after.startswith(_OF_ALL)
    ):
        return last_one  # "to ⟦1⟧ in Corve, the lowest of all"
    earlier = [each for each in window.spots if each.at < first]
    if not inside and len(earlier) > 1:
        for each in window.words(first, last):
            if each.text in {"last", "latter", "the last", "the latter"}:
                return earlier[-1]
            if each.text in {"first", "former", "the first", "the former"}:
                return earlier[0]
        fits = [each for each in window.spots if _label(window, each) & _names(window, first, last)]
        if len(fits) == 1:
            return fits[0]
    return None


def _statement(window: Window, at: int) -> tuple[int, int]:
    """The statement of a token: up to the marks that part statements, and after a list's last number a comma."""
    words = window.tokens
    first = at
    while first > 0 and words[first - 1].text not in {";", ".", ":", "(", ")"}:
        if (
            words[first - 1].text == ","
            and sum(each.at < first for each in window.spots) > 1
            and words[first].number < 0
            and _bare(window, first, at)
        ):
            break
        first -= 1
    last = at
    while last < len(words) and words[last].text not in {";", ".", ":", ")"}:
        if words[last].text == "(" and not any(first <= each.at < last for each in window.spots):
            last += 1
            continue
        last += 1
    return first, last


def _bare(window: Window, first: int, at: int) -> bool:
    return not any(each.number >= 0 for each in window.words(first, at))


def _names(window: Window, first: int, last: int) -> set[str]:
    words = window.words(first, last)
    return {
        each.text[:5]
        for each in words
        if (each.year or len(each.text) > 2) and each.text[0].isalnum()
    }


def _label(window: Window, spot: Spot) -> set[str]:
    """The words that name what a number is of."""
    words = window.tokens
    found: set[str] = set()
    start = spot.at
    if start and words[start - 1].text in {"(", ":"}:
        start -= 1
        while (
            start > 0
            and words[start - 1].text not in {",", ";", ".", ":", ")", "("}
            and words[start - 1].number < 0
        ):
            start -= 1
        near = window.words(start, spot.at)
    else:
        near = (
            [*window.words(*spot.before), *window.words(*spot.after)]
            if len(window.words(*spot.after)) < 2
            else window.words(*spot.after)
        )
    for each in near:
        if each.year or (len(each.text) > 2 and each.text not in _SMALL and each.text[0].isalnum()):
            found.add(each.text[:5])
    return found


_SMALL = frozenset(
    {
        "the",
        "and",
        "for",
        "was",
        "were",
        "are",
        "had",
        "has",
        "with",
        "that",
        "from",
        "not",
        "but",
        "only",
        "figure",
        "rate",
        "visits",
        "number",
        "share",
    }
)


def _comparable(one: Spot, other: Spot) -> bool:
    return (
        alike(one.stated, other.stated)
        and one.stated.kind is not UnitKind.YEAR
        and one.kind == other.kind
    )


def _one_series(window: Window, spot: Spot, at: int) -> bool:
    """Whether the other numbers are of the same thing at other times or places, by their titles or their words."""
    others = [each for each in window.spots if each is not spot]
    own = stems(spot.title)
    told = window.stems(*window.clause(at)) - _EMPTY
    if (
        len(window.sentences) == 1
        and len(others) > 1
        and all(told & window.stems(*window.clause(each.at)) for each in others)
    ):
        return True  # "barley gave the poorest yield, ⟦0⟧; wheat gave ⟦1⟧ and rye ⟦2⟧"
    if all(time_of(window, each) is not None for each in others):
        return True
    if any(
        "the others" in each.text or each.text in {"series", "others", "rest", "other"}
        for each in window.tokens
    ):
        return True
    return bool(own) and all(
        len(own & stems(each.title)) >= max(1, 0.4 * min(len(own), len(stems(each.title))))
        for each in others
    )
