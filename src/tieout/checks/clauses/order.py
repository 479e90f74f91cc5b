"""Order: which of two numbers came first, by the words beside each, else by what their titles say."""

from __future__ import annotations

import re

from tieout.checks.clauses.tokens import Token
from tieout.checks.clauses.window import Spot, Window, pair

_THEN, _LATELY, _NOW, _NEXT = -1.0, 9997.0, 9998.0, 9999.0
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_BEGINNINGS = frozenset(
    {"began", "started", "opened", "founded", "launched", "introduced", "created", "set", "arrived"}
)
_RANKS, _CALENDAR = 20.0, 40.0
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_BEFORE = re.compile(
    r"\b(?:before|previous|earlier|prior|first|former|initial|baseline|past|last year|beginning|start)\b",
    re.I,
)
_AFTER = re.compile(
    r"\b(?:after|latest|later|now|current|this year|second|final|most recent|end|today|present)\b",
    re.I,
)


def ordered(window: Window) -> tuple[Spot, Spot] | None:
    """The earlier and the later of the window's only two levels; None where nothing tells."""
    both = pair(window)
    return in_order(window, *both) if both else None


def in_order(window: Window, one: Spot, two: Spot) -> tuple[Spot, Spot] | None:
    """The earlier and the later of two numbers."""
    if _right_before(window, one) == "from" and _right_before(window, two) == "to":
        return one, two
    first, second = time_of(window, one), time_of(window, two)
    if first is not None and second is not None and first != second:
        dated = min(first, second) != _THEN and max(first, second) < _LATELY
        if dated and _sort(first) != _sort(second):
            return None  # a rank and a year, a month and a year
        return (one, two) if first < second else (two, one)
    if first is not None and first == second:
        return _by_titles(one, two)
    found = _by_roles(window, one, two, first, second)
    if found is not None:
        return found
    for time, this, that in ((first, one, two), (second, two, one)):
        if time == _THEN:
            return this, that
        if time in {_NOW, _NEXT}:
            return that, this
    return _by_titles(one, two)


def _by_roles(
    window: Window, one: Spot, two: Spot, first: float | None, second: float | None
) -> tuple[Spot, Spot] | None:
    """By what stands right before each: what a change starts from, and where it arrives."""
    roles = _role(window, one, first, second), _role(window, two, first, second)
    if (first, second) == (None, None):
        if roles in {("base", ""), ("base", "arrives"), ("", "arrives")}:
            return one, two
        if roles in {("", "base"), ("arrives", "base"), ("arrives", "")}:
            return two, one
    elif roles[0] == "base" != roles[1] and first != _NOW and second != _THEN:
        return one, two
    elif roles[1] == "base" != roles[0] and second != _NOW and first != _THEN:
        return two, one
    elif roles[1] == "arrives" and roles[0] != "arrives" and second is None and first != _NOW:
        return one, two
    return None


def _right_before(window: Window, spot: Spot) -> str:
    for each in reversed(window.words(spot.at - 3, spot.at)):
        if each.text in {"from", "to"}:
            return each.text
        if each.breaks or each.number >= 0:
            break
    return ""


def time_of(window: Window, spot: Spot) -> float | None:
    """When a number was so: a year, a rank, or before or after all others."""
    after = [when(each) for each in window.words(*spot.after)]
    for index, said in enumerate(after):
        if window.tokens[spot.after[0] + index].text == "when" and any(
            each.text in _BEGINNINGS for each in window.words(spot.after[0], spot.after[0] + 12)
        ):
            return _THEN  # "when the review began"
        if said is not None and 0 < said < _RANKS and not _is_placed(window, spot, index):
            continue  # "⟦0⟧ faults the second counted ⟦1⟧"
        if said is not None:
            return _month(window.words(*spot.after), index, said)
    words = window.words(*spot.before)
    for index, each in reversed(list(enumerate(words))):
        if each.text == "then":
            return _NOW  # "40, then 30"
        if each.text in {"after", "before", "since"}:
            continue
        said = when(each)
        if said is not None:
            earlier = when(words[index - 1]) if index and each.year else None
            return _month(words, index - 1, earlier) if earlier is not None else said
    return None


def _is_placed(window: Window, spot: Spot, index: int) -> bool:
    before = window.tokens[spot.after[0] + index - 1]
    return before.text in {"in", "at", "for", "during", "on", "of", "by", "the"}


def _month(words: list[Token], index: int, when: float) -> float:
    """A month with the year after it."""
    follows = words[index + 1].year if index + 1 < len(words) else 0
    return follows + (when - _RANKS) / 20 if _RANKS <= when < _CALENDAR and follows else when


def _sort(when: float) -> int:
    return 0 if when < _RANKS else 1 if when < _CALENDAR else 2


def when(token: Token) -> float | None:
    """When a word says something was: a year, a rank, or before or after all others."""
    if token.year:
        return float(token.year)
    if "future" in token.tags:
        return _NEXT
    if "then" in token.tags:
        return _THEN
    for rank, name in enumerate(_ORDINALS, 1):
        if name in token.tags:
            return float(rank)
    if "now" in token.tags:
        return _NOW
    if "lately" in token.tags:
        return _LATELY
    if token.text in _MONTHS and token.sentence.marked[token.start].isupper():
        return _RANKS + _MONTHS.index(token.text)
    return None


def _role(window: Window, spot: Spot, *times: float | None) -> str:
    """Whether the words right before a number make it what a change starts from, or arrives at."""
    for each in reversed(window.words(max(spot.before[0], spot.at - 5), spot.at)):
        if "arrives" in each.tags:
            return "arrives"
        if each.text == "on" and any(
            near.tags & {"up_noun", "down_noun", "better", "worse"}
            for near in window.words(spot.at - 7, spot.at)
        ):
            return "base"
        if "base" in each.tags or ("weak" in each.tags and times != (None, None)):
            return "base"
        if each.breaks:
            break
    return ""


def _by_titles(one: Spot, two: Spot) -> tuple[Spot, Spot] | None:
    """By the one year, or the word for earlier or later, in each title."""
    years = [_YEAR.findall(each.title) for each in (one, two)]
    if all(years):
        first, second = (int(found[-1]) for found in years)
        if first != second:
            return (one, two) if first < second else (two, one)
    said = [
        (bool(_BEFORE.search(each.title)), bool(_AFTER.search(each.title))) for each in (one, two)
    ]
    if said[0] != said[1]:
        if (said[0][0] and not said[0][1] and not said[1][0]) or (said[1] == (False, True)):
            return one, two
        if (said[1][0] and not said[1][1] and not said[0][0]) or (said[0] == (False, True)):
            return two, one
    return None
