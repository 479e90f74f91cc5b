"""Whole: all, every, none, nobody told in one statement, against the number that counts it in another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tieout import catalogue
from tieout.checks.clauses.window import EMPTY, Spot, Window, stems
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_WHOLE,)
NEEDS = frozenset({"all", "none"})
_COUNTS = {UnitKind.PEOPLE, UnitKind.COUNT, UnitKind.PLAIN}
_TAKES_UP = frozenset({"such", "so", "did", "do", "does", "them"})
_DOING = frozenset({"doing", "did", "do", "done"})
_NTH = frozenset({"second", "third", "fourth", "fifth", "sixth", "eighth", "tenth", "other"})
_REMEDY = "Correct the word or the number."
_EMPTY = EMPTY | stems(
    "number numbers year years they each every total nobody none nothing nowhere single share during reported"
    " recorded after before"
)


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    if window.heading or window.listed:
        return
    for at, token in enumerate(window.tokens):
        if "notall" in token.tags or not token.tags & {"all", "none"}:
            continue
        if _is_turned(window, at) or _ranks(window, at):
            continue
        wrong = _of_all(window, at) if "all" in token.tags else _of_none(window, at)
        if wrong is not None:
            message = f"'{token.text}', but {wrong.stated.record.name} is {wrong.stated.display}"
            yield report.finding(
                catalogue.FALSE_WHOLE, token.sentence, token.start, message, _REMEDY
            )
            return


def _ranks(window: Window, at: int) -> bool:
    """`No district has a lower rate than`: a superlative."""
    near = window.words(at, min(window.clause(at)[1], at + 14))
    return any(each.tags & {"more", "less"} for each in near) and any(
        "than" in each.tags for each in near
    )


def _is_turned(window: Window, at: int) -> bool:
    """`Nearly all`, `not each`, `but none the less`."""
    words = window.tokens
    before = words[at - 1] if at else None
    follows = words[at + 1] if at + 1 < len(words) else None
    if follows is not None and follows.text in _NTH:
        return True  # "every third household"
    if before is not None and (
        before.tags & {"neg"}
        or before.text
        in {"nearly", "almost", "virtually", "practically", "per", "hardly", "about", "or", "if"}
    ):
        return True
    if (
        before is not None
        and before.text in {"for", "in", "of", "at", "after"}
        and (follows is None or follows.number >= 0 or words[at].text == "all")
    ):
        return True
    if follows is not None and (
        follows.tags & {"more", "less", "high", "low", "up_noun", "down_noun", "better", "worse"}
        or (
            follows.text in {"the", "other", "matter", "longer", "doubt", "but"}
            and "none" in words[at].tags
        )
        or follows.text in {"per", "percent"}
    ):
        return True
    return words[at].text == "both"


def _of_all(window: Window, at: int) -> Spot | None:
    shares = [
        each
        for each in window.spots
        if each.stated.kind is UnitKind.PERCENT and each.kind in {"share", "", "level"}
    ]
    counts = [each for each in window.spots if each.stated.kind in _COUNTS]
    if len(window.spots) == 1 and len(shares) == 1:
        spot = shares[0]
        if spot.stated.value >= 100 or not _counts_it(window, at, spot, whole=True):
            return None
        return spot
    if len(counts) == 2 == len(window.spots) and _sums_up(window, at, counts):
        one, two = counts
        return two if two.stated.signed < one.stated.signed else None
    if len(counts) == 2 == len(window.spots):
        total = _total(window, at, counts)
        if total is None:
            return None
        other = counts[1] if total is counts[0] else counts[0]
        if any(
            "all" in w.tags or "notall" in w.tags
            for w in window.words(max(at + 1, other.at - 4), other.at)
        ):
            return None
        if any("contrary" in w.tags for w in window.words(*other.before)):
            return (
                other if other.stated.signed else None
            )  # "without exception …; late ones numbered ⟦1⟧"
        if other.stated.signed == total.stated.signed or other.stated.signed > total.stated.signed:
            return None
        if stems(other.title) & stems(total.title) - _EMPTY and other.at > total.at:
            return other
        of = "of" in [each.text for each in window.words(other.at + 1, min(other.at + 3, total.at))]
        return other if of or _counts_it(window, at, other, whole=True) else None
    return None


def _sums_up(window: Window, at: int, counts: list[Spot]) -> bool:
    """`On the list: ⟦0⟧. Reached: ⟦1⟧, in other words the whole list`."""
    last = counts[1].at
    between = window.words(last + 1, at)
    return (
        at > last
        and len(between) < 12
        and any(each.tags & {"thatis", "gloss"} for each in between)
        and not any("neg" in each.tags for each in between)
    )


def _total(window: Window, at: int, counts: list[Spot]) -> Spot | None:
    """The number that says how many all are: `all ⟦0⟧`, `every one of the ⟦0⟧`, `⟦1⟧ of its ⟦0⟧`."""
    texts = [each.text for each in window.tokens]
    for each in counts:
        near = window.words(at, each.at)
        if 0 < each.at - at <= 4 and not any(w.breaks or w.text == "," for w in near):
            return each
    edge = window.clause(at)[1]
    within = [each for each in counts if at < each.at < edge]
    if len(within) == 1 and counts[1].at > edge:
        return within[0]
    for each in counts:
        if "of" in texts[max(0, each.at - 3) : each.at]:
            return each
    return None


def _of_none(window: Window, at: int) -> Spot | None:
    for spot in window.spots:
        stated = spot.stated
        if (
            stated.kind not in _COUNTS | {UnitKind.PERCENT}
            or stated.value <= 0
            or spot.kind == "change"
        ):
            continue
        if any("notall" in w.tags for w in window.words(spot.at + 1, spot.at + 3)):
            continue  # "⟦0⟧ in all"
        if 0 < spot.at - at <= 5 and not any(w.breaks for w in window.words(at, spot.at)):
            continue  # "none of the ⟦0⟧"
        close = [w.text for w in window.words(spot.at - 3, spot.at)]
        if "of" in close and not {"total", "number", "figure", "sum", "tally", "count"} & set(
            close
        ):
            continue
        if _counts_it(window, at, spot, whole=False):
            return spot
    return None


def _counts_it(window: Window, at: int, spot: Spot, *, whole: bool) -> bool:
    """Whether a number counts what the statement at a token says, by its title, its words or what takes it up."""
    lo, hi = min(at, spot.at), max(at, spot.at)
    marks = [i for i in range(lo, hi) if window.tokens[i].breaks or window.tokens[i].text == ","]
    if not marks:
        return False
    first, last = window.clause(at)
    edge = min((i for i in marks if i > at), default=last)
    floor = max((i + 1 for i in marks if i < at), default=first)
    told = window.stems(first if whole else max(first, floor), min(last, edge)) - _EMPTY
    # of "none of the lifts was out of order" the lifts are all lifts: what counts is what comes after
    own = (stems(spot.title) | window.stems(*spot.before) | window.stems(*spot.after)) - _EMPTY
    title = stems(spot.title) - _EMPTY
    near = window.words(spot.before[0], spot.after[1])
    restated = spot.at > at and any(
        each.tags & {"restate", "gives"} for each in window.words(spot.before[0], spot.at)
    )
    anaphor = any(each.text in _TAKES_UP for each in near)
    if any("but" in each.tags for each in window.words(lo, hi)):
        return False
    if whole and window.tokens[spot.at].sentence is not window.tokens[at].sentence:
        start = next(
            i
            for i, each in enumerate(window.tokens)
            if each.sentence is window.tokens[spot.at].sentence
        )
        opens = any("restate" in each.tags for each in window.words(start, start + 3))
        same = len(title & told) >= max(2, 0.7 * len(title)) or (opens and bool(own & told))
        return spot.at > at and bool(title) and same
    if 0 < spot.at - at <= 4 and marks[0] == at + 1:
        return True  # "is total, at ⟦0⟧"
    if whole:
        return (
            restated
            or bool(title & told and anaphor)
            or len(title & told) >= max(2, 0.6 * len(title))
        )
    if restated and any(each.text == "such" for each in window.words(marks[0], spot.at)):
        return spot.at > at  # "no juror asked …, the list of such requests showing ⟦0⟧"
    predicate = _predicate(window, at, min(last, edge)) - _EMPTY
    if window.tokens[spot.at].sentence is not window.tokens[at].sentence:
        restatement = any(
            "gloss" in each.tags for each in window.words(at - 4, min(at + 8, len(window.tokens)))
        )
        lead = {each.text for each in window.words(spot.at - 6, spot.at)}
        if spot.at > at and {"number", "count", "total", "tally"} & lead:
            return bool({"did", "does", "do"} & lead)  # "none leaked. The number that did was ⟦0⟧"
        labelled = window.tokens[spot.at - 1].text == ":" and bool(told) and told <= title
        return (labelled and spot.at > at) or (restatement and bool(told & own))
    texts = [each.text for each in window.words(marks[0], spot.after[1])]
    if any(one in _DOING and two == "so" for one, two in pairwise(texts)):
        return spot.at > at  # "no pupil went without, ⟦0⟧ having been recorded as doing so"
    if not predicate & own:
        return False
    return (
        2 * len(predicate & own) >= len(predicate) or 2 * len(predicate & title) >= len(title) > 0
    )


def _predicate(window: Window, at: int, last: int) -> set[str]:
    """What is said of the ones that are none: the words after the first two of weight."""
    for index in range(at + 1, last):
        text = window.tokens[index].text
        if text in {"was", "were", "is", "are", "had", "has", "have", "did", "been"} or (
            text.endswith("ed") and index > at + 2
        ):
            start = index if text.endswith("ed") else index + 1
            return window.stems(start, last)
    return window.stems(at + 1, last) if last - at < 4 else set()
