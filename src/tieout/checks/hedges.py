"""Hedges: "more than", "nearly", "up to" before a number, against its exact value and its bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from tieout import catalogue
from tieout.checks.grammar import alike, before
from tieout.checks.language import Language
from tieout.checks.report import Report
from tieout.checks.text import Sentence, Stated
from tieout.findings import Finding

RULES = (catalogue.FALSE_HEDGE, catalogue.DROPPED_HEDGE)

_LOWER, _UPPER = ("more than", "at least"), ("fewer than", "at most")
# "edged up to 4%" says no bound; "not below 6%" says the opposite of "below".
_NO_HEDGE = re.compile(
    r"\b(?:edged|went|gone|goes|go|going|moved|crept|inched|ticked|nudged|jumped|pushed|driven|drove|brought|shot"
    r"|climbed|bumped|stepped|scaled|back) \|up to$|\b(?:not|never|n['’]t|nor)(?: \w+){0,2} \|\w[\w ]*$",
    re.I,
)
# "Never fell below 40", "has not exceeded 40".
_DENIED = re.compile(
    r"\b(?:not|never|n['’]t|nor) (?:(?:once|yet|been|fall|fell|fallen|drop|dropped|dip|dipped|go|went|gone"
    r"|rise|rose|risen|climb|climbed|get|got|to) )*$",
    re.I,
)
_NEVER = re.compile(
    r"\b(?:[Aa]t no (?:point|time|stage)|[Oo]n no occasion|[Nn]ot once|[Ii]n no \w+|[Nn]owhere|[Nn]one"
    r"|[Nn]obody|[Nn]o \w+)\b"
    r"[^⟦⟧;:,]{0,60}\b(?:fall|fell|fallen|drop|dropped|dip|dipped|go|went|gone|sink|sank|sunk|rise|rose|risen|climb"
    r"|climbed|get|got|was|were|been|be|stood|slip|slipped)(?: to)? $"
)
_NORM = re.compile(
    r"\b(?:must|may|shall|should|ought to|ha(?:s|ve|d) to|needs? to|required to|supposed to|meant to|allowed to)"
    r"(?: not)? (?:\w+ ){0,2}$"
)
_OPPOSITE = {"above": "at most", "below": "at least"}
# These also compare two numbers; with another of the same unit before them, they do.
_COMPARES = re.compile(r"(?:above|below|beyond|short of|exceed\w*|surpass\w*|topp\w*|\w+er than)$")


def find(report: Report) -> Iterator[Finding]:
    """A finding for each hedge that the value or the bound contradicts, and each bound left out."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        hedged = set()
        for index, hedge, says, start in _hedges(sentence, language):
            hedged.add(index)
            stated = sentence.numbers[index]
            if _holds(says, stated.value, stated.shown, stated.record.bound):
                continue
            about = stated.record.bound
            known = f"'{about} {stated.display}'" if about else report.precisely(stated)
            message = f"'{hedge}' with {stated.display}, but {stated.record.name} is {known}"
            remedy = _remedy(says, stated)
            yield report.finding(catalogue.FALSE_HEDGE, sentence, start, message, remedy)
        yield from _dropped(report, sentence, hedged)


def _dropped(report: Report, sentence: Sentence, hedged: set[int]) -> Iterator[Finding]:
    for index, stated in enumerate(sentence.numbers):
        bound = stated.record.bound
        if not bound or index in hedged or stated.style.words == "fraction":
            continue
        message = (
            f"{stated.record.name} is '{bound} {stated.display}'; the sentence does not say so"
        )
        remedy = f"Write '{bound}' before it, if it matters here."
        start = sentence.span(index)[0]
        yield report.finding(catalogue.DROPPED_HEDGE, sentence, start, message, remedy)


def _hedges(sentence: Sentence, language: Language) -> Iterator[tuple[int, str, str, int]]:
    """The hedged numbers of a sentence: which, the hedge, what it says, and where it begins."""
    head, tail, meanings = _patterns(language)
    seen: set[int] = set()
    followed = {int(hit["n"]) for hit in tail.finditer(sentence.marked)}
    for hit in head.finditer(sentence.marked):
        hedge, index = hit["hedge"].lower(), int(hit["n"])
        if _NORM.search(sentence.marked[: hit.start("hedge")]):
            continue  # "must stay below ⟦0⟧": what ought to be, not what is
        if _is_time(hit, sentence, hedge) or _is_comparison(hedge, sentence, index):
            continue
        says = denied_hedge(sentence.marked[: hit.start("hedge")], meanings[hedge])
        if says == meanings[hedge] and _NO_HEDGE.search(
            f"{sentence.marked[: hit.start('hedge')]}|{hedge}"
        ):
            continue
        if says != "about":
            seen.add(index)
        elif index in followed:
            continue  # "some 40, at most"
        yield index, hit["hedge"], says, hit.start("hedge")
    for hit in tail.finditer(sentence.marked):
        index = int(hit["n"])
        if index not in seen:
            yield index, hit["hedge"], meanings[f"{hit['hedge'].lower()}…"], hit.start("hedge")


def denied_hedge(head: str, says: str) -> str:
    """What a hedge says after a head that may turn it round: `never fell below 40` is at least 40."""
    return (
        _OPPOSITE[says]
        if (_DENIED.search(head) or _NEVER.search(head)) and says in _OPPOSITE
        else says
    )


@cache
def alternatives(language: Language) -> tuple[str, dict[str, str]]:
    """The hedges that stand before a number, as one pattern, and what each says."""
    meanings = {word: each.says for each in language.hedges for word in each.before}
    return "|".join(sorted(meanings, key=len, reverse=True)), meanings


@cache
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    first, before_number = alternatives(language)
    meanings = {**before_number}
    for each in language.hedges:
        meanings |= {f"{word}…": each.says for word in each.after}
    last = "|".join(w[:-1] for w in meanings if w.endswith("…"))
    head = rf"\b(?P<hedge>{first})(?: (?:a|an|some|only|just))? ⟦(?P<n>\d+)⟧"
    tail = rf"⟦(?P<n>\d+)⟧(?: [\w’'-]+){{0,3}},? (?P<hedge>{last})\b(?! (?:the |a )?⟦)"
    return re.compile(head, re.I), re.compile(tail, re.I), meanings


def _is_time(hit: re.Match[str], sentence: Sentence, hedge: str) -> bool:
    """`over 12 months` may mean during them."""
    rest = sentence.marked[hit.end() :]
    return hedge in {"over", "under", "beyond"} and bool(
        re.match(r" (?:years?|months?|weeks?|days?|hours?|minutes?|decades?)\b", rest)
    )


def _is_comparison(hedge: str, sentence: Sentence, index: int) -> bool:
    if not _COMPARES.search(hedge):
        if not hedge.endswith("than"):
            return False
        # "A is more than B" compares; "in April more than B" hedges.
        beside = re.search(
            r"⟦\d+⟧[^⟦⟧]{0,30}\b(?:is|are|was|were|,) ?(?:\w+ )?(?:no )?$",
            _head(sentence, index, hedge),
        )
        return bool(beside) and _has_like(sentence, index)
    return _has_like(sentence, index)


def _head(sentence: Sentence, index: int, hedge: str) -> str:
    text = before(sentence, index)
    return text[: text.lower().rfind(hedge)]


def _has_like(sentence: Sentence, index: int) -> bool:
    return any(alike(each, sentence.numbers[index]) for each in sentence.numbers[:index])


def _holds(says: str, value: Fraction, shown: Fraction, bound: str) -> bool:
    """Whether a hedge is true of a value that is shown so and known so."""
    lower, upper = bound in _LOWER, bound in _UPPER
    strict = bound in {"more than", "fewer than"}
    if bound == "about":
        return says in {"about", "nearly"}
    # Where the source's own bound says it, the number's rounding is forgiven: the ledger writes it so too.
    return {
        "above": not upper and (value > shown or bound == "more than"),
        "at least": not upper and (value >= shown or lower),
        "below": not lower and (value < shown or bound == "fewer than"),
        "at most": not lower and (value <= shown or upper),
        "nearly": not lower and (value < shown or upper),
        "about": not (lower or upper),  # "about 1,450" hides that it is more
        "exactly": not (lower or upper or strict) and value == shown,
    }[says]


def _remedy(says: str, stated: Stated) -> str:
    if stated.record.bound:
        return f"Say what is known: '{stated.record.bound}'."
    if stated.value == stated.shown:
        return "Drop the word; or give the datum the qualifier its source has."
    fits = "more than" if stated.value > stated.shown else "nearly"
    return f"Write '{fits}', or show more decimals." if says != "about" else ""
