"""Ledgered: what the ledger does not know yet: names without a number, files changed since it was made."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding, Place, nearest

RULES = (catalogue.STALE_LEDGER, catalogue.UNKNOWN_NUMBER, catalogue.UNKNOWN_FIGURE)

_SHOWN = 8
_BUILD = "Run 'tieout build'."


def find(report: Report) -> Iterator[Finding]:
    """A finding for what changed since the ledger was made, and for each name nobody knows."""
    defined = {each.name: each.kind for each in report.definitions}
    yield from _stale(report, defined)
    for chapter in report.chapters:
        for code in chapter.shortcodes:
            place = chapter.place(code.start)
            names = code.arguments if code.name == "source" else code.arguments[:1]
            if code.name in {"stat", "word", "source"}:
                for name in names:
                    if report.record(name) is None and defined.get(name) != "statistic":
                        yield _unknown(report, name, place)
            elif code.name in {"figure", "table"}:
                for name in names:
                    if defined.get(name) != code.name:
                        known = [n for n, kind in defined.items() if kind == code.name]
                        remedy = nearest(name, known) or f"Known: {', '.join(known) or 'none'}."
                        message = f"unknown {code.name} '{name}'"
                        yield Finding(catalogue.UNKNOWN_FIGURE, place, message, remedy)


def _stale(report: Report, defined: dict[str, str]) -> Iterator[Finding]:
    """One finding for all that changed: a build settles it all."""
    changed = report.changed or {}
    new = [
        name for name, kind in defined.items() if kind == "statistic" and name not in report.records
    ]
    if not changed and not new:
        return
    said = [f"{path}: {what}" for path, what in changed.items()]
    said += [f"{name}: not in the ledger yet" for name in sorted(new)]
    shown = said[:_SHOWN] + ([f"… and {len(said) - _SHOWN} more"] if len(said) > _SHOWN else [])
    things = "1 thing" if len(said) == 1 else f"{len(said)} things"
    message = f"{things} changed since the ledger was made: its numbers may be old"
    place = Place(next(iter(changed), "_output/ledger.json"))
    yield Finding(catalogue.STALE_LEDGER, place, message, _BUILD, tuple(shown))


def _unknown(report: Report, name: str, place: Place) -> Finding:
    known = (*report.records, *report.data.known)
    remedy = nearest(name, known) or "Name a statistic, or a cell: dataset.key.column."
    return Finding(catalogue.UNKNOWN_NUMBER, place, f"unknown number '{name}'", remedy)
