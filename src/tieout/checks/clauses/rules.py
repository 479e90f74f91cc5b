"""Rules: what windows claim, held against their numbers, where the rules of single sentences found nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
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
    """A finding for each window with a claim that its numbers contradict and no other rule has named."""
    language = report.language
    if language is None:
        return
    for window in windows(report, language):
        if any(report.is_told(each) for each in window.sentences):
            continue
        fitting = (module for module in FAMILY if not window.kinds.isdisjoint(module.NEEDS))
        yield from islice(chain.from_iterable(each.find(report, window) for each in fitting), 1)
