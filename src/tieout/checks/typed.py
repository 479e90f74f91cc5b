"""Typed numbers: a statistic written out in digits or words instead of by its name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tieout import catalogue
from tieout.checks import numerals, rounds
from tieout.checks.grammar import alike
from tieout.checks.language import Language
from tieout.checks.numerals import Numeral
from tieout.checks.report import IN_WORDS, Report
from tieout.checks.text import Sentence, Stated, Text
from tieout.findings import Finding, Place
from tieout.number import UnitKind
from tieout.prose.reading import Kind

RULES = (catalogue.TYPED_DIGITS, catalogue.TYPED_WORDS)

_SMALL = 12  # up to here a number word is a statistic only where it counts something
_NAME = re.compile(r"\b[A-Z][A-Za-z+#]* \d{1,3}(?:\.\d+)*\b")
_OFTEN = 3
_AROUND = 60  # characters that decide what a number is
_KEPT: dict[object, tuple[Numeral, ...]] = {}
_MANY = 10_000
# "Failures thus amount to three quarters of those evaluated", "That is half of them".
_TAKES_UP = re.compile(
    r"\b(?:thus|hence|therefore|in other words|put differently|put another way|that is|that makes|which makes|of those"
    r"|of them|of these|amounts? to|so)\b",
    re.I,
)
_PART_OF_ELSE = re.compile(r"(?:However|Elsewhere|By contrast|But)\b")
_IN_FIGURES = re.compile(
    r"\b(?:in figures|to be (?:exact|precise)|(?:exact|precise) (?:share|figure|number|proportion)|measured|precisely"
    r"|the (?:figure|share|proportion|percentage|rate) (?:is|was|stood|came))\b",
    re.I,
)
_LONG = re.compile(r"[A-Za-z]{5,}")
_SECTION = re.compile(r"\d+(?:\.\d+)* (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Typed:
    """A number somebody typed, and the names of known numbers that look just like it."""

    text: Text
    numeral: Numeral
    written: str
    names: tuple[str, ...]

    @property
    def shortcode(self) -> str:
        """What to write instead, where one number alone looks like it."""
        option = " as=words" if self.numeral.words else ""
        return f"{{{{< stat {self.names[0]}{option} >}}}}"

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.text.place(self.numeral.start)


def find(report: Report) -> Iterator[Finding]:
    """A finding for every typed number."""
    for each in typed(report):
        rule = catalogue.TYPED_WORDS if each.numeral.words else catalogue.TYPED_DIGITS
        where = "" if each.text.passage.kind is Kind.PROSE else f" in a {each.text.passage.kind}"
        message = f"the number '{each.written}' is typed{where}"
        yield Finding(rule, each.place, message, _remedy(each, rule.code))


def typed(report: Report) -> Iterator[Typed]:
    """Every typed number of the report."""
    language = report.language
    if language is None:
        return
    names = _names(report)
    for text in report.texts:
        for numeral in numerals_in(text, language, names):
            written = text.text[numeral.start : numeral.end]
            alike = _alike(text, numeral, written, report, language)
            yield Typed(text, numeral, written, alike)


def _alike(
    text: Text, numeral: Numeral, written: str, report: Report, language: Language
) -> tuple[str, ...]:
    """The known numbers that are written just so."""
    if not numeral.words:
        return report.alike(written)
    percent = language.compiled(r" ?<percent>(?!\w)").match(text.text, numeral.end)
    return () if numeral.part or percent else report.alike(f"{IN_WORDS}{written}")


def _names(report: Report) -> frozenset[str]:
    """Names that end in a number (`Python 3`, `Apollo 11`): a name comes back, a count does not."""
    counted = Counter(hit.group() for text in report.texts for hit in _NAME.finditer(text.text))
    return frozenset(name for name, count in counted.items() if count >= _OFTEN)


def _remedy(each: Typed, code: str) -> str:
    if len(each.names) == 1:
        return f"Write {each.shortcode}."
    if each.names:
        return f"Write the one that is meant: {', '.join(each.names[:4])}."
    allow = f"<!-- tieout: allow {code} because … -->"
    return f"Write the name of a statistic or a datum; if it is neither, say why: {allow}"


def numerals_in(text: Text, language: Language, names: frozenset[str]) -> tuple[Numeral, ...]:
    """The statistics typed in a text; dates, years and identifiers are none.

    Kept, since an editor asks again at every pause of the typist.
    """
    numbers = tuple((each.start, each.end, each.word) for each in text.numbers)
    key = (text.text, numbers, text.passage.kind, language.code, names)
    if key not in _KEPT:
        if len(_KEPT) >= _MANY:
            _KEPT.clear()
        _KEPT[key] = tuple(_read(text, language, names))
    return _KEPT[key]


def _read(text: Text, language: Language, names: frozenset[str]) -> Iterator[Numeral]:
    """First what might be a statistic, then what of it is none after all."""
    taken = [(each.start, each.end) for each in text.numbers]
    taken += [hit.span() for hit in language.quoted.finditer(text.text)]
    digits = [n for n in numerals.digits(text.text, language) if not _touches(n, taken)]
    if digits:
        passed = _passed(text, digits, language, names) + _backed(text, language)
        yield from (numeral for numeral in digits if not _within(numeral, passed))
    words = [n for n in numerals.words(text.text, language) if not _touches(n, taken)]
    words = [numeral for numeral in words if _counts(numeral, text, language)]
    if words:
        passed = [hit.span() for hit in language.passed_words.finditer(text.text)]
        passed += _backed(text, language)
        yield from (n for n in words if not (_within if n.part else _touches)(n, passed))


def _passed(
    text: Text, digits: list[Numeral], language: Language, names: frozenset[str]
) -> list[tuple[int, int]]:
    """The stretches of a text whose digits are no statistics; looked for only around digits."""
    passed: list[tuple[int, int]] = []
    for begin, end in _stretches(digits):
        passed += [hit.span() for hit in language.passed.finditer(text.text, begin, end)]
    passed += [hit.span() for hit in _NAME.finditer(text.text) if hit.group() in names]
    if text.passage.kind is Kind.HEADING and (hit := _SECTION.match(text.text)):
        passed.append(hit.span())
    if "(1)" in text.text and "(2)" in text.text:
        enumerated = language.compiled(language.data["typed"]["enumerated"])
        passed += [hit.span() for hit in enumerated.finditer(text.text)]
    return passed


def _stretches(digits: list[Numeral]) -> Iterator[tuple[int, int]]:
    """What stands around numbers, those near each other in one stretch."""
    begin, end = 0, -1
    for each in digits:
        first, last = max(0, each.start - _AROUND), each.end + _AROUND
        if end < 0:
            begin, end = first, last
        elif first <= end:
            end = last
        else:
            yield begin, end
            begin, end = first, last
    if end >= 0:
        yield begin, end


def _backed(text: Text, language: Language) -> list[tuple[int, int]]:
    """Round thresholds that a number of the ledger stands beside: `more than 3,000 (3,140)`."""
    if not text.numbers:
        return []
    return [
        (sentence.offsets[each.typed.start], sentence.offsets[each.typed.end - 1] + 1)
        for sentence in text.sentences(language.code)
        for each in rounds.backed(sentence, language)
    ]


def _counts(numeral: Numeral, text: Text, language: Language) -> bool:
    """Whether a number word is a statistic: it measures, or it counts people or things."""
    written = text.text[numeral.start : numeral.end]
    after = text.text[numeral.end : numeral.end + 60]
    if after[:1] == "-":
        return False
    if numeral.part:
        return _is_part(numeral, written, after, text, language)
    if language.compiled(r" ?(?:per ?cent|percent|percentage points?)\b").match(after):
        return True
    if re.match(r" times (?:as|more|less|higher|larger|greater)\b", after):
        return not any(_sentence(text, numeral, language))  # else held against its numbers
    single = not re.search(r"[- ]", written)
    if single and numeral.value in _scales(language):
        return False  # "several hundred", "thousands"
    if _about_nothing(written, after, language):
        return False
    if numeral.value > _SMALL or not single:
        return True
    if numeral.value < 2:
        return False
    if language.compiled(r"(?i) (?:out )?of (?:the |all )?<words> \w{2,}s\b").match(after):
        return True  # "nine of eleven routes"
    counted = language.compiled(
        r" (?:of (?:the|these|those|all|its|their|our) )?(?:\w+ )?<counted>\b"
    )
    return counted.match(after) is not None


def _about_nothing(written: str, after: str, language: Language) -> bool:
    """Whether a round number counts nothing: `it cost a hundred, and a phone`."""
    article = language.data["number"]["article"]
    round_one = re.fullmatch(rf"(?i:{article}) \w+", written)
    return (
        round_one is not None
        and re.match(r"(?:[.,;:!?)]| (?:and|or|but|of what)\b|$)", after) is not None
    )


def _is_part(numeral: Numeral, written: str, after: str, text: Text, language: Language) -> bool:
    """A part of a whole is typed where no number of the ledger stands in its sentence to back it."""
    if any(_sentence(text, numeral, language)) or _taken_up(numeral, text, language):
        return False
    if re.search(r"\d|\bin\b|\bout\b|\bof\b", written):
        return True
    if not re.match(r" (?:of|the|all)\b", after):
        return False
    if numeral.value != Fraction(1, 2):
        return True
    # "half the village knows" is a way to speak; "half of the new members" is a statistic
    of = (
        r" of (?:(?:the|all|its|their|these|those|our) )*(?:\w+ ){0,2}?(?:\w{3,}s|them|<counted>)\b"
    )
    plain = r" (?:(?:the|all|its|their|these|those|our) )+(?:\w+ ){0,2}?<counted>\b"
    return language.compiled(rf"{of}|{plain}").match(after) is not None


def _sentence(text: Text, numeral: Numeral, language: Language) -> Iterator[bool]:
    for sentence in text.sentences(language.code):
        if sentence.start <= numeral.start < sentence.end:
            yield from (True for _ in sentence.numbers)


def _taken_up(numeral: Numeral, text: Text, language: Language) -> bool:
    """Whether a part is that of two numbers of the sentence before, which its own sentence takes up."""
    last: list[Stated] = []
    typed: Sentence | None = None
    for sentence in text.sentences(language.code):
        if typed is not None:
            shares = [each.kind for each in sentence.numbers]
            same = len(_about(typed) & _about(sentence)) > 1 or _IN_FIGURES.search(sentence.marked)
            return shares == [UnitKind.PERCENT] and bool(same)
        if sentence.start <= numeral.start < sentence.end:
            two = len(last) > 1 and alike(*last[:2]) and not _PART_OF_ELSE.match(sentence.marked)
            if two and _TAKES_UP.search(sentence.marked) is not None:
                return True
            typed = sentence
        last = list(sentence.numbers)
    return False


def _about(sentence: Sentence) -> set[str]:
    return {hit.group()[:5].lower() for hit in _LONG.finditer(sentence.marked)}


def _scales(language: Language) -> set[int]:
    number = language.data["number"]
    return {*number["scales"].values(), *number["dozen"].values()}


def _within(numeral: Numeral, spans: list[tuple[int, int]]) -> bool:
    return any(start <= numeral.start and numeral.end <= end for start, end in spans)


def _touches(numeral: Numeral, spans: list[tuple[int, int]]) -> bool:
    return any(start < numeral.end and numeral.start < end for start, end in spans)
