"""Wholes: "all", "every", "none", "no", against the number that says it in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.grammar import GAP, in_apposition
from tieout.checks.language import Language
from tieout.checks.report import Report
from tieout.checks.text import Sentence
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_WHOLE,)

_NOT_ALL = re.compile(
    r"\b(?:not|nearly|almost|virtually|practically|of|in|at|after|above|first of|for|once and for|just about)\s*$",
    re.I,
)
_NOT_EVERY = re.compile(r"\b(?:not|nearly|almost|virtually|practically|just about|for)\s*$", re.I)
_HAS = re.compile(r" (?:were|was|had|have|are|is|did)\b")
_SO_MANY = re.compile(
    r"\b(?:in|of|out of) \| (?:⟦|two|three|four|five|six|seven|eight|nine|ten|twenty|hundred)"
)
_TOTAL = re.compile(r" (?:in all|in total|altogether|all told|of them in all)\b")
_CLAUSE_ENDS = re.compile(
    r"[;:(]|, (?:although|though|but|while|whereas|yet|the (?:count|number|tally|total))\b| [–—] |\. "
)
_CLAUSE_EDGE = re.compile(r"[;(),.]| [–—] ")
_DID = re.compile(r"⟦\d+⟧ (?:had|did|was|were|have|has|do|does)$")  # "none was paid; 7% were"
_WORD = re.compile(r"[a-z]{4,}")
_THAN = re.compile(r"[^⟦⟧;:.]{3,70}\b(?:\w{2,}er|more|less|worse)\b[^⟦⟧;:.]{0,40}\bthan\b")
_STEM = 5  # letters that two forms of a word share: repaired, repairs
_COUNTED = {UnitKind.PERCENT, UnitKind.PEOPLE, UnitKind.COUNT, UnitKind.MONEY}
_NOT_WHOLE = re.compile(
    r" (?:but|the same|along|other|longer|more|fewer|less|matter|doubt|one knows|exceptions?|progress|change"
    r"|changes|increase|decrease|rise|fall|drop|improvement|reduction|growth|decline|difference|in all"
    r"|second|third|fourth|fifth|tenth)\b"
)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each "all" that is not all, each "none" that is some."""
    language = report.language
    if language is None:
        return
    whole = language.compiled(
        r"(?P<all>\b{every.all}\b)|(?:(?<=^)|(?<=[,;:] )|(?<=that )|(?<=and )|(?<=but )"
        r"|(?<=here was )|(?<=here were )|(?<=here is )|(?<=here are )|(?<=^In )|(?<=, in ))(?P<none>{every.none}\b)"
    )
    both = language.compiled(
        rf"(?i:\b(?P<word>{{every.all}}) ⟦(?P<a>\d+)⟧{GAP}{{0,20}}? ?(?:out )?of "
        r"(?:the |its |their |these |those )?⟦(?P<b>\d+)⟧)"
    )
    of_all = re.compile(
        rf"(?i:\bof (?:the |these )?⟦(?P<b>\d+)⟧{GAP}{{0,30}}?\b(?P<word>all) ⟦(?P<a>\d+)⟧)"
    )
    for sentence in report.claims:
        for hit in (*both.finditer(sentence.marked), *of_all.finditer(sentence.marked)):
            if (
                re.search(r"\b(?:for|in|out of|of) $", sentence.marked[: hit.start("word")])
                and hit.re is both
            ):
                continue  # "1 for every 3 of the 9"
            part, total = sentence.number(hit["a"]), sentence.number(hit["b"])
            if part.signed != total.signed:
                message = f"'{hit['word']}', but {part.display} of {total.display} is not all"
                yield report.finding(
                    catalogue.FALSE_WHOLE, sentence, hit.start(), message, "Drop the word."
                )
        for hit in whole.finditer(sentence.marked):
            yield from _one(report, sentence, hit, language)


def _one(
    report: Report, sentence: Sentence, hit: re.Match[str], language: Language
) -> Iterator[Finding]:
    rest = sentence.marked[hit.end() :]
    if hit["none"] and _THAN.match(rest):
        return  # "no district has a lower rate than Karsa": the lowest
    if _NOT_WHOLE.match(rest) or (hit["all"] and _is_idiom(sentence, hit)):
        return
    span = language.compiled(r" <span>\b")
    for index in in_apposition(sentence, hit.start(), hit.end()):
        stated = sentence.numbers[index]
        start, end = sentence.span(index)
        rest = sentence.marked[end:]
        if hit["none"] and _HAS.match(rest):
            continue  # "no boat was lost (60 were insured)"
        if start < hit.start() or _TOTAL.match(rest) or span.match(rest):
            continue
        if ":" in sentence.marked[hit.end() : start].rstrip(": "):
            continue  # another clause's number
        if sentence.marked[:start].endswith(": ") and _is_label(sentence, hit, start, language):
            continue
        if hit["all"]:
            wrong = stated.kind is UnitKind.PERCENT and stated.value < 100
        else:
            wrong = stated.value != 0 and stated.kind in _COUNTED - {UnitKind.MONEY}
        if wrong:
            yield _finding(report, sentence, hit, index)
            return
    if hit["none"]:
        yield from (_finding(report, sentence, hit, i) for i in _taken_up(sentence, hit, language))


def _is_idiom(sentence: Sentence, hit: re.Match[str]) -> bool:
    """`In all`, `at all`, `not every`: no claim of a whole."""
    head = sentence.marked[: hit.start()]
    if _SO_MANY.search(f"{head}|{sentence.marked[hit.end() :][:14]}"):
        return True
    return (_NOT_ALL if hit["all"].lower() == "all" else _NOT_EVERY).search(head) is not None


def _finding(report: Report, sentence: Sentence, hit: re.Match[str], index: int) -> Finding:
    stated = sentence.numbers[index]
    message = f"'{hit.group()}', but {stated.record.name} is {stated.display}"
    remedy = "Correct the word or the number."
    return report.finding(catalogue.FALSE_WHOLE, sentence, hit.start(), message, remedy)


def _is_label(sentence: Sentence, hit: re.Match[str], start: int, language: Language) -> bool:
    """`All prisoners: 57%` is a label; `all were found to leak: 57%` says that all did."""
    if hit["none"]:
        return True
    verb = language.compiled(r"(?i:\b{every.verb}\b)")
    return verb.search(sentence.marked, hit.end(), start) is None


def _taken_up(sentence: Sentence, hit: re.Match[str], language: Language) -> Iterator[int]:
    """The first count of a later clause that takes up what was denied: `not one was mended; repairs: 4`."""
    edge = _CLAUSE_ENDS.search(sentence.marked, hit.end())
    if edge is None:
        return
    verb = language.compiled(r"(?i:\b{every.verb}\b)").search(
        sentence.marked, hit.end(), edge.start()
    )
    there = re.search(r"\b[Tt]here (?:was|were|is|are) $", sentence.marked[: hit.start()])
    if verb is None and not there:
        return
    begin = verb.start() if verb and not there else hit.end()
    denied = _stems(sentence.marked[begin : edge.start()], language)
    anaphor = language.compiled(r"{every.anaphor}|{every.counter}")
    for index, stated in enumerate(sentence.numbers):
        start, end = sentence.span(index)
        if start < edge.start() or stated.kind not in _COUNTED or stated.value <= 0:
            continue
        left = [each.end() for each in _CLAUSE_EDGE.finditer(sentence.marked, hit.end(), start)]
        right = _CLAUSE_EDGE.search(sentence.marked, end)
        clause = sentence.marked[max(left, default=0) : right.start() if right else None]
        if denied & _stems(clause, language) or anaphor.search(clause) or _DID.search(clause):
            yield index
            return


def _stems(text: str, language: Language) -> set[str]:
    """What a clause is about: its words of weight, without their endings."""
    empty = language.compiled(r"{every.empty}")
    words = (hit.group() for hit in _WORD.finditer(text.lower()))
    return {word[:_STEM] for word in words if not empty.fullmatch(word)}
