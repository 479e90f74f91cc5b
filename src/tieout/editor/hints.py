"""Hints: beside each shortcode the number as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterator

from tieout.checks.report import Report
from tieout.prose.shortcodes import Shortcode, scan


def hints(report: Report, text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The offset behind each number between two offsets of a text, and what stands there in print."""
    for code in scan(text):
        if not isinstance(code, Shortcode) or code.name not in {"stat", "word"}:
            continue
        if code.end < start or code.start > end:
            continue
        stated = report.stated(code)
        if stated is not None and stated.display:
            yield code.end, stated.display
