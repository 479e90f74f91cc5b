"""Unused: statistics, datasets and figures that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.prose.shortcodes import Shortcode, scan

RULES = (catalogue.UNUSED_STATISTIC, catalogue.UNUSED_DATASET, catalogue.UNUSED_FIGURE)


def find(report: Report) -> Iterator[Finding]:
    """A note for each statistic and dataset without a use, a warning for each figure no chapter shows."""
    named = set(_named(report))
    taken = {name for each in report.definitions for name in each.takes}
    for each in report.definitions:
        if each.kind == "statistic":
            record = report.records.get(each.name)
            held = record is not None and record.published is not None
            if each.name not in named | taken and not held:
                message = f"nothing uses the statistic '{each.name}'"
                remedy = "Use it, hold it against a published value, or take it out."
                yield Finding(catalogue.UNUSED_STATISTIC, each.place, message, remedy)
        elif f"{each.kind} {each.name}" not in named:
            message = f"no chapter shows the {each.kind} '{each.name}'"
            remedy = f"Show it: {{{{< {each.kind} {each.name} >}}}}; or take it out."
            yield Finding(catalogue.UNUSED_FIGURE, each.place, message, remedy)
    for name, table in report.tables.items():
        if name not in taken and not any(each.startswith(f"{name}.") for each in named):
            message = f"nothing uses the dataset '{name}'"
            remedy = "Use it, or say in its description why it is kept."
            yield Finding(catalogue.UNUSED_DATASET, table.dataset.place, message, remedy)


def _named(report: Report) -> Iterator[str]:
    """Every number that a chapter or a caption names; figures and tables as `figure NAME`."""
    codes: list[Shortcode] = [code for chapter in report.chapters for code in chapter.shortcodes]
    for each in report.definitions:
        for written in each.texts.values():
            codes += [code for code in scan(written.text) if isinstance(code, Shortcode)]
    for code in codes:
        if code.name in {"stat", "word"}:
            yield from code.arguments[:1]
        elif code.name == "source":
            yield from code.arguments
        elif code.name in {"figure", "table"}:
            yield from (f"{code.name} {name}" for name in code.arguments)
