"""Gapped: a gap that is wider or narrower than it was, against the two pairs of numbers it lies between."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tieout import catalogue
from tieout.checks.clauses.claims import denied
from tieout.checks.clauses.order import when
from tieout.checks.clauses.window import Window
from tieout.checks.grammar import alike
from tieout.checks.report import Report
from tieout.findings import Finding

RULES = (catalogue.FALSE_COMPARISON,)
NEEDS = frozenset({"gapped"})
_FOUR = 4
_MILLION = 1_000_000  # from here on, six digits would have an exponent
_WIDER = frozenset({"wider", "bigger", "larger", "greater", "broader", "higher"})
_NARROWER = frozenset({"narrower", "smaller", "lesser", "lower"})


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    spots = window.spots
    if len(spots) != _FOUR or window.listed:
        return
    if not all(alike(spots[0].stated, each.stated) and each.kind != "change" for each in spots):
        return
    said = {
        index: wider
        for index, each in enumerate(window.tokens)
        if (wider := _wider(each.text, each.tags)) is not None
    }
    if len(set(said.values())) != 1:
        return
    at, wider = next(iter(said.items()))
    if denied(window, at):
        return
    later_last = _later_last(window)
    if later_last is None:
        return
    gaps = [abs(spots[i].stated.signed - spots[i + 1].stated.signed) for i in (0, 2)]
    earlier, later = gaps if later_last else gaps[::-1]
    if later > earlier if wider else later < earlier:
        return
    token = window.tokens[at]
    message = f"'{token.text}', but the gap was {_plain(earlier)}, then {_plain(later)}"
    remedy = "Correct the word or the numbers."
    yield report.finding(catalogue.FALSE_COMPARISON, token.sentence, token.start, message, remedy)


def _later_last(window: Window) -> bool | None:
    """Whether the second pair is the later one; None where nothing tells."""
    one, two, three, _ = (each.at for each in window.spots)
    split = next((i for i in range(two, three) if window.tokens[i].tags & {"than", "weak"}), None)
    if split is not None:
        return False  # "is wider than in 2018, when …"
    split = next(
        (i for i in range(two, three) if window.tokens[i].breaks or "but" in window.tokens[i].tags),
        three,
    )
    times = _time(window, one - 12, split), _time(window, split, None)
    if None in times or times[0] == times[1]:
        return None
    return (times[0] or 0) < (times[1] or 0)


def _wider(text: str, tags: frozenset[str]) -> bool | None:
    if text in _WIDER or tags & {"up", "opens"}:
        return True
    if text in _NARROWER or tags & {"down", "closes"}:
        return False
    return None


def _plain(gap: Fraction) -> str:
    """A gap as people write it."""
    return f"{float(gap):,g}" if gap < _MILLION else f"{float(gap):,.0f}"


def _time(window: Window, first: int, last: int | None) -> float | None:
    """The one time told in a span."""
    found = {
        time for each in window.tokens[max(0, first) : last] if (time := when(each)) is not None
    }
    return next(iter(found)) if len(found) == 1 else None
