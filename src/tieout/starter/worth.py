"""Worth: the numbers typed into a book that are worth binding to data, those that look most like statistics first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.checks import typed
from tieout.checks.report import Report
from tieout.checks.text import Text
from tieout.findings import Place
from tieout.prose.book import Book
from tieout.prose.chapter import Chapter
from tieout.prose.reading import Kind

# Where tieout has no words of a language yet, only what looks like a statistic in every language counts.
_ANY = re.compile(
    r"(?P<money>[$€£¥₹៛]\s?|\b(?:USD|EUR|GBP|CHF|BRL|R\$)\s?)?"
    r"(?<![\w.,])(?P<digits>\d{1,3}(?:[.,\u00a0\u202f' ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<percent>\s?(?:%|‰|percent|per cent|Prozent|por ciento|por cento|pour cent|per cento|procent)(?!\w))?"
    r"(?P<currency>\s?(?:[€£¥₹៛]|euro?s?\b|dollars?\b|reais\b|pesos\b))?(?![\w.,]*\w)"
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_WIDTH = 100


@dataclass(frozen=True, slots=True)
class Worth:
    """A typed number: where it stands, its sentence, how often it is typed and how statistical it looks."""

    place: Place
    written: str
    sentence: str
    times: int
    score: int

    def as_json(self) -> dict[str, object]:
        """The same as JSON data."""
        where = {"path": self.place.path, "line": self.place.line, "column": self.place.column}
        rest = {"number": self.written, "sentence": self.sentence, "times": self.times}
        return where | rest | {"score": self.score}


@dataclass(frozen=True, slots=True)
class _Found:
    text: Text
    start: int
    written: str
    points: int


def worth_binding(book: Book, chapters: tuple[Chapter, ...]) -> tuple[Worth, ...]:
    """Every typed number, the ones most worth binding first."""
    report = Report(chapters=chapters, records={}, locale=book.locale, book=book)
    found = list(_known(report) if report.language else _guessed(report))
    times = Counter(each.written for each in found)
    code = report.language.code if report.language else book.lang.partition("-")[0]
    made = [
        Worth(
            place=each.text.place(each.start),
            written=each.written,
            sentence=_sentence(each, code),
            times=times[each.written],
            score=each.points + min(times[each.written] - 1, 3),
        )
        for each in found
    ]
    return tuple(sorted(made, key=lambda worth: (-worth.score, worth.place)))


def _known(report: Report) -> Iterator[_Found]:
    """What the rule on typed numbers finds."""
    for each in typed.typed(report):
        numeral = each.numeral
        points = _points(each.written, measured=bool(numeral.unit), part=numeral.part)
        points -= 1 if numeral.words and not numeral.part else 0
        yield _Found(each.text, numeral.start, each.written, points + _kind(each.text))


def _guessed(report: Report) -> Iterator[_Found]:
    for text in report.texts:
        for hit in _ANY.finditer(text.text):
            measured = bool(hit["percent"] or hit["money"] or hit["currency"])
            points = _points(hit.group(), measured=measured, part=False)
            if points > 1:
                yield _Found(text, hit.start(), hit.group().strip(), points + _kind(text))


def _points(written: str, *, measured: bool, part: bool) -> int:
    """How much a number looks like a statistic: a share, money, decimals, thousands; a bare year does not."""
    points = 3 * measured + 2 * part
    points += 2 * bool(re.search(r"\d[.,\u00a0\u202f' ]\d{3}(?!\d)", written))
    points += 1 * bool(re.search(r"\d[.,]\d{1,2}(?!\d)", written))
    digits = re.sub(r"\D", "", written)
    if not measured and _YEAR.fullmatch(written):
        points -= 3
    elif len(digits) >= 3:
        points += 1
    elif digits and not measured and int(digits) <= 12:
        points -= 1
    return points


def _kind(text: Text) -> int:
    return {Kind.HEADING: -1, Kind.CAPTION: 0, Kind.ALT: -1, Kind.TITLE: -1}.get(
        text.passage.kind, 0
    )


def _sentence(each: _Found, code: str) -> str:
    """The sentence around the number, cut to a line."""
    text = each.text.text
    start, end = 0, len(text)
    for sentence in each.text.sentences(code):
        if sentence.start <= each.start < sentence.end:
            start, end = sentence.start, sentence.end
            break
    before = max(start, each.start - _WIDTH // 2)
    after = min(end, before + _WIDTH)
    words = " ".join(text[before:after].split())
    return f"{'…' if before > start else ''}{words}{'…' if after < end else ''}"
