"""Cited: what every row says of its sources and its precision, held against the bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tieout import catalogue
from tieout.data.package import QUALIFIER, SOURCE
from tieout.data.sources import Sources
from tieout.data.table import Table
from tieout.findings import Finding, nearest
from tieout.number import Qualifier


def faults(tables: Mapping[str, Table], sources: Sources) -> Iterator[Finding]:
    """A finding for every row that cites an unknown entry or has an unknown qualifier."""
    for table in tables.values():
        if SOURCE in table.columns or table.dataset.source:
            yield from _unknown_sources(table, sources)
        if QUALIFIER in table.columns:
            yield from _unknown_qualifiers(table)


def _unknown_sources(table: Table, sources: Sources) -> Iterator[Finding]:
    for row in table.rows():
        for cited in table.cited(row):
            if cited.key not in sources.entries:
                message = f"source '{cited.key}' is not in {sources.path}"
                remedy = nearest(cited.key, sources.entries) or f"Add the entry to {sources.path}."
                yield Finding(catalogue.UNKNOWN_SOURCE, table.place(row), message, remedy)


def _unknown_qualifiers(table: Table) -> Iterator[Finding]:
    known = [str(qualifier) for qualifier in Qualifier]
    for row in table.rows():
        given = table.qualifier(row)
        if given and given not in known:
            message = f"unknown qualifier '{given}'"
            remedy = nearest(given, known) or f"Known: {', '.join(known)}."
            yield Finding(catalogue.BAD_QUALIFIER, table.place(row), message, remedy)
