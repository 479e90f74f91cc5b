"""Bibliography: citations of entries that are not there, entries that nothing cites."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding
from tieout.prose.references import citations

RULES = (catalogue.MISSING_CITATION, catalogue.UNUSED_SOURCE)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each citation without an entry, and each entry without a citation."""
    cited: set[str] = set()
    for chapter in report.chapters:
        for citation in citations(chapter):
            cited.add(citation.key)
            missing = report.sources.require(citation.key, chapter.place(citation.offset))
            if missing is not None:
                yield missing
    for each in report.definitions:
        for name in ("caption", "source"):
            if name in each.texts:
                cited |= {
                    key for key in report.sources.entries if f"@{key}" in each.texts[name].text
                }
    cited |= {key for table in report.tables.values() for key in table.citing}
    cited |= {r.published.source for r in report.records.values() if r.published is not None}
    yield from report.sources.unused(cited)
