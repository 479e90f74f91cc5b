"""Known: which numbers of the report look just like a typed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tieout.checks.report import Report

# A large table's cells are not offered by the million.
_MAX_ROWS = 5000


@dataclass(frozen=True)
class Known:
    """Every number's display, made when the first typed number asks."""

    report: Report

    @cached_property
    def displays(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the numbers behind each display."""
        report = self.report
        found: dict[str, list[str]] = {}
        for name, record in report.records.items():
            found.setdefault(record.display, []).append(name)
        for table in report.tables.values():
            if len(table) > _MAX_ROWS or table.dataset.confidential:
                continue
            for name in table.names:
                if name not in report.records:
                    found.setdefault(report.data.record(name).display, []).append(name)
        return {display: tuple(sorted(names)) for display, names in found.items()}

    def names(self, written: str) -> tuple[str, ...]:
        """The names of the numbers that are displayed exactly so."""
        return self.displays.get(written, ())
