"""Unmoved: statistics that take data, and that no change of these moves."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding

RULES = (catalogue.UNMOVED,)


def find(report: Report) -> Iterator[Finding]:
    """A warning for each statistic of data alone that none of their cells and rows has a part in."""
    for each in report.definitions:
        record = report.records.get(each.name)
        if each.kind != "statistic" or record is None or record.inputs or not record.takes:
            continue
        tables = [report.tables.get(name) for name in record.takes]
        if all(table is not None and len(table) and not table.dataset.guarded for table in tables):
            names = ", ".join(f"'{name}'" for name in record.takes)
            message = f"'{each.name}' takes {names}, and no change there moves it"
            remedy = "Look for what it is computed from; if that is as it should be, say why."
            yield Finding(catalogue.UNMOVED, each.place, message, remedy)
