"""Portions: "half", "a third", "most", "one in five", against the number that says it in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tieout import catalogue
from tieout.checks import numerals
from tieout.checks.grammar import denied, in_apposition
from tieout.checks.language import Language
from tieout.checks.multiples import of_former
from tieout.checks.quantities import quantity
from tieout.checks.report import Report
from tieout.checks.text import Sentence, Stated
from tieout.findings import Finding
from tieout.number import UnitKind

RULES = (catalogue.FALSE_FRACTION,)

_COUNTS = {UnitKind.PEOPLE, UnitKind.COUNT}
_MORE = re.compile(
    r"\b(?:more than|over|above|exceed\w*|in excess of|upwards of|north of|greater than|past|beyond|topped"
    r"|surpass\w+)\s*$",
    re.I,
)
_BARELY = re.compile(
    r"\b(?:(?:only )?just over|slightly (?:more than|over)|a little (?:more than|over)|marginally (?:more than|over)"
    r"|a shade over|(?:barely|little) more than)\s*(?:a )?$",
    re.I,
)
_NOT_MORE = re.compile(
    r"\b(?:not|never|n['’]t)(?: (?:once|yet|be|been|rise|risen|rose|go|gone))? "
    r"(?:more than|over|above|exceed(?:ed|s)?)\s*$",
    re.I,
)
_LESS = re.compile(
    r"\b(?:less than|fewer than|under|below|not even|short of|shy of|well under|well below|far less than"
    r"|far fewer than|lower than)\s*$",
    re.I,
)
# "scarcely a quarter" may be a little more or a little less
_SCARCELY = re.compile(r"\b(?:barely|scarcely|hardly|only|a mere|a bare)\s*$", re.I)
_GOOD = re.compile(r"\b(?:a good|fully)\s*$", re.I)
_NEARLY = re.compile(
    r"\b(?:nearly|almost|close to|just under|just below|approaching|not quite"
    r"|(?:slightly|somewhat|marginally) (?:less than|under|below)|a little (?:less than|under)|a shade under"
    r"|verging on"
    r"|nearing|just short of|just shy of|a whisker (?:short|shy) of|within a whisker of|not far short of"
    r"|not far off|getting on for|little short of|only just short of|bordering on|just about|virtually"
    r"|the best part of|a touch under|a fraction under)\s*$",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|some|or so|something like|in the region of|in the order of"
    r"|broadly|more or less|circa)\s*$",
    re.I,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|no (?:fewer|less) than|not less than|a minimum of)\s*$", re.I
)
_AT_MOST = re.compile(
    r"\b(?:at most|up to|no more than|not more than|as (?:many|much) as)\s*$", re.I
)
_WELL = re.compile(
    r"\b(?:well over|far more than|far over|well above|considerably more than)\s*$", re.I
)


@dataclass(frozen=True, slots=True)
class Portion:
    """Words for a part of a whole: the least and the most they can mean, both of 1."""

    start: int
    end: int
    least: Fraction
    most: Fraction
    open_below: bool = False
    open_above: bool = False
    hedged: bool = False

    def holds(self, share: Fraction) -> bool:
        """Whether the share is what the words say."""
        above = share > self.least if self.open_below else share >= self.least
        below = share < self.most if self.open_above else share <= self.most
        return above and below


def find(report: Report) -> Iterator[Finding]:
    """A finding for each part of a whole that its number contradicts."""
    language = report.language
    if language is None:
        return
    for sentence in report.claims:
        for portion in portions(sentence, language):
            found = _share(sentence, portion)
            if found is None or portion.holds(found[0]):
                continue
            if denied(sentence, portion.start, language):
                continue
            words = sentence.marked[portion.start : portion.end]
            message = f"'{words}', but {found[1]}"
            remedy = "Correct the words, or let them follow: {{< stat NAME as=fraction >}}."
            yield report.finding(catalogue.FALSE_FRACTION, sentence, portion.start, message, remedy)


def _share(sentence: Sentence, portion: Portion) -> tuple[Fraction, str] | None:
    """The share that stands for the words, and how to say it."""
    for index in in_apposition(sentence, portion.start, portion.end):
        stated = sentence.numbers[index]
        if stated.kind is UnitKind.PERCENT:
            if quantity(stated.record) == "change" and not _of_change(sentence, portion):
                return None
            return abs(stated.signed) / 100, f"{stated.record.name} is {stated.display}"
        if stated.kind in {UnitKind.RATIO, UnitKind.PLAIN} and 0 < stated.value < 1:
            return stated.value, f"{stated.record.name} is {stated.display}"
    return _of_two(sentence)


def _of_change(sentence: Sentence, portion: Portion) -> bool:
    head = sentence.marked[: portion.start]
    return re.search(r"\bby(?: \w+){0,3} ?$", head) is not None


def _of_two(sentence: Sentence) -> tuple[Fraction, str] | None:
    """`Of 28 prisons, 8, more than a third, …`: the share is that of the two."""
    counts: list[Stated] = [each for each in sentence.numbers if each.kind in _COUNTS]
    if len(counts) != 2 or len(sentence.numbers) != 2:
        return None
    if not re.search(
        r"(?i:\bof (?:the |all |these |those |its )?(?:\w+ )?⟦\d+⟧)|⟦\d+⟧ (?:out )?of ",
        sentence.marked,
    ):
        return None
    small, large = sorted(each.value for each in counts)
    if large <= 0:
        return None
    said = " of ".join(each.display for each in sorted(counts, key=lambda each: each.value))
    return small / large, f"{said} is {float(small / large):.1%}"


def portions(sentence: Sentence, language: Language) -> tuple[Portion, ...]:
    """The parts of a whole that a sentence tells in words."""
    former = frozenset(part.start for part in of_former(sentence, language))
    return _portions(sentence.marked, former, language)


@lru_cache(maxsize=4096)
def _portions(marked: str, former: frozenset[int], language: Language) -> tuple[Portion, ...]:
    """The same of its text; `former` are those of an earlier value. Kept: several windows hold a sentence."""
    return tuple(_read(marked, former, language))


def _read(marked: str, former: frozenset[int], language: Language) -> Iterator[Portion]:
    if not language.compiled(r"(?i:{fraction.hint})").search(marked):
        return  # most sentences
    special = [
        ("bulk", Fraction(1, 2), Fraction(1), True, False),
        ("large_majority", Fraction(60, 100), Fraction(1), True, True),
        ("second", Fraction(45, 100), Fraction(55, 100), False, False),
        ("majority", Fraction(1, 2), Fraction(1), True, True),
        ("minority", Fraction(0), Fraction(1, 2), True, True),
        ("nearly_all", Fraction(80, 100), Fraction(1), False, True),
        ("most", Fraction(1, 2), Fraction(1), True, False),
        ("hardly_any", Fraction(0), Fraction(15, 100), False, False),
        ("few", Fraction(0), Fraction(35, 100), False, False),
    ]
    taken: list[tuple[int, int]] = []
    for name, least, most, below, above in special:
        for hit in language.compiled(rf"\b{{fraction.{name}}}").finditer(marked):
            if any(start < hit.end() and hit.start() < end for start, end in taken):
                continue
            taken.append(hit.span())
            yield Portion(*hit.span(), least, most, below, above)
    for hit in language.compiled(r"(?i:\b{fraction.nth})").finditer(marked):
        yield _with_hedge(marked, *hit.span(), Fraction(1, language.denominators[hit["n"].lower()]))
    parts = [numeral for numeral in numerals.words(marked, language) if numeral.part]
    if not parts:
        return
    passed = [hit.span() for hit in language.passed_words.finditer(marked)]
    for part in parts:
        if part.start in former:
            continue  # held against the two numbers
        if not any(start <= part.start and part.end <= end for start, end in passed):
            yield _with_hedge(marked, part.start, part.end, part.value)


def _with_hedge(marked: str, start: int, end: int, part: Fraction) -> Portion:
    """The range that a fraction means with the hedge before it."""
    inner = re.match(r"an? (?P<how>\w+) ", marked[start:end])
    head = re.sub(r"\b(?:the|that) $", "", marked[:start]) + (f"a {inner['how']}" if inner else "")
    slack = min(Fraction(3, 100), part / 10) + Fraction(3, 1000)
    wide = min(Fraction(7, 100), part * Fraction(16, 100)) + Fraction(5, 1000)
    none, all_ = Fraction(0), Fraction(1)
    ranges = (
        (_WELL, part + slack / 2, all_, True, False),
        (_BARELY, part, part + wide, True, False),
        (_NOT_MORE, none, part, False, False),
        (_MORE, part, all_, True, False),
        (_SCARCELY, part - wide, part + slack, False, False),
        (_GOOD, part - slack / 2, part + 2 * wide, False, False),
        (_AT_LEAST, part, all_, False, False),
        (_NEARLY, part - wide, part, False, True),
        (_LESS, none, part, False, True),
        (_AT_MOST, none, part, False, False),
        (_ABOUT, part - wide, part + wide, False, False),
    )
    for pattern, least, most, below, above in ranges:
        hit = pattern.search(head)
        if hit:
            return Portion(hit.start(), end, least, most, below, above, hedged=True)
    return Portion(start, end, part - slack, part + slack)
