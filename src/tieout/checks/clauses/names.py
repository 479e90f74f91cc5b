"""Names: which of several numbers a statement is about, by the words that set each one apart from the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tieout.checks.clauses.window import Spot, Window

_STEM = 5
_SMALL = frozenset(
    [
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
        "its",
        "their",
        "this",
        "these",
        "those",
        "which",
        "who",
        "of",
        "in",
        "at",
        "to",
        "on",
        "by",
        "as",
        "is",
        "it",
        "an",
        "than",
    ]
)


def named(window: Window, first: int, last: int, spots: Sequence[Spot]) -> Spot | None:
    """The one number whose own name stands between two tokens; None where none does, or several do."""
    said = _marks(" ".join(each.text for each in window.words(first, last)))
    labels = [_label(window, each) for each in spots]
    fits = [
        spot
        for index, spot in enumerate(spots)
        if said & labels[index].difference(*(labels[:index] + labels[index + 1 :]))
    ]
    return fits[0] if len(fits) == 1 else None


def titled(spot: Spot) -> bool:
    """Whether a number has a title that says more than its name."""
    record = spot.stated.record
    return bool(record.title) and record.title != record.name.replace("_", " ")


def _label(window: Window, spot: Spot) -> frozenset[str]:
    """What a number is of: the words of its title, and its own words where it has none."""
    if titled(spot):
        return _marks(spot.stated.record.title)
    own = [*window.words(*spot.before), *window.words(*spot.after)]
    return _marks(" ".join(each.text for each in own))


@lru_cache(maxsize=4096)
def _marks(text: str) -> frozenset[str]:
    """The words that tell one thing from another. Kept: every claim of a window asks for the same titles."""
    words = (each.strip(",;.():'’") for each in text.lower().replace("’s", "").split())
    return frozenset(
        (each[:-1] if each.endswith("s") and len(each) > 3 else each)[:_STEM]
        for each in words
        if each and each not in _SMALL and (len(each) > 2 or each.isdigit())
    )
