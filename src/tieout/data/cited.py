"""Cited: what every row says of its sources and its precision, held against the bibliography."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tieout import catalogue
from tieout.data.confidential import quotes
from tieout.data.dataset import QUALIFIER, SOURCE
from tieout.data.sources import Sources
from tieout.data.table import Table, split
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
    described = split(table.dataset.source)
    if all(key in sources.entries for key in (*described, *table.citing)):
        return  # as good as always: no row need be looked at
    places = [(key, table.dataset.place) for key in described]
    for row in table.telling(SOURCE):
        cited = [each.key for each in table.cited(row)]
        # A dataset's own source stands in its description, not in the rows that have none.
        if SOURCE in table.columns and tuple(cited) != described:
            places += [(key, table.place(row)) for key in cited]
    for key, place in places:
        if key not in sources.entries:
            message = f"the row's source is not in {sources.path}"
            remedy = f"Add the entry to {sources.path}."
            if quotes(table.dataset) or place == table.dataset.place:
                message = f"source '{key}' is not in {sources.path}"
                remedy = nearest(key, sources.entries) or remedy
            yield Finding(catalogue.UNKNOWN_SOURCE, place, message, remedy)


def _unknown_qualifiers(table: Table) -> Iterator[Finding]:
    known = [str(qualifier) for qualifier in Qualifier]
    for row in table.telling(QUALIFIER):
        given = table.qualifier(row)
        if given and given not in known:
            remedy = f"Known: {', '.join(known)}."
            message = "unknown qualifier"
            if quotes(table.dataset):
                message = f"unknown qualifier '{given}'"
                remedy = nearest(given, known) or remedy
            yield Finding(catalogue.BAD_QUALIFIER, table.place(row), message, remedy)
