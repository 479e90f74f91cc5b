"""Drawn: numbers in a figure's labels and annotations that are none the report knows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tieout import catalogue
from tieout.checks import numerals
from tieout.checks.language import Language
from tieout.checks.numerals import Numeral
from tieout.checks.report import Report
from tieout.checks.text import Text
from tieout.checks.typed import numerals_in
from tieout.data.dataset import LOCATOR, NOTE
from tieout.findings import Finding, Place
from tieout.ledger.record import Shown
from tieout.number import UnitKind, exact
from tieout.prose.reading import Kind, Passage

RULES = (catalogue.DRAWN_NUMBER,)

_DIGITS = re.compile(r"\d[\d,. \u00a0\u202f']*\d|\d")
# What is a part of something: drawn with a per cent sign or without, as 0.56 or as 56.
_SHARES = {UnitKind.PERCENT, UnitKind.RATIO, UnitKind.MULTIPLE, UnitKind.PLAIN}
_SHOWN = 6


@dataclass(frozen=True)
class _Known:
    """What a figure may print.

    Attributes:
        values: of what it is given: the statistics, and the cells of its datasets; rounded in any way.
        displays: of any number of the report, just as it is displayed.
        texts: the numbers that stand in the text cells it is given.
    """

    values: tuple[tuple[Fraction, UnitKind], ...]
    displays: frozenset[str]
    texts: frozenset[str]

    def holds(self, numeral: Numeral, written: str) -> bool:
        """Whether the number is one of these, rounded as it is written."""
        digits = _DIGITS.search(written)
        if digits is None or digits.group() in self.texts or _bare(written) in self.displays:
            return True
        plain = re.sub(r"[^\d.]", "", digits.group()).rstrip(".")
        decimals = len(plain.partition(".")[2])
        mantissa = Fraction(plain)
        scale = abs(numeral.value) / mantissa if mantissa else Fraction(1)
        room = Fraction(1, 2 * 10**decimals)
        return any(
            abs(abs(value) / scale - mantissa) <= room
            for known, kind in self.values
            for value in _looks(known, kind, numeral.unit)
        )


def find(report: Report) -> Iterator[Finding]:
    """A finding for each figure that prints numbers nobody can trace."""
    language = report.language
    if language is None:
        return
    places = {each.name: each.place for each in report.definitions if each.kind == "figure"}
    displays = frozenset(_bare(each.display) for each in report.records.values())
    for shown in report.shown.values():
        if shown.kind != "figure" or not shown.texts:
            continue
        known = _known(report, shown, displays)
        strange = [
            (written, kind, said)
            for kind, said in shown.texts
            for written in _strange(said, known, language)
        ]
        if strange:
            place = places.get(shown.name, Place(shown.file, shown.line))
            yield _finding(shown, strange, place)


def _finding(shown: Shown, strange: list[tuple[str, str, str]], place: Place) -> Finding:
    written = list(dict.fromkeys(each for each, _, _ in strange))
    numbers = ", ".join(f"'{each}'" for each in written[:_SHOWN])
    numbers += f" and {len(written) - _SHOWN} more" if len(written) > _SHOWN else ""
    what = "a number" if len(written) == 1 else "numbers"
    message = f"figure '{shown.name}' prints {what} that the report does not know: {numbers}"
    allow = f"# tieout: allow {catalogue.DRAWN_NUMBER.code} because …"
    remedy = f"Make each a statistic and take it as a parameter; if it is none, say why: {allow}"
    detail = tuple(dict.fromkeys(f"{kind}: {said}" for _, kind, said in strange))[:_SHOWN]
    return Finding(catalogue.DRAWN_NUMBER, place, message, remedy, detail)


def _strange(said: str, known: _Known, language: Language) -> Iterator[str]:
    """The numbers in it that are not known; which of these are dates or names is asked only then."""
    if all(known.holds(n, said[n.start : n.end]) for n in numerals.digits(said, language)):
        return
    passage = Passage(Kind.CAPTION, said, array("l", range(len(said))), (), lambda _: Place(""))
    text = Text(passage, said, passage.source, ())
    for numeral in numerals_in(text, language, frozenset()):
        written = said[numeral.start : numeral.end]
        if not numeral.words and not known.holds(numeral, written):
            yield written


def _known(report: Report, shown: Shown, displays: frozenset[str]) -> _Known:
    values: list[tuple[Fraction, UnitKind]] = []
    texts: set[str] = set()
    for name in shown.takes:
        table = report.tables.get(name)
        if table is None:
            record = report.records.get(name)
            values += [(exact(record.value), record.unit.kind)] if record is not None else []
            continue
        measured = {table.value(name) for name in table.names}
        values += [(exact(value), unit.kind) for value, unit in measured]
        for column in table.dataset.columns:
            if column.unit is None and column.name not in {LOCATOR, NOTE}:
                for cell in {e for e in table.different(column.name) if isinstance(e, str)}:
                    texts.update(_DIGITS.findall(cell))
    return _Known(tuple(values), displays, frozenset(texts))


def _bare(written: str) -> str:
    """A number without its sign and the spaces in it: a figure's minus may be another character."""
    return re.sub(r"[\s+\-\N{MINUS SIGN}]", "", written)


def _looks(value: Fraction, kind: UnitKind, unit: str) -> Iterator[Fraction]:
    """What a value may be drawn as: a share as it is or per hundred, anything else as it is."""
    if unit != "percent" or kind is UnitKind.POINTS:
        yield value
    if kind in _SHARES:
        yield value * 100
