"""Summed: two levels and the difference told with them, wherever the three stand in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.arithmetic import near
from tieout.checks.clauses.order import ordered
from tieout.checks.clauses.window import Window, pair
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_ARITHMETIC, catalogue.PERCENT_FOR_POINTS)
NEEDS = frozenset({"linking"})


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    both = pair(window)
    if both is None or len(window.spots) != 3 or len(window.sentences) > 1:
        return
    change = next(
        (each for each in window.spots if each not in both and each.kind == "change"), None
    )
    linked = "linking" in window.kinds
    order = ordered(window)
    if change is None or not linked:
        return
    first, last = (each.stated for each in order or both)
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
    elif stated.kind is UnitKind.PERCENT and shares and order is not None and first.signed:
        relative = difference / first.signed * 100
        if near(stated.signed, difference, stated.shown) and not near(
            stated.signed, relative, stated.shown
        ):
            message = f"{stated.display}, but {ends} is a difference in percentage points"
            remedy = f"It is {float(abs(relative)):.1f} per cent; or say percentage points."
            yield report.finding(
                catalogue.PERCENT_FOR_POINTS, place.sentence, place.start, message, remedy
            )
