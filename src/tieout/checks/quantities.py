"""Quantities: whether a number is a level, a share, a change or a ratio: as declared, or as its lineage shows."""

from __future__ import annotations

import math
import re

from tieout.ledger.record import Record
from tieout.number import Quantity, UnitKind

_DECLARED = re.compile(r"\bquantity\s*=")
_NEAR = 0.01


def quantity(record: Record) -> str:
    """`level`, `share`, `change`, `ratio`, or empty where nobody can tell.

    What an author declares holds. Otherwise elasticities tell: of a ratio a/b they are 1 and -1, of a change
    a/b - 1 they are larger by (value + 1)/value, of a share a/(a + b) smaller than 1. A cell is only called
    a ratio or multiple where its unit says so: a source's per cent may be either.
    """
    if record.kind == "statistic" and (not record.formula or _DECLARED.search(record.formula)):
        return record.quantity
    if record.unit.kind in {UnitKind.RATIO, UnitKind.MULTIPLE}:
        return str(Quantity.RATIO)
    if record.unit.kind is UnitKind.POINTS:
        return str(Quantity.CHANGE)
    if record.kind != "statistic":
        return ""
    return _observed(record)


def _observed(record: Record) -> str:
    pulls = [each.elasticity for each in record.inputs if each.role == "contributes"]
    value = float(record.value)
    if not pulls or value == 0 or any(math.isnan(pull) for pull in pulls):
        return ""
    up, total = sum(pull for pull in pulls if pull * value > 0), sum(pulls)
    if record.unit.kind is not UnitKind.PERCENT:
        differs = any(pull < 0 for pull in pulls) and abs(total - 1) < _NEAR
        return str(Quantity.CHANGE) if differs else str(Quantity.LEVEL)
    if abs(total) > _NEAR:
        return ""
    rises = sum(pull for pull in pulls if pull > 0)
    if abs(abs(rises) - abs((value + 1) / value)) < _NEAR * abs((value + 1) / value):
        return str(Quantity.CHANGE)
    if abs(rises - 1) < _NEAR:
        return str(Quantity.SHARE if 0 <= value <= 1 else Quantity.RATIO)
    if 0 < value < 1 and abs(rises - (1 - value)) < _NEAR:
        return str(Quantity.SHARE)
    return str(Quantity.CHANGE) if value < 0 or up < 0 else ""
