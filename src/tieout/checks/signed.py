"""Signed: sign-offs that expired: the number, its code or its cells changed since somebody vouched for it."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding, Place
from tieout.ledger import signoff
from tieout.ledger.record import Record, Shown

RULES = (catalogue.EXPIRED_SIGN_OFF,)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each number, figure or table whose every sign-off expired."""
    if not report.signed:
        return
    things: list[Record | Shown] = [*report.records.values(), *report.shown.values()]
    for thing in things:
        standing = signoff.standing(thing, report.signed)
        if standing.state is not signoff.State.EXPIRED:
            continue
        by = ", ".join(dict.fromkeys(each.by for each in standing.expired))
        kind = signoff.kind_of(thing)
        name = thing.name if kind == "number" else f"{kind}:{thing.name}"
        message = f"'{name}' changed since {by} signed it off"
        remedy = f"Look at it again: tieout review {name} --by NAME."
        yield Finding(catalogue.EXPIRED_SIGN_OFF, Place(thing.file, thing.line), message, remedy)
