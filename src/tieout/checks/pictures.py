"""Pictures: figures without alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.checks.report import Report
from tieout.findings import Finding

RULES = (catalogue.NO_ALT_TEXT,)

_IMAGE = re.compile(
    r"!\[(?P<caption>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)(?P<attributes>\{[^{}\n]*\})?"
)
_ALT = re.compile(r"\b(?:fig-)?alt\s*=\s*(?:\"[^\"\s][^\"]*\"|'[^'\s][^']*')")
_REMEDY = "Say what a reader who cannot see it needs to know"


def find(report: Report) -> Iterator[Finding]:
    """A finding for each figure or picture that says nothing to those who cannot see it."""
    for each in report.definitions:
        alt = each.texts.get("alt")
        if each.kind == "figure" and alt is not None and not alt.text.strip():
            message = f"figure '{each.name}' has no alternative text"
            yield Finding(catalogue.NO_ALT_TEXT, each.place, message, f'{_REMEDY}: alt="…".')
    for chapter in report.chapters:
        for hit in _IMAGE.finditer(chapter.prose):
            if _ALT.search(hit["attributes"] or "") or hit["caption"].strip():
                continue
            place = chapter.place(hit.start())
            message = "picture without alternative text"
            yield Finding(catalogue.NO_ALT_TEXT, place, message, f'{_REMEDY}: {{fig-alt="…"}}.')
