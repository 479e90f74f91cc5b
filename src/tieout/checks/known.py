"""Known: which numbers of the report look just like a typed one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tieout.checks.report import Report
from tieout.display import Style, display

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

    @cached_property
    def worded(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the ledger's numbers by how they are written in words; made when one is typed."""
        found: dict[str, list[str]] = {}
        for name, record in self.report.records.items():
            try:
                text = display(record.value, record.unit, self.report.locale, Style(words="words"))
            except ValueError:
                continue  # this number or language has no words
            found.setdefault(text, []).append(name)
        return {text: tuple(sorted(names)) for text, names in found.items()}

    def in_words(self, written: str) -> tuple[str, ...]:
        """The names of the numbers that are spelt exactly so."""
        return self.worded.get(written, ())

    def names(self, written: str) -> tuple[str, ...]:
        """The names of the numbers that are displayed exactly so."""
        return self.displays.get(written, ())
