"""Summed: two levels and the difference told with them, wherever the three stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.arithmetic import near
from tieout.checks.clauses.order import ordered
from tieout.checks.clauses.tokens import Token
from tieout.checks.clauses.window import Spot, Window, pair, stems
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_ARITHMETIC, catalogue.PERCENT_FOR_POINTS)
_CHANGES = frozenset(
    {"up", "up_noun", "down", "down_noun", "more", "less", "change", "linking", "better", "worse"}
)
NEEDS = _CHANGES
# What a change may be over that is not the span of the two levels.
_BASES = frozenset({"below", "above", "beneath", "than", "since", "from", "on", "over", "against"})
_OTHER = frozenset(
    [
        "annual",
        "annually",
        "yearly",
        "monthly",
        "average",
        "per",
        "each",
        "every",
        "a-year",
        "forecast",
        "target",
        "another",
    ]
)
_WORDS = stems(
    "that this with from have were been their there growth increase decrease rise fall drop grew rose fell"
    " relative terms differently words other percent points percentage change difference amount means meaning"
    " represents equal equals makes increased decreased"
)


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    if len(window.spots) != 3 or window.listed or window.heading:
        return
    both = pair(window)
    if both is None:
        return
    change = next(
        (each for each in window.spots if each not in both and each.kind == "change"), None
    )
    if change is None:
        return
    order = ordered(window)
    linked = "linking" in window.kinds and len(window.sentences) == 1
    if not linked and (order is None or not _takes_up(window, change, both)):
        return
    first, last = (each.stated for each in order or both)
    first_at = max(each.at for each in both)
    difference = last.signed - first.signed
    stated = change.stated
    place = window.tokens[change.at]
    shares = first.kind is UnitKind.PERCENT
    ends = f"from {first.display} to {last.display}"
    if stated.kind is UnitKind.POINTS and shares:
        if near(stated.signed, difference, stated.shown):
            return
        message = f"{stated.display}, but {ends} is {float(abs(difference)):.1f} points"
        remedy = "Use one base and one set of dates for the three numbers."
        yield report.finding(
            catalogue.FALSE_ARITHMETIC, place.sentence, place.start, message, remedy
        )
    elif stated.kind is UnitKind.PERCENT and order is not None and first.signed:
        relative = difference / first.signed * 100
        if near(stated.signed, relative, stated.shown):
            return
        if shares and near(stated.signed, difference, stated.shown):
            message = f"{stated.display}, but {ends} is a difference in percentage points"
            remedy = f"It is {float(abs(relative)):.1f} per cent; or say percentage points."
            yield report.finding(
                catalogue.PERCENT_FOR_POINTS, place.sentence, place.start, message, remedy
            )
        elif any(window.tokens[i].breaks for i in range(first_at, change.at)):
            message = f"{stated.display}, but {ends} is {float(relative):.1f}%"
            remedy = "Use one base and one set of dates for the three numbers."
            yield report.finding(
                catalogue.FALSE_ARITHMETIC, place.sentence, place.start, message, remedy
            )


def _takes_up(window: Window, change: Spot, both: tuple[Spot, Spot]) -> bool:
    """Whether a change is told of the two levels: in their statement, or in one that points back to them."""
    near = window.words(change.at - 8, change.at) + window.words(change.at + 1, change.at + 4)
    if not any(each.tags & _CHANGES or each.text in {"up", "down"} for each in near):
        return False
    if any(each.text in _OTHER for each in near) or _own_base(window, change):
        return False
    lo, hi = min(each.at for each in (change, *both)), max(each.at for each in (change, *both))
    marks = [i for i in range(lo, hi) if window.tokens[i].text in {".", ";", ":"}]
    if not marks:
        return not any(
            "but" in each.tags or each.text == "and" for each in _between(window, change, both)
        )
    first = marks[-1] + 1 if change.at > marks[-1] else 0
    if change.at < marks[0]:
        return False
    opening = window.words(first, change.at)
    new = window.stems(first, change.at) - window.stems(0, first) - _WORDS
    pointing = any(each.tags & {"thatis", "gloss", "that"} for each in opening[:3])
    return pointing and len(new) < 2


def _own_base(window: Window, change: Spot) -> bool:
    """`⟦2⟧ below the high point`, `⟦2⟧ since 2010`: a change over something else than the two levels."""
    for each in range(change.at + 1, min(change.at + 6, len(window.tokens) - 1)):
        token, follows = window.tokens[each], window.tokens[each + 1]
        if token.breaks or token.number >= 0:
            return False
        if token.text in _BASES:
            return not (
                follows.number >= 0
                or (follows.text in {"it", "they", "that", "the"} and _is_then(window, each))
            )
    return False


def _is_then(window: Window, at: int) -> bool:
    return any(
        each.tags & {"then", "lately"} or each.number >= 0 or each.text in {"was", "were"}
        for each in window.words(at + 1, at + 5)
    )


def _between(window: Window, change: Spot, both: tuple[Spot, Spot]) -> list[Token]:
    """The words between a change and the nearer of the levels."""
    other = min(both, key=lambda each: abs(each.at - change.at))
    return window.words(min(change.at, other.at) + 1, max(change.at, other.at))
