"""Tallies: what a build says of the report: its key numbers, and how many of everything it has."""

from __future__ import annotations

from collections.abc import Mapping

from tieout import catalogue
from tieout.build.reading import Inputs
from tieout.compute.define import Kind
from tieout.findings import Finding, Place, TieoutError, nearest
from tieout.ledger.record import Ledger
from tieout.project import CONFIG, Project


def shown(project: Project, ledger: Ledger) -> dict[str, str]:
    """The statistics that the configuration asks to be shown, by title.

    Raises:
        TieoutError: one of them is none.
    """
    records = ledger.records
    for name in project.config.summary:
        if name not in records:
            message = f"summary names '{name}', which is no statistic"
            remedy = nearest(name, records) or "Name a statistic."
            raise TieoutError(Finding(catalogue.UNKNOWN_NUMBER, Place(CONFIG), message, remedy))
    return {records[name].title: records[name].display for name in project.config.summary}


def counts(inputs: Inputs, ledger: Ledger, rendered: Mapping[str, int]) -> dict[str, int]:
    """How many datasets, numbers, figures, … a report has; `rendered` is what its engine counted."""
    kinds = [each.kind for each in inputs.definitions.values()]
    records = ledger.records.values()
    return {
        "datasets": len(inputs.tables),
        "statistics": kinds.count(Kind.STATISTIC),
        "numbers used": sum(1 for record in records if record.uses),
        "uses": sum(len(record.uses) for record in records),
        "figures": kinds.count(Kind.FIGURE),
        "tables": kinds.count(Kind.TABLE),
        "sources": len(inputs.sources.entries),
        "chapters": len(inputs.chapters),
        **rendered,
    }
