"""Numerals: the numbers a text itself holds, in digits or in words, and what they are worth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from tieout.checks.language import Language


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as typed: where it stands, its value, and what is written beside it.

    Attributes:
        value: as written, so 78 for `78%`; a fraction in words is its value (a third: 1/3).
        unit: `percent`, `money` or empty.
        words: whether it is spelt out.
        part: whether it is a part of a whole: `a third`, `one in five`.
    """

    start: int
    end: int
    value: Fraction
    unit: str = ""
    words: bool = False
    part: bool = False


_LONGEST = 400  # digits: more are no number that anybody reads
_DIGITS = re.compile(
    r"\d{1,3}(?:[, \u00a0\u202f']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?",
)
_WORD = re.compile(r"[^\W\d_]+")
_MONEY = re.compile(
    r"(?:(?:US|A|C|NZ|HK)?[$€£¥₹៛]|\b(?:USD|EUR|GBP|KHR|CHF|JPY|CNY|INR|AUD|CAD))\s?[-−+]?$"
)


def digits(text: str, language: Language) -> Iterator[Numeral]:
    """Every number written in digits, with its sign, currency, per cent sign and magnitude."""
    tail = _tail("|".join(language.data["number"]["scales"]), language)
    for hit in _DIGITS.finditer(text):
        start, end = hit.span()
        if end - start > _LONGEST:
            continue
        before = text[max(0, start - 6) : start]
        value = Fraction(re.sub(r"[, \u00a0\u202f']", "", hit.group()))
        if before.endswith(".") and not before[-2:-1].isalnum():
            start -= 1  # ".05"
            value /= 10 ** len(hit.group())
            before = before[:-1]
        money = _MONEY.search(before)
        if money is None and before and (before[-1].isalnum() or before[-1] in "_.,"):
            continue  # part of a word or of another number
        unit = "money" if money else ""
        if before[-1:] in {"-", "\N{MINUS SIGN}", "+"} and not before[-2:-1].isalnum():
            start -= 1
            value = value if before[-1] == "+" else -value
        if money:
            start = hit.start() - len(money.group())
        after = tail.match(text, end)
        if after:
            if after["scale"]:
                value *= language.data["number"]["scales"].get(after["scale"].lower(), 1)
            if after["percent"]:
                unit = "percent"
            end = after.end()
        yield Numeral(start, end, value, unit)


@cache
def _tail(scales: str, language: Language) -> re.Pattern[str]:
    percent = language.terms["percent"]
    return re.compile(
        rf"(?:[ \u00a0]?(?P<percent>{percent})(?!\w)|[ \u00a0](?P<scale>{scales})s?\b|(?P<short>bn|m|k)\b)?"
    )


@cache
def _word_patterns(language: Language) -> tuple[re.Pattern[str], ...]:
    number = language.data["number"]
    word, joiner, article = language.number_words, number["joiner"], number["article"]
    scale = "|".join((*number["scales"], *number["dozen"]))
    # "two hundred and six" is one number, "three and four" are two.
    after_scale = "|".join(f"(?<={each})" for each in number["scales"])
    run = rf"(?:{word}(?:(?:[- ]|(?:{after_scale})\s(?:{joiner})\s){word})*)"
    # the million of "2,290 million ten years ago" belongs to the digits before it
    plain = rf"\b(?!(?<=\d[ \u00a0])(?:{scale})\b)(?:(?:{article}) (?:{scale})(?:(?: {joiner} | ){run})?|{run})\b"
    parts = "|".join(sorted(number["denominators"], key=len, reverse=True))
    hedged = (
        "over",
        "than",
        "under",
        "nearly",
        "almost",
        "about",
        "around",
        "roughly",
        "least",
        "exactly",
        "hardly",
        "barely",
        "scarcely",
        "fully",
        "quite",
        "approximately",
    )
    after_hedge = "|".join(f"(?<={word} half)" for word in hedged)
    fraction = (
        rf"\b(?P<top>{article}|{run})[- ](?:(?:{number['adjectives']}) )?(?P<part>{parts})\b(?!-)"
        r"|\b(?P<half>half)(?:(?= (?:of|the|all|its|their|these|those|what)\b)"
        rf"|(?! an?\b)(?:{after_hedge}))"
    )
    among = "|".join(number["ratio"])
    ratio = (
        rf"\b(?P<some>{run}|\d+) (?:{among}) (?:the |every )?(?P<whole>{run}|\d+)\b"
        # "one woman in ten gave birth", not "two officers in three cars"
        rf"|\b(?P<these>{run}) \w+ (?:{among}) (?P<those>{run})\b(?! \w{{3,}}s\b)"
    )
    flags = re.IGNORECASE
    return tuple(re.compile(each, flags) for each in (plain, fraction, ratio))


@cache
def _hints(language: Language) -> tuple[frozenset[str], re.Pattern[str]]:
    """The words without which nothing is spelt out, and `3 in 10`: most texts hold neither."""
    number = language.data["number"]
    groups = ("tens", "units", "scales", "dozen", "denominators")
    spelt = frozenset(each for group in groups for each in number[group])
    return spelt, re.compile(rf"\d (?:{'|'.join(number['ratio'])}) ", re.IGNORECASE)


@lru_cache(maxsize=4096)
def words(text: str, language: Language) -> tuple[Numeral, ...]:
    """Every number spelt out; parts of a whole (`two thirds`, `one in five`) as such. Several rules ask."""
    return tuple(_words(text, language))


def _words(text: str, language: Language) -> Iterator[Numeral]:
    spelt, among_digits = _hints(language)
    if spelt.isdisjoint(_WORD.findall(text.lower())) and not among_digits.search(text):
        return
    plain, fraction, ratio = _word_patterns(language)
    taken: list[tuple[int, int]] = []
    for hit in ratio.finditer(text):
        few, many = hit["some"] or hit["these"], hit["whole"] or hit["those"]
        some, whole = worth(few, language), worth(many, language)
        if some is None or not whole or some >= whole:
            continue
        if few.isdigit() and many.isdigit() and "out" not in hit.group():
            continue
        taken.append(hit.span())
        yield Numeral(*hit.span(), some / whole, words=True, part=True)
    for hit in fraction.finditer(text):
        if _overlaps(hit.span(), taken):
            continue
        top = Fraction(1) if hit["half"] else _top(hit["top"], language)
        part = language.denominators[(hit["half"] or hit["part"]).lower()]
        plural = (hit["part"] or "").lower().endswith(("s", "ves"))
        if top is None or top >= part or (top > 1 and not plural):
            continue
        taken.append(hit.span())
        yield Numeral(*hit.span(), top / part, words=True, part=True)
    for hit in plain.finditer(text):
        if not _overlaps(hit.span(), taken):
            value = worth(hit.group(), language)
            if value is not None:
                yield Numeral(*hit.span(), value, words=True)


def _top(text: str, language: Language) -> Fraction | None:
    article = re.fullmatch(language.data["number"]["article"], text, re.I)
    return Fraction(1) if article else worth(text, language)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def worth(text: str, language: Language) -> Fraction | None:
    """What a run of number words is worth; None where they make no number."""
    if text.isdigit():
        return Fraction(text)
    number = language.data["number"]
    small = {**number["units"], **number["tens"]}
    total = current = 0
    seen = False
    for word in re.split(r"[-\s]+", text.lower()):
        if word in small:
            current += small[word]
        elif word in number["dozen"]:
            current = max(current, 1) * number["dozen"][word]
        elif word in number["scales"]:
            scale = number["scales"][word]
            if scale == 100:
                current = max(current, 1) * scale
            else:
                total += max(current, 1) * scale
                current = 0
        elif word == number["joiner"] or re.fullmatch(number["article"], word):
            continue
        else:
            return None
        seen = True
    return Fraction(total + current) if seen else None
