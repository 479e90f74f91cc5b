"""Sums: totals that the parts declared in the data package do not make."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.data import sums
from tieout.data.confidential import quotes
from tieout.data.dataset import Dataset
from tieout.findings import Finding

RULES = (catalogue.FALSE_SUM, catalogue.BAD_SUM)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each total that its parts do not make, and each sum declared wrongly."""
    for table in report.tables.values():
        dataset = table.dataset
        found, faults = sums.declared(dataset)
        for fault in faults:
            message = f"dataset '{dataset.name}': {fault}"
            remedy = "docs/data.md shows the form of tieout:sums."
            yield Finding(catalogue.BAD_SUM, dataset.place, message, remedy)
        for each in found:
            if each.because:
                continue
            for gap in sums.gaps(table, each):
                what = f"{dataset.name}, {gap.column}"
                said = f"add up to {_plain(gap.parts)}, the total is {_plain(gap.total)}"
                if not _may_say(dataset, gap.column, each):
                    said = "do not add up to the total, and are confidential"
                message = f"{what}: the parts {said}"
                remedy = 'Correct the cell, or say why in the sum: "because": "…".'
                yield Finding(catalogue.FALSE_SUM, table.place(gap.row), message, remedy)


def _may_say(dataset: Dataset, column: str, each: sums.Sum) -> bool:
    """Whether neither the total nor any part is confidential."""
    named = [side for side in (each.total, *each.parts) if isinstance(side, str)]
    return all(quotes(dataset, name) for name in (column, *named))


def _plain(number: object) -> str:
    return f"{number:,}"
