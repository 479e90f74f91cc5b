"""Parted: half, most, one in five told in one statement, against the share that another statement puts in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.clauses.claims import denied
from tieout.checks.clauses.window import Spot, Window, stems
from tieout.checks.portions import Portion, portions
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_FRACTION,)
NEEDS = frozenset({"part"})
_TAKES_UP = stems("favour doing that them those agree case cases total sample respondents")
_OF_THEM = re.compile(r" (?:of )?(?:them|these|those|whom|which|its|their|all|the )", re.I)
# "Almost every household has one: ⟦0⟧ do", "half had moved, ⟦0⟧ saying so".
_ELLIPSIS = re.compile(
    r"(?:in fact |to be precise )?(?:do|did|does|have|had|are|were|is|was|has|can|will|would"
    r"|(?:said|saying|doing|did|do|say|having done|reported|reporting) so"
    r"|(?:are|were|is|was|did|do|had|have|has) (?:last|this) \w+"
    r"|of them(?: do| did| are| were| have| had)?|in all)"
)
_QUALIFIES = frozenset({"in", "at", "by", "on", "during", "according", "last", "this"})
_ANAPHORS = frozenset({"it", "them", "so", "one", "this", "that"})
_AMOUNTS = frozenset(
    {"account", "accounts", "accounted", "make", "makes", "made", "represent", "represents"}
) | {"comprise", "comprises", "constitute", "constitutes", "form", "forms", "amount", "amounts"}
_PRONOUNS = frozenset({"it", "they", "this", "these", "that", "which"})
_WHOLES = frozenset(
    [
        "total",
        "sum",
        "amount",
        "whole",
        "cost",
        "requested",
        "needed",
        "required",
        "volume",
        "number",
        "vote",
        "bill",
        "budget",
        "entire",
        "all",
        "overall",
    ]
)
_COUNTS = {UnitKind.PEOPLE, UnitKind.COUNT}


def find(report: Report, window: Window) -> Iterator[Finding]:
    """The finding of a window, if it has one."""
    language = report.language
    if language is None or window.heading or window.listed:
        return
    if len(window.spots) > 4 or not any(
        each.stated.kind is UnitKind.PERCENT or each.stated.kind in _COUNTS for each in window.spots
    ):
        return
    said: list[tuple[Sentence, Portion]] = [
        (sentence, each) for sentence in window.sentences for each in portions(sentence, language)
    ]
    if len(said) != 1:
        return
    sentence, portion = said[0]
    at = next(
        (
            i
            for i, t in enumerate(window.tokens)
            if t.sentence is sentence and t.end > portion.start
        ),
        0,
    )
    if denied(window, at):
        return
    shares = [each for each in window.spots if each.stated.kind is UnitKind.PERCENT]
    counts = [each for each in window.spots if each.stated.kind in _COUNTS]
    if len(shares) == 1 and shares[0].kind != "change" and linked(window, at, shares[0], portion):
        share = abs(shares[0].stated.signed) / 100
        how = f"{shares[0].stated.record.name} is {shares[0].stated.display}"
    elif len(counts) == 2 == len(window.spots) and _is_part(window, at, counts):
        small, large = sorted(each.stated.value for each in counts)
        if not large:
            return
        share = small / large
        how = f"{counts[0].stated.display} and {counts[1].stated.display} make {float(share):.1%}"
    else:
        return
    if portion.holds(share):
        return
    words = sentence.marked[portion.start : portion.end]
    remedy = "Correct the words, or let them follow: {{< stat NAME as=fraction >}}."
    yield report.finding(
        catalogue.FALSE_FRACTION, sentence, portion.start, f"'{words}', but {how}", remedy
    )


def linked(window: Window, at: int, spot: Spot, portion: Portion) -> bool:
    """Whether a number says in figures what the words at a token say: another statement, and a sign of it."""
    lo, hi = min(at, spot.at), max(at, spot.at)
    between = window.words(lo, hi)
    if not any(each.breaks or each.text == "," for each in between):
        return False
    marks = [i for i in range(lo, hi) if window.tokens[i].breaks or window.tokens[i].text == ","]
    if spot.at < at:
        # the number first: "that is, by a minority", "That is a majority"
        rest = window.tokens[at].sentence.marked[portion.end :]
        if portion.hedged and at - marks[-1] <= 3 and not _OF_THEM.match(rest):
            return True  # "reaches ⟦0⟧, still shy of the three quarters promised"
        return any("thatis" in each.tags for each in window.words(marks[-1] - 6, at))
    own = window.words(max(marks[0], spot.before[0]), spot.at)
    if _of_the_whole(window, spot) and not any("but" in each.tags for each in own):
        opens = next((i for i in reversed(marks) if window.tokens[i].breaks), None)
        start = window.words((marks[0] if opens is None else opens) + 1, spot.at)
        if start and (
            start[0].text.split()[0] in _PRONOUNS
            or (opens is None and any(each.text == "having" for each in start))
        ):
            return True  # "…. It makes up ⟦0⟧ of the total", "…, donors having paid ⟦0⟧ of the sum"
    if any("gives" in each.tags for each in own[-3:]) and not (
        window.stems(*spot.after) - window.stems(*window.clause(at)) - _TAKES_UP
    ):
        return True
    if any(each.tags & {"restate", "thatis"} for each in own):
        return not _new_subject(window, at, marks[0], spot)
    follows = window.words(*spot.after)
    if window.tokens[spot.at - 1].breaks and follows and follows[0].text in _QUALIFIES:
        return True  # "three quarters finish – ⟦0⟧ in the last intake"
    if window.tokens[spot.at - 1].text == ":" and follows and follows[-1].text in _ANAPHORS:
        return True  # "most of the fleet is diesel …: ⟦0⟧ of vehicles run on it"
    opening = [each.text for each in window.words(marks[-1] + 1, spot.at)]
    if opening[:1] and opening[0] in _PRONOUNS and _AMOUNTS & set(opening):
        return True  # "…. They account for ⟦0⟧ of the stock"
    if _ELLIPSIS.fullmatch(" ".join(each.text for each in window.words(*spot.after))):
        return True
    title = stems(spot.title)
    told = window.stems(*window.clause(at))
    return bool(title) and len(title & told) >= max(2, 0.6 * len(title))


def _of_the_whole(window: Window, spot: Spot) -> bool:
    """`⟦0⟧ of the total volume`, `⟦0⟧ of it`."""
    follows = [each.text for each in window.words(spot.at + 1, spot.at + 5)]
    return follows[:1] == ["of"] and (
        bool(_WHOLES & set(follows[1:])) or follows[1:2] in (["it"], ["them"], ["all"])
    )


def _new_subject(window: Window, at: int, mark: int, spot: Spot) -> bool:
    """Whether the number's statement speaks of another group: `the share of owners was ⟦0⟧`."""
    words = window.words(mark, spot.at)
    for index, each in enumerate(words[:-1]):
        if "restate" in each.tags and words[index + 1].text in {"of", "among", "for"}:
            new = stems(" ".join(w.text for w in words[index + 2 : index + 6]))
            return bool(new) and not new & window.stems(*window.clause(at))
    return any("but" in each.tags for each in words)


def _is_part(window: Window, at: int, counts: list[Spot]) -> bool:
    """`⟦0⟧ of the ⟦1⟧ … That is a majority`."""
    texts = [each.text for each in window.tokens]
    of = any("of" in texts[max(0, each.at - 4) : each.at] for each in counts)
    last = max(each.at for each in counts)
    return (
        of
        and at > last
        and any(
            "thatis" in each.tags or each.text in {",", ":", "–", "—"}
            for each in window.words(last, at)
        )
    )
