"""Bounds: what the qualifiers of a number's cells make of the number, by the direction each cell moves it."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tieout.compute.lineage import COUNTING
from tieout.ledger.record import Input
from tieout.number import Qualifier

_UP = {Qualifier.AT_LEAST, Qualifier.MORE_THAN}
_STRICT = {Qualifier.MORE_THAN, Qualifier.FEWER_THAN}


def bound(inputs: Iterable[Input]) -> str:
    """The number's bound: a qualifier, or empty where every contributing cell is exact.

    A cell known as "more than" that moves the number up makes it "more than"; one that moves it down makes it
    "fewer than". Cells that pull both ways, "about" itself, or an unknown direction make it "about". The
    weaker word wins: "at least" with "more than" is "at least".
    """
    found: set[Qualifier] = set()
    for each in inputs:
        if not each.qualifier or each.role not in COUNTING:
            continue
        found.add(_through(Qualifier(each.qualifier), each.elasticity, each.role))
    if not found:
        return ""
    upward, downward = found & _UP, found - _UP - {Qualifier.ABOUT}
    if Qualifier.ABOUT in found or (upward and downward):
        return str(Qualifier.ABOUT)
    if upward:
        return str(Qualifier.MORE_THAN if upward <= _STRICT else Qualifier.AT_LEAST)
    return str(Qualifier.FEWER_THAN if downward <= _STRICT else Qualifier.AT_MOST)


_MIRRORED = {
    Qualifier.AT_LEAST: Qualifier.AT_MOST,
    Qualifier.MORE_THAN: Qualifier.FEWER_THAN,
    Qualifier.AT_MOST: Qualifier.AT_LEAST,
    Qualifier.FEWER_THAN: Qualifier.MORE_THAN,
    Qualifier.ABOUT: Qualifier.ABOUT,
}


def _through(qualifier: Qualifier, elasticity: float, role: str) -> Qualifier:
    if role == "is":
        return qualifier
    if math.isnan(elasticity):
        return Qualifier.ABOUT
    return qualifier if math.copysign(1.0, elasticity) > 0 else _MIRRORED[qualifier]
