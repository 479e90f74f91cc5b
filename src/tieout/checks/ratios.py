"""Ratios told as changes: "an increase of 256%" where it is 256% of; "463% over capacity" where it is of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import ASIDE, GAP, after, before, denied, is_phrasal
from tieout.checks.language import Language
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.RATIO_AS_CHANGE,)

_BARE = r"\b(?P<bare>up|down)"
_HEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[▲▼]{GAP}{{0,50}}?\bby {ASIDE}$",
        (
            r"\b(?:exceed(?:ed|s|ing)?|outstripp?(?:ed|s)|overr[au]ns?|oversho[ot]s?|overspen[dt]s?|surpass(?:ed|es)?"
            rf"|outd(?:id|oes)|topped|tops)\b{GAP}{{0,30}}\bby {ASIDE}$"
        ),
        rf"[▲▼](?: [\w-]+){{0,4}},? of {ASIDE}$",
        rf"[▲▼] {ASIDE}$",
        rf"\bover(?!all)\w{{3,}}(?:ed|wn) by {ASIDE}$",
        rf"\b(?:overcrowded|overfull|overcrowding)(?: (?:rate|level))? (?:by|of) {ASIDE}$",
        rf"{_BARE} (?:by )?{ASIDE}$",
    )
)
# "Reached 112% of the previous total", "grew to 130% of the estimate".
_LEVEL = re.compile(
    rf"\b(?:to|at|reach(?:ed|es|ing)?|equall?(?:ed|s|ing)|attained|(?:is|are|was|were)(?: now| still)?) {ASIDE}$"
)
_PART_OF = re.compile(
    r" of (?:what|its|their|the|that|those|last|(?:19|20)\d\d)\b[^⟦⟧;,]{0,40}"
    r"\b(?:levels?|totals?|estimates?|figures?|values?|sizes?|number|rate|budget|plan|target|was|were|been|in"
    r"|of|before"
    r"|year(?:['’]s)?|average|norm)\b"
)
# "Cost ⟦0⟧ of what they did", "was ⟦0⟧ of the previous one".
_OF_EARLIER = re.compile(
    r" of (?:what (?:it|they|he|she|there|was|were|is|had)\b|(?:the|its|their|that of the) (?:previous|former"
    r"|earlier|original|initial"
    r"|preceding|prior|pre-\w+|(?:19|20)\d\d)\b|(?:those|that|the (?:level|figure|number|total)) (?:of|in"
    r"|at) (?:the |a )?"
    r"(?:previous|former|earlier|year|(?:19|20)\d\d)\b|last (?:year|month|season|quarter)['’]s)"
)
_MOVES = re.compile(
    rf"(?:[▲▼](?: \w+){{0,3}}|\b(?:by|of|another|further|up|down|more|less)) {ASIDE}$"
)
_CHAINED = re.compile(rf"[▲▼].*⟦\d+⟧[^⟦⟧;]*\band by {ASIDE}$")
_TAILS = (
    r"(?i: {capacity.over} {capacity.what}\b)",
    r"(?i: (?:more|less|fewer)(?: [\w-]+){0,2} than\b)",
    (
        r"(?i: (?:above|below|(?!other|rather|whether|number|over|under|after|never|ever)\w{3,}er)"
        r"(?: [\w-]+){0,6} than\b)"
    ),
    (
        r"(?i: (?:(?!of|in|to|by|for|from|on)[a-z]+ )?(?:{direction.noun_up}|{direction.noun_down})\b"
        r"(?! (?:rate|in prices of)))"
    ),
    (
        r"(?i: (?:above|below) (?:the |its |their )?"
        r"(?:normal|average|level|supply|demand|capacity|baseline|previous|last))"
    ),
    r"(?i: (?:above|beyond|over|more than|below|less than) what\b)",
    r"(?i: {capacity.crowded}\b)",
)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each ratio or share that is told as a change, and each change told as a ratio."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        for index, stated in enumerate(sentence.numbers):
            said = quantity(stated.record)
            if stated.kind is not UnitKind.PERCENT or not said:
                continue
            place = sentence.span(index)[0]
            if said == "share" and after(sentence, index).startswith(" of "):
                continue  # "lost 40% of its value"
            if said in {"ratio", "share"} and _told_as_change(sentence, index, language):
                what = "a ratio" if said == "ratio" else "a share"
                message = (
                    f"{stated.display} is told as a change, but {stated.record.name} is {what}"
                )
                remedy = _remedy(said)
            elif said == "change" and _told_as_ratio(sentence, index, language):
                message = f"{stated.display} is told as 'of', but {stated.record.name} is a change"
                remedy = "Write 'over', or give the ratio."
            else:
                continue
            yield report.finding(catalogue.RATIO_AS_CHANGE, sentence, place, message, remedy)


def _remedy(said: str) -> str:
    if said == "ratio":
        return "Write '… % of', or give the change: the ratio minus one."
    return "Give the change itself, or write 'to' instead of 'by'."


def _told_as_change(sentence: Sentence, index: int, language: Language) -> bool:
    head, tail = before(sentence, index), after(sentence, index)
    if re.match(r" ?(?:percentage )?points?\b", tail):
        return False
    tail = re.sub(r"^ ?(?:per ?cent|percent)\b", "", tail)
    for pattern in _TAILS:
        if language.compiled(pattern).match(tail):
            return True
    tagged = sentence.tagged[: len(head)]
    for each in _HEADS:
        hit = each.search(tagged)
        if hit and "bare" in hit.groupdict() and is_phrasal(sentence, hit.start("bare"), language):
            continue
        if hit and not denied(sentence, hit.start(), language):
            return True
    return _CHAINED.search(tagged) is not None


def _told_as_ratio(sentence: Sentence, index: int, language: Language) -> bool:
    head, tail = before(sentence, index), after(sentence, index)
    if language.compiled(r"(?i: {capacity.of}\b)").match(tail):
        return True
    if _OF_EARLIER.match(tail) and not _MOVES.search(sentence.tagged[: len(head)]):
        return True
    if _PART_OF.match(tail) and _LEVEL.search(sentence.tagged[: len(head)]):
        return True
    if re.match(r" as (?:much|many|large|high|big|long|often|likely)\b", tail):
        return True
    pattern = rf"(?i:\b{{capacity.occupancy}} (?:rate )?(?:of|at|was|is|stood at|reached) {ASIDE}$)"
    return language.compiled(pattern).search(sentence.tagged[: len(head)]) is not None
