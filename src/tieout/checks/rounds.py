"""Rounds: "more than 3,000 (3,140)": a round threshold somebody typed, held against the number beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tieout import catalogue
from tieout.checks import numerals
from tieout.checks.grammar import in_apposition, tagged
from tieout.checks.hedges import alternatives, denied_hedge
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence, Stated
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_HEDGE,)

_KINDS = {
    "percent": {UnitKind.PERCENT},
    "money": {UnitKind.MONEY},
    "": {UnitKind.PEOPLE, UnitKind.COUNT, UnitKind.PLAIN},
}
_NEAR = Fraction(85, 100)  # "nearly 5 million" is not 4
_SLACK = Fraction(10, 100)  # "about 500" is not 600
_COLON = re.compile(r"[^⟦⟧;:,]{0,40}(?::| –| —) (?:at |only |just )?⟦(?P<n>\d+)⟧")
_AHEAD = re.compile(r"(?:, at ⟦(?P<m>\d+)⟧,| \(⟦(?P<n>\d+)⟧\),?) (?:[\w’'-]+ ){0,3}$")
_STATES = re.compile(
    r"(?:[▲▼]|\b(?:stayed|stays?|remain(?:s|ed)?|stood|stands?|held|kept|is|are|was|were|been))(?: back| well| just)? $"
)
_LARGE = 100
_REACH = 45  # characters that a hedge takes
_ROUND = 2  # digits that are not nought: 15,000, 80%


@dataclass(frozen=True, slots=True)
class Round:
    """A hedge with a round number typed after it, and the number of the ledger that backs it."""

    start: int
    end: int
    hedge: str
    says: str
    typed: numerals.Numeral
    stated: Stated


def find(report: Report) -> Iterator[Finding]:
    """A finding for each typed threshold on whose other side its number lies."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        for each in backed(sentence, language):
            if _holds(each.says, each.stated.value, each.typed.value):
                continue
            said = sentence.marked[each.start : each.end]
            message = f"'{said}', but {each.stated.record.name} is {each.stated.display}"
            remedy = "Correct the words or the number."
            yield report.finding(catalogue.FALSE_HEDGE, sentence, each.start, message, remedy)


def backed(sentence: Sentence, language: Language) -> Iterator[Round]:
    """The round thresholds of a sentence that a number in apposition says in full."""
    scales = "|".join(language.data["number"]["scales"])
    some = language.compiled(rf"(?<!\d)(?<!⟦)\d|(?i:{scales})")
    if not sentence.numbers or not some.search(sentence.marked):
        return
    yield from _marks(sentence, language)
    before, meanings = alternatives(language)
    head = language.compiled(rf"(?i:\b(?P<hedge>{before}) (?:the )?$)")
    for typed in _typed(sentence.marked, language):
        if sentence.marked[typed.start - 1 : typed.start] == "⟦" or not _is_round(typed.value):
            continue
        hedge = head.search(sentence.marked, max(0, typed.start - _REACH), typed.start)
        if hedge is None:
            continue
        says = denied_hedge(sentence.marked[: hedge.start()], meanings[hedge["hedge"].lower()])
        for index in _beside(sentence, hedge.start(), typed, language):
            stated = sentence.numbers[index]
            if stated.kind in _KINDS[typed.unit] and stated.value != typed.value:
                yield Round(hedge.start(), typed.end, hedge["hedge"], says, typed, stated)


def _marks(sentence: Sentence, language: Language) -> Iterator[Round]:
    """`Passed the half-million mark`, with the one number of its kind that the sentence tells."""
    if not language.compiled(r"(?<=[\w%-] ){mark.noun}\b").search(sentence.marked):
        return  # most sentences
    pattern = language.compiled(
        r"(?i:\b(?:(?P<no>{mark.undone})|{mark.passed}) {mark.the}(?P<n>{mark.number}) ?{mark.noun}\b)"
    )
    for hit in pattern.finditer(sentence.marked):
        worth = _worth(hit["n"], language)
        if worth is None:
            continue
        value, unit = worth
        fitting = [
            each
            for each in sentence.numbers
            if each.kind in _KINDS[unit] or (not unit and each.kind is UnitKind.MONEY)
        ]
        if (
            len(fitting) == 1
            and quantity(fitting[0].record) != "change"
            and fitting[0].value != value
        ):
            typed = numerals.Numeral(hit.start("n"), hit.end("n"), value, unit)
            says = "below" if hit["no"] else "at least"
            yield Round(hit.start(), typed.end, hit.group(), says, typed, fitting[0])


def _worth(text: str, language: Language) -> tuple[Fraction, str] | None:
    for each in numerals.digits(text, language):
        return each.value, each.unit
    words = text.lower().replace("-", " ").split()
    parts = language.denominators
    if words[0] in {"a", "an"}:
        words = words[1:]
    if len(words) > 1 and words[0] in parts:
        whole = numerals.worth(
            " ".join(each for each in words[1:] if each not in {"of", "a"}), language
        )
        return None if whole is None else (whole / parts[words[0]], "")
    value = numerals.worth(" ".join(words), language)
    return None if value is None else (value, "")


def _beside(
    sentence: Sentence, hedge: int, typed: numerals.Numeral, language: Language
) -> Iterator[int]:
    """The number that says the threshold in full, also after a colon: `fell below 500: 430 were left`."""
    found = list(in_apposition(sentence, typed.start, typed.end))
    colon = _COLON.match(sentence.marked, typed.end)
    ahead = _AHEAD.search(sentence.marked[:hedge])
    if not found and ahead:
        found = [int(ahead["m"] or ahead["n"])]
    elif not found and colon and _STATES.search(tagged(sentence.marked, language)[:hedge]):
        found = [int(colon["n"])]
    yield from found


def _typed(marked: str, language: Language) -> Iterator[numerals.Numeral]:
    """The numbers typed in a sentence; in words only large ones: `one million`."""
    yield from numerals.digits(marked, language)
    for each in numerals.words(marked, language):
        if not each.part and each.value >= _LARGE:
            yield each


def _is_round(value: Fraction) -> bool:
    return value.denominator == 1 and len(re.sub(r"0+$", "", str(value))) <= _ROUND


def _holds(says: str, value: Fraction, typed: Fraction) -> bool:
    return {
        "above": value > typed,
        "at least": value >= typed,
        "below": value < typed,
        "at most": value <= typed,
        "nearly": typed * _NEAR <= value < typed,
        "about": abs(value - typed) <= typed * _SLACK,
        "exactly": value == typed,
    }[says]
