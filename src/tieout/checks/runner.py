"""Runner: every rule over a report; severities of the project's choice, and waivers, applied."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from tieout import catalogue
from tieout.checks import (
    abreast,
    arithmetic,
    bibliography,
    comparisons,
    crossrefs,
    directions,
    drawn,
    hedges,
    ledgered,
    limits,
    looks,
    magnitudes,
    multiples,
    pictures,
    points,
    portions,
    published,
    ratios,
    rounds,
    signed,
    sums,
    superlatives,
    typed,
    unmoved,
    unused,
    wholes,
)
from tieout.checks.asked import Asked
from tieout.checks.clauses import rules
from tieout.checks.kept import Kept
from tieout.checks.report import Report
from tieout.checks.waivers import Waivers
from tieout.findings import Finding, graded, in_order

# These read sentence by sentence: what they find in a chapter depends on it and the ledger alone.
SENTENCES: tuple[ModuleType, ...] = (
    typed,
    hedges,
    limits,
    directions,
    multiples,
    portions,
    wholes,
    magnitudes,
    comparisons,
    superlatives,
    ratios,
    rounds,
    points,
    arithmetic,
    rules,  # last: they are silent where another has spoken
)
# These read the report as a whole.
WHOLE: tuple[ModuleType, ...] = (
    published,
    looks,
    sums,
    bibliography,
    crossrefs,
    pictures,
    drawn,
    unmoved,
    unused,
    ledgered,
    signed,
)
MODULES = (*SENTENCES, *WHOLE)
CODES = frozenset(rule.code for rule in catalogue.rules())


def found(report: Report, kept: Kept | None = None) -> tuple[Finding, ...]:
    """What every rule finds, in order of place; what `kept` knows of a chapter is not looked for again."""
    whole = (each for module in WHOLE for each in module.find(report))
    return in_order((*in_sentences(report, kept), *whole))


def in_sentences(report: Report, kept: Kept | None = None) -> tuple[Finding, ...]:
    """What the rules that read sentences find, chapter by chapter."""
    parts = tuple(report.parts())
    known = [kept.of(part) if kept is not None else None for part in parts]
    unread = [part for part, findings in zip(parts, known, strict=True) if findings is None]

    def read(part: Report) -> tuple[Finding, ...]:
        asked = Asked()
        watched = asked.watching(part)
        findings = tuple(each for module in SENTENCES for each in module.find(watched))
        if kept is not None:
            kept.keep(part, findings, asked)
        return findings

    anew = iter(abreast.each(read, unread, lambda part: sum(len(c.text) for c in part.chapters)))
    return tuple(
        each for findings in known for each in (next(anew) if findings is None else findings)
    )


def judged(
    findings: tuple[Finding, ...], waivers: Waivers, severities: Mapping[str, str]
) -> tuple[Finding, ...]:
    """The findings that stand: without what is waived, each with the severity the project gives it."""
    checked = frozenset(rule.code for module in MODULES for rule in module.RULES)
    wanted = [each for each in findings if severities.get(each.code) != "off"]
    active = frozenset(code for code in checked if severities.get(code) != "off")
    standing = waivers.apply(wanted, active)
    return in_order(graded(standing, severities))
