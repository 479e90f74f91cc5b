"""Looks: one quantity under two names and written differently, one number with two roundings in a chapter."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.checks.text import Stated, Text
from tieout.findings import Finding
from tieout.ledger.record import Record
from tieout.number import exact

RULES = (catalogue.SAME_QUANTITY, catalogue.TWO_ROUNDINGS)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each quantity that a reader meets in two looks."""
    uses = [
        (text, each)
        for text in report.texts
        for each in text.numbers
        if not each.word and each.style.words == "digits"
    ]
    yield from _two_roundings(uses)
    yield from _two_names(uses)


def _two_roundings(uses: list[tuple[Text, Stated]]) -> Iterator[Finding]:
    first: dict[tuple[str, str], Stated] = {}
    said: set[tuple[str, str]] = set()
    for text, each in uses:
        if text.passage.chapter is None:
            continue
        key = text.passage.chapter.path, each.record.name
        before = first.setdefault(key, each)
        if abs(before.shown) != abs(each.shown) and key not in said:
            said.add(key)
            message = f"{each.record.name} is {each.display} here and {before.display} before"
            remedy = "Round it one way in a chapter, or say here that it is given more exactly."
            yield Finding(catalogue.TWO_ROUNDINGS, text.place(each.start), message, remedy)


def _two_names(uses: list[tuple[Text, Stated]]) -> Iterator[Finding]:
    first: dict[tuple[object, ...], Stated] = {}
    said: set[tuple[str, str]] = set()
    for text, each in uses:
        key = _identity(each.record)
        if key is None:
            continue
        before = first.setdefault(key, each)
        names = before.record.name, each.record.name
        if names[0] == names[1] or names in said or abs(before.shown) == abs(each.shown):
            continue
        said.add(names)
        message = (
            f"{names[1]} ({each.display}) is the same quantity as {names[0]} ({before.display})"
        )
        remedy = "Keep one name, or write both with the same decimals."
        yield Finding(catalogue.SAME_QUANTITY, text.place(each.start), message, remedy)


def _identity(record: Record) -> tuple[object, ...] | None:
    """What makes two numbers the same quantity: value, unit and the cells they come from."""
    cells = frozenset(
        (each.dataset, each.key, each.column)
        for each in record.inputs
        if each.role in {"is", "contributes"}
    )
    return (exact(record.value), record.unit, cells) if cells else None
