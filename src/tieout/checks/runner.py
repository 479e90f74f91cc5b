"""Runner: every rule over a report; severities of the project's choice, and waivers, applied."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType

from tieout import catalogue
from tieout.checks import (
    bibliography,
    comparisons,
    crossrefs,
    directions,
    hedges,
    ledgered,
    looks,
    multiples,
    pictures,
    points,
    portions,
    published,
    ratios,
    sums,
    superlatives,
    typed,
    unused,
    wholes,
)
from tieout.checks.report import Report
from tieout.checks.waivers import Waivers
from tieout.findings import Finding, Severity, in_order

MODULES: tuple[ModuleType, ...] = (
    typed,
    hedges,
    directions,
    multiples,
    portions,
    wholes,
    comparisons,
    superlatives,
    ratios,
    points,
    published,
    looks,
    sums,
    bibliography,
    crossrefs,
    pictures,
    unused,
    ledgered,
)
CODES = frozenset(rule.code for rule in catalogue.rules())


def found(report: Report) -> tuple[Finding, ...]:
    """What every rule finds, in order of place."""
    finds: Iterator[Callable[[Report], Iterator[Finding]]] = (each.find for each in MODULES)
    return in_order(finding for find in finds for finding in find(report))


def judged(
    findings: tuple[Finding, ...], waivers: Waivers, severities: Mapping[str, str]
) -> tuple[Finding, ...]:
    """The findings that stand: without what is waived, each with the severity the project gives it."""
    checked = frozenset(rule.code for module in MODULES for rule in module.RULES)
    wanted = [each for each in findings if severities.get(each.code) != "off"]
    active = frozenset(code for code in checked if severities.get(code) != "off")
    standing = waivers.apply(wanted, active)
    return in_order(
        dataclasses.replace(each, level=Severity(severities[each.code]))
        if each.code in severities
        else each
        for each in standing
        if severities.get(each.code) != "off"
    )
