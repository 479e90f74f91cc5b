"""Moved: a rise or fall told anywhere in a window, against its two levels in their order, or its one change."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.clauses.claims import Claim, about, directions, owned, takes_time
from tieout.checks.clauses.order import in_order, ordered
from tieout.checks.clauses.window import EMPTY, Spot, Window, stems
from tieout.checks.grammar import alike
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_DIRECTION,)
NEEDS = frozenset(
    {
        "up",
        "up_noun",
        "down",
        "down_noun",
        "better",
        "worse",
        "more",
        "less",
        "closes",
        "opens",
        "bare",
        "change",
    }
)
_SHORT = 8  # words of a sentence that only sums up
_POINTING = frozenset({"the", "this", "that", "these", "such", "which", "a", "an"})
_REMEDY = "Correct the word, or let it follow the number: {{< word NAME rose fell >}}."


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    claims = directions(window)
    if not claims:
        return
    both = ordered(window)
    if both is not None:
        claim = _of_levels(window, claims, both)
        if claim is None:
            return
        first, last = (each.stated for each in both)
        true = last.signed > first.signed if claim.up else last.signed < first.signed
        if true or (claim.up != _said_up(claim) and last.signed == first.signed):
            return
        start, sentence = claim.token.start, claim.token.sentence
        message = f"'{_quoted(claim)}', but first it is {first.display}, then {last.display}"
        yield report.finding(catalogue.FALSE_DIRECTION, sentence, start, message, _REMEDY)
        return
    changed = [each for each in window.spots if _is_change(each)]
    if len(changed) == 2 == len(window.spots):
        yield from _of_pace(report, window, claims, (changed[0], changed[1]))
    if len(changed) == 1:
        yield from _of_change(report, window, claims, changed[0])


def _said_up(claim: Claim) -> bool:
    return bool(claim.token.tags & {"up", "up_noun", "more"}) or claim.token.text == "up"


def _quoted(claim: Claim) -> str:
    plain = claim.token.tags & {"up", "up_noun", "down", "down_noun"}
    return claim.word if not plain or claim.up == _said_up(claim) else f"not {claim.word}"


def _of_levels(window: Window, claims: list[Claim], both: tuple[Spot, Spot]) -> Claim | None:
    """The claim that is made of the two levels; None where claims disagree or belong elsewhere."""
    free = [
        each for each in claims if owned(window, each) is None and not _apart(window, each, both)
    ]
    if len({each.up for each in free}) > 1:
        free = _nearer(window, free, both)
    if not free or len({each.up for each in free}) > 1:
        return None
    claim = free[0]
    if len(window.sentences) > 1 and not _linked(window, claim, both):
        return None
    return claim


def _nearer(window: Window, claims: list[Claim], both: tuple[Spot, Spot]) -> list[Claim]:
    """Of claims that disagree, those about the thing that is counted, or in the numbers' own statement."""
    counted = stems(" ".join(each.title for each in both)) | window.stems(
        *window.clause(both[0].at)
    )
    if window.heading:
        return [each for each in claims if about(window, each) & counted]
    first, last = window.clause(min(each.at for each in both))
    return [each for each in claims if first <= each.at < last]


def _apart(window: Window, claim: Claim, both: tuple[Spot, Spot]) -> bool:
    """Whether a claim stands in a subordinate clause of its own: `as prices rose, …`."""
    first, last = window.clause(claim.at)
    lo, hi = min(each.at for each in both), max(each.at for each in both)
    words = window.tokens
    comma = next((i for i in range(claim.at, last) if words[i].text == ","), None)
    start = claim.at
    while start > first and words[start - 1].text != "," and words[start - 1].number < 0:
        start -= 1
        if "subordinate" in words[start].tags or words[start].text in {"who", "whose", "which"}:
            inside = any(start <= each.at < (comma or last) for each in both)
            return not inside and (comma is not None or start > hi) and not (lo < start < hi)
    return False


def _linked(window: Window, claim: Claim, both: tuple[Spot, Spot]) -> bool:
    """Whether two sentences speak of one thing: the later takes up the earlier."""
    if window.heading or window.listed:
        return True
    later = window.sentences[-1]
    start = next(i for i, each in enumerate(window.tokens) if each.sentence is later)
    split = {window.tokens[each.at].sentence is later for each in both}
    if not any(window.tokens[each.at].sentence is not claim.token.sentence for each in both):
        return claim.token.sentence is later and (
            window.tokens[start].text.split()[0] in {"this", "that", "it", "they", "such"}
            or bool(window.stems(0, start) & window.stems(start, len(window.tokens)) - EMPTY)
            or len(window.tokens) - start <= _SHORT
        )
    shared = window.stems(0, start) & (
        window.stems(start, len(window.tokens)) | stems(" ".join(each.title for each in both))
    )
    taken = window.has("that", start, start + 3) or bool(shared - EMPTY)
    return taken or len(split) == 2


def _is_change(spot: Spot) -> bool:
    return spot.kind == "change" and spot.stated.kind in {UnitKind.PERCENT, UnitKind.POINTS}


def _of_pace(
    report: Report, window: Window, claims: list[Claim], both: tuple[Spot, Spot]
) -> Iterator[Finding]:
    """`Growth slowed: ⟦0⟧ in 2021 and ⟦1⟧ in 2022`: of two changes the later is smaller."""
    paced = [each for each in claims if "pace" in each.token.tags]
    order = in_order(window, *both)
    if not paced or order is None or len({each.up for each in paced}) > 1 or takes_time(window):
        return
    first, last = (each.stated for each in order)
    claim = paced[0]
    if not alike(first, last) or first.signed <= 0 or last.signed <= 0:
        return
    if last.signed > first.signed if claim.up else last.signed < first.signed:
        return
    message = f"'{_quoted(claim)}', but first it is {first.display}, then {last.display}"
    yield report.finding(
        catalogue.FALSE_DIRECTION, claim.token.sentence, claim.token.start, message, _REMEDY
    )


def _as_change(window: Window, claim: Claim, spot: Spot) -> bool:
    """`Held up and increased, the change being ⟦0⟧`; `there was no fall: over the year the change was ⟦0⟧`."""
    between = window.words(claim.at + 1, spot.at)
    marks = [i for i, each in enumerate(between) if each.breaks or each.text == ","]
    if not marks or any(each.number >= 0 for each in between):
        return False
    own = between[marks[0] + 1 :]
    return any("change" in each.tags for each in own) and not window.stems(
        *spot.after
    ) - window.stems(0, spot.at) - EMPTY - stems("percent points year before earlier previous")


def _of_change(
    report: Report, window: Window, claims: list[Claim], spot: Spot
) -> Iterator[Finding]:
    """A change told neutrally, and taken up by a word: `changed by ⟦0⟧; the growth …`."""
    token = window.tokens[spot.at]
    named = stems(spot.title) & {"decli", "fall", "decre", "drop", "reduc", "loss", "cut", "short"}
    if named or spot.stated.signed == 0:
        return
    chosen: list[Claim] = []
    told_last = max((i.at for i in claims if i.at < spot.at), default=-1)
    for claim in claims:
        if owned(window, claim) is not None:
            return  # the number has its own word
        before = window.tokens[claim.at - 1].text if claim.at else ""
        pointing = claim.noun and any(
            each.text in _POINTING for each in window.words(claim.at - 3, claim.at)
        )
        same = claim.token.sentence is token.sentence
        told = claim.at == told_last and same and _as_change(window, claim, spot)
        if told:
            chosen, claims = [claim], [claim]
            break
        if (window.heading and claim.token.sentence is window.sentences[0]) or (
            pointing and claim.at > spot.at and (same or before in {"this", "that", "the", "such"})
        ):
            chosen.append(claim)
    if not chosen or len({each.up for each in claims}) > 1:
        return
    claim = chosen[0]
    if claim.up == (spot.stated.signed > 0):
        return
    message = (
        f"'{_quoted(claim)}', but {spot.stated.record.name} is {report.precisely(spot.stated)}"
    )
    yield report.finding(
        catalogue.FALSE_DIRECTION, claim.token.sentence, claim.token.start, message, _REMEDY
    )
