"""Told: which of two numbers is that of what is called more, less or as many."""

from __future__ import annotations

from tieout.checks.clauses.names import named, titled
from tieout.checks.clauses.window import Spot, Window, stems
from tieout.number import UnitKind

_THUS = frozenset({"thus", "hence", "so", "therefore", "clearly", "accordingly", "then"})
_THAT = frozenset({"that", "this", "it", "planned", "expected", "allowed", "intended"})


def told_of(window: Window, at: int, both: tuple[Spot, Spot]) -> Spot | None:
    """The number of what is called more or less."""
    words = window.tokens
    one, two = both
    verb = bool(words[at].tags & {"beats", "trails", "equal", "atmost", "atleast"})
    than = next(
        (
            i
            for i in range(at + 1, min(at + 25, len(words)))
            if "than" in words[i].tags or words[i].text == "as"
        ),
        None,
    )
    told = _titled(window, at, both) or _named(window, at, both) or _concluded(window, at, both)
    if told is not None:
        return told
    if than is not None and not verb:
        return _by_than(window, at, than, both)
    if verb and "equal" in words[at].tags:
        return one
    if " ".join(each.text for each in window.words(at + 1, at + 4)).startswith("of the two"):
        return two if two.at < at else None
    if verb:
        if one.at < at < two.at or (at < one.at and _listed(window, one, two)):
            return one
        if two.at < at:
            return None
        return one if at < one.at else None
    if at < one.at and any(each.breaks for each in window.words(at, one.at)):
        between = window.words(one.at, two.at)
        if any("weak" in each.tags or "but" in each.tags for each in between):
            return one  # "Elm had the longer waits: ⟦0⟧ days, against ⟦1⟧ at Oak"
    # no "than": the number in the statement of the word is the one that is more
    return _beside(window, at, one, two)


def _by_than(window: Window, at: int, than: int, both: tuple[Spot, Spot]) -> Spot | None:
    """The same by what follows `than`: `⟦0⟧ here is more than ⟦1⟧ there`, `⟦1⟧, higher than that`."""
    words = window.tokens
    one, two = both
    if one.at < than < two.at:
        return one
    if than < one.at and _listed(window, one, two):
        return one
    if two.at < at and words[at].sentence is not words[two.at].sentence:
        return None
    if two.at < at and than + 1 < len(words) and words[than + 1].text in _THAT:
        return two  # "the dike holds ⟦0⟧; the water stood at ⟦1⟧, higher than that"
    return one if two.at < than and one.at < at else None


def _titled(window: Window, at: int, both: tuple[Spot, Spot]) -> Spot | None:
    """The one that the words before name by its title: `the old line beats the new`, ⟦0⟧ of the old line."""
    if min(each.at for each in both) < at or not all(titled(each) for each in both):
        return None
    return named(window, window.clause(at)[0], at, both)


def _named(window: Window, at: int, both: tuple[Spot, Spot]) -> Spot | None:
    """The one number, of two told afterwards, whose own words name what is called more: `⟦1⟧ by night`."""
    if min(each.at for each in both) < at:
        return None
    first, _ = window.clause(at)
    than = next((i for i in range(at, both[0].at) if "than" in window.tokens[i].tags), both[0].at)
    subject = window.stems(first, at)
    if than < both[0].at:
        subject |= window.stems(at + 1, than)
    fits = [
        each
        for each in both
        if subject
        & (
            window.stems(*each.after)
            | window.stems(max(each.before[0], at + 1, than), each.before[1])
        )
    ]
    return fits[0] if len(fits) == 1 else None


def _concluded(window: Window, at: int, both: tuple[Spot, Spot]) -> Spot | None:
    """`⟦0⟧ of claims were civil and ⟦1⟧ criminal; the civil side thus carried the heavier load`."""
    first, last = window.clause(at)
    if max(each.at for each in both) >= first:
        return None
    then = any(
        each.text in _THUS or each.tags & {"thatis", "gloss"} for each in window.words(first, last)
    )
    same = stems(" ".join(each.title for each in both)) & window.stems(at + 1, min(at + 3, last))
    if not then and not same:
        return None
    return named(window, first, at, both)


def _listed(window: Window, one: Spot, two: Spot) -> bool:
    """Whether two numbers after the words are told in the order of the things: `: ⟦0⟧ against ⟦1⟧`."""
    between = window.words(one.at + 1, two.at)
    return not any(each.text == ";" for each in between)


def _beside(window: Window, at: int, one: Spot, two: Spot) -> Spot | None:
    words = window.tokens
    first, last = at, at
    ends = {";", ".", ":", "(", ")"}

    def edge(i: int) -> bool:
        return words[i].text in ends or "but" in words[i].tags or words[i].text == "and"

    while first > 0 and not edge(first - 1):
        first -= 1
    while last < len(words) and not edge(last):
        last += 1
    inside = [each for each in (one, two) if first <= each.at < last]
    if inside != [two] or one.at > at:
        return None
    if two.stated.kind is UnitKind.YEAR:
        return None
    token = words[at]
    before = words[at - 1].text.split()[-1] if at else ""
    predicative = before in {
        "is",
        "was",
        "are",
        "were",
        "being",
        "much",
        "far",
        "paid",
        "stands",
        "came",
        "slightly",
        "even",
        "somewhat",
        "considerably",
        "still",
        "rather",
        "a",
        "the",
        "had",
        "has",
        "have",
        "do",
        "did",
    }
    follows = words[at + 1] if at + 1 < len(words) else None
    closed = follows is None or follows.text in {",", ".", "at", "with", ";", ")", ":", "by"}
    if not (predicative or closed) or (
        token.text in {"above", "below", "ahead", "behind"} and not closed
    ):
        return None
    return two
