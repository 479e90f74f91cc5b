"""Crowned: the number of what is called the highest or lowest, by where it stands or by its name."""

from __future__ import annotations

from tieout.checks.clauses.names import named
from tieout.checks.clauses.order import time_of
from tieout.checks.clauses.window import EMPTY, Spot, Window, stems
from tieout.checks.grammar import alike
from tieout.number import UnitKind

_OF_ALL = ("of all", "of the", "anywhere", "recorded", "ever", "of any")
_PARTS = frozenset({";", ".", ":", "–", "—", "!", "?"})
_PLAIN = frozenset(
    [
        "of",
        "in",
        "at",
        "on",
        "among",
        "with",
        "by",
        "for",
        "and",
        "or",
        "to",
        "is",
        "was",
        "were",
        "are",
        "being",
        "so",
        "this",
        "that",
        "from",
        "there",
        "since",
        "during",
        "over",
        "ever",
        "again",
        "throughout",
        "when",
        "where",
        "figure",
        "value",
        "total",
        "level",
        "amount",
        "year",
        "month",
        "quarter",
        "week",
        "season",
        "day",
        "period",
        "cause",
        "reason",
        "form",
        "kind",
        "type",
        "sort",
        "source",
        "destination",
        "method",
        "means",
    ]
)
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


def latest(window: Window, at: int) -> Spot | None:
    """`A record year for evacuations`, over numbers with their years: it is the last of them, or the year named."""
    if window.tokens[at].sentence is not window.sentences[0] or len(window.spots) < 3:
        return None
    times = [time_of(window, each) for each in window.spots]
    if len(set(times)) < len(times) or not all(times) or not _alike(window):
        return None
    last = next(
        (i for i, t in enumerate(window.tokens) if t.sentence is not window.sentences[0]), 0
    )
    return (
        named(window, 0, last, window.spots) or window.spots[times.index(max(filter(None, times)))]
    )


def _alike(window: Window) -> bool:
    return all(comparable(window.spots[0], each) for each in window.spots[1:])


def _by_name(window: Window, at: int) -> Spot | None:
    """The number of what is called so by name: `the Northern Circuit remains the slowest`, `in 2021: ⟦1⟧`."""
    words = window.tokens
    several = [each for each in window.spots if comparable(window.spots[0], each)]
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


def crowned(window: Window, at: int) -> Spot | None:
    """The number that is called so."""
    token = window.tokens[at]
    if token.tags & {"more", "less"} or token.text.startswith("as"):
        linking = "as" if token.text == "as" else "than"
        than = (
            at
            if " " in token.text
            else next(
                (i for i in range(at + 1, len(window.tokens)) if window.tokens[i].text == linking),
                None,
            )
        )
        if than is None:
            return None
        beside = next((each for each in window.spots if 1 < each.at - than <= 8), None)
        several = [each for each in window.spots if comparable(window.spots[0], each)]
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


def comparable(one: Spot, other: Spot) -> bool:
    """Whether one number can be higher than another: they count alike, and are levels or changes both."""
    return (
        alike(one.stated, other.stated)
        and one.stated.kind is not UnitKind.YEAR
        and one.kind == other.kind
    )


def _one_series(window: Window, spot: Spot, at: int) -> bool:
    """Whether the other numbers are of the same thing at other times or places, by their titles or their words."""
    others = [each for each in window.spots if each is not spot]
    own = stems(spot.title)
    told = window.stems(*window.clause(at)) - EMPTY
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
