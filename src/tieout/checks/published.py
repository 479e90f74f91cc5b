"""Published values: what an earlier publication printed, against what the ledger holds now."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding, Place
from tieout.ledger.published import Agreement

RULES = (catalogue.PUBLISHED_UNREADABLE, catalogue.PUBLISHED_DIFFERS)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each published value that is no number, or differs and no note says why."""
    for record in report.records.values():
        published = record.published
        if published is None:
            continue
        place = Place(record.file, record.line)
        said = published.agreement  # as the build worked it out
        if said == Agreement.UNREADABLE:
            message = f"published value '{published.printed}' of '{record.name}' holds no number"
            yield Finding(
                catalogue.PUBLISHED_UNREADABLE, place, message, "Write it as printed, in digits."
            )
        if said == Agreement.DIFFERS and not published.note:
            message = f"'{record.name}' is {record.display}, but {published.printed} was published"
            yield Finding(catalogue.PUBLISHED_DIFFERS, place, message, 'Say why in note="…".')
