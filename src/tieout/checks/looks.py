"""Looks: one quantity under two names and written differently, one number with two roundings in a chapter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.checks.text import Stated
from tieout.compute.lineage import COUNTING
from tieout.findings import Finding
from tieout.ledger.record import Record
from tieout.number import exact
from tieout.prose.chapter import Chapter
from tieout.prose.shortcodes import Shortcode

RULES = (catalogue.SAME_QUANTITY, catalogue.TWO_ROUNDINGS)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each quantity that a reader meets in two looks."""
    uses = [
        (chapter, code)
        for chapter in report.chapters
        for code in chapter.shortcodes
        if code.name == "stat" and len(code.arguments) == 1
    ]
    yield from _two_roundings(report, uses)
    yield from _two_names(report, uses)


def _two_roundings(report: Report, uses: list[tuple[Chapter, Shortcode]]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Stated] = {}
    said: set[tuple[str, str]] = set()
    wants = Counter({(chapter.path, code.key): 1 for chapter, code in uses})
    looks = Counter((path, key.split(" ")[1]) for path, key in wants)
    for chapter, code in uses:
        key = chapter.path, code.arguments[0]
        if looks[key] < 2 or key in said:
            continue  # always asked for in the same way
        each = _in_digits(report, code)
        if each is None:
            continue
        before = first.setdefault(key, each)
        if abs(before.shown) != abs(each.shown):
            said.add(key)
            message = f"{each.record.name} is {each.display} here and {before.display} before"
            remedy = "Round it one way in a chapter, or say here that it is given more exactly."
            place = chapter.place(code.start)
            yield Finding(catalogue.TWO_ROUNDINGS, place, message, remedy)


def _two_names(report: Report, uses: list[tuple[Chapter, Shortcode]]) -> Iterator[Finding]:
    names = dict.fromkeys(code.arguments[0] for _, code in uses)
    identities = {name: _identity(report.records[name]) for name in names if name in report.records}
    alike = Counter(each for each in identities.values() if each is not None)
    first: dict[object, Stated] = {}
    said: set[tuple[str, str]] = set()
    for chapter, code in uses:
        identity = identities.get(code.arguments[0])
        if identity is None or alike[identity] < 2:
            continue
        each = _in_digits(report, code)
        if each is None:
            continue
        before = first.setdefault(identity, each)
        pair = before.record.name, each.record.name
        if pair[0] == pair[1] or pair in said or abs(before.shown) == abs(each.shown):
            continue
        said.add(pair)
        message = f"{pair[1]} ({each.display}) is the same quantity as {pair[0]} ({before.display})"
        remedy = "Keep one name, or write both with the same decimals."
        yield Finding(catalogue.SAME_QUANTITY, chapter.place(code.start), message, remedy)


def _in_digits(report: Report, code: Shortcode) -> Stated | None:
    stated = report.stated(code)
    return stated if stated is not None and stated.style.words == "digits" else None


def _identity(record: Record) -> tuple[object, ...] | None:
    """What makes two numbers the same quantity: value, unit and the cells they come from."""
    cells = frozenset(
        (each.dataset, each.key, each.column) for each in record.inputs if each.role in COUNTING
    )
    return (exact(record.value), record.unit, cells) if cells else None
