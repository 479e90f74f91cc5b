"""Rules: what windows claim, held against their numbers, where the rules of single sentences found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from tieout.checks.clauses import (
    compared,
    gapped,
    limited,
    moved,
    parted,
    ranked,
    scaled,
    summed,
    whole,
)
from tieout.checks.clauses.window import windows
from tieout.checks.report import Report
from tieout.findings import Finding

FAMILY: tuple[ModuleType, ...] = (
    gapped,
    scaled,
    limited,
    moved,
    compared,
    parted,
    whole,
    ranked,
    summed,
)
RULES = tuple(rule for module in FAMILY for rule in module.RULES)


def find(report: Report) -> Iterator[Finding]:
    """A finding for each claim that its numbers contradict and no other rule has named."""
    language = report.language
    if language is None:
        return
    for window in windows(report, language):
        if any(report.is_told(each) for each in window.sentences):
            continue
        for module in FAMILY:
            if window.kinds.isdisjoint(module.NEEDS):
                continue
            for finding in module.find(report, window):
                yield finding
                break
