"""Cross-references: references to nothing, labels given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding, Place, nearest
from tieout.prose.chapter import Chapter
from tieout.prose.references import CROSSREF_KINDS

RULES = (catalogue.UNRESOLVED_REFERENCE, catalogue.DUPLICATE_LABEL)

_KINDS = "|".join(CROSSREF_KINDS)
_LABEL = re.compile(rf"\{{[^{{}}\n]*?#(?P<label>(?:{_KINDS})-[\w.:-]*[\w])[^{{}}\n]*\}}")
_CELL = re.compile(
    rf"^[ \t]*(?:#|//|--|%%)\|[ \t]*label:[ \t]*(?P<label>(?:{_KINDS})-[\w.:-]+)\s*$", re.M
)
_REFERENCE = re.compile(rf"(?<![\w@\\./:])-?@\{{?(?P<label>(?i:{_KINDS})-[\w.:-]*\w)")


def find(report: Report) -> Iterator[Finding]:
    """A finding for each reference to nothing, and each label that stands twice."""
    known: dict[str, Place] = {}
    for chapter in report.chapters:
        for label, offset in labels(chapter):
            place = chapter.place(offset)
            first = known.setdefault(label, place)
            if first != place:
                message = f"the label '{label}' is already at {first}"
                remedy = "Rename one of them; show a figure once and refer to it elsewhere."
                yield Finding(catalogue.DUPLICATE_LABEL, place, message, remedy)
    for chapter in report.chapters:
        for hit in _REFERENCE.finditer(chapter.prose):
            label = hit["label"]
            kind, _, rest = label.partition("-")
            if label not in known and f"{kind.lower()}-{rest}" not in known:
                remedy = nearest(label, known) or "Give a heading, figure or table that label."
                place = chapter.place(hit.start())
                message = f"nothing has the label '{label}'"
                yield Finding(catalogue.UNRESOLVED_REFERENCE, place, message, remedy)


def labels(chapter: Chapter) -> Iterator[tuple[str, int]]:
    """Every label that a chapter gives, and where."""
    for hit in _LABEL.finditer(chapter.prose):
        yield hit["label"], hit.start("label")
    for hit in _CELL.finditer(chapter.text):
        yield hit["label"], hit.start("label")
    for code in chapter.shortcodes:
        if code.name in {"figure", "table"} and len(code.arguments) == 1:
            kind = "fig" if code.name == "figure" else "tbl"
            yield f"{kind}-{code.arguments[0]}", code.start
