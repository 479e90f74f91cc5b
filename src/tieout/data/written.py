"""Written: whether a cell's text can be read as a number in one way only.

The reader strips what the schema says is no part of a number. Where a sign or a decimal point would go the
same way, or a point that is declared to group thousands stands between other digits, a wrong number would
come of it without a word: such a cell is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_DASHES = "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FULLWIDTH HYPHEN-MINUS}"


def doubt(text: str, field: Mapping[str, Any]) -> str:
    """Why a number's text is in doubt under its field's description; empty when it is not."""
    decimal = str(field.get("decimalChar") or ".")
    group = str(field.get("groupChar") or "")
    first = re.search(r"\d", text)
    if first is None:
        return ""
    before = text[: first.start()]
    if field.get("bareNumber") is False:
        if any(dash in before for dash in _DASHES):
            return "its minus sign is not the plain '-'"
        if before.count("(") > before.count(")"):
            return "brackets may mean that it is negative"
        if before.endswith(decimal):
            return "a digit is missing before its decimal point"
    if group:
        digits = re.split(rf"[^\d{re.escape(group + decimal)}]", text[first.start() :])[0]
        whole, _, rest = digits.rstrip(group).partition(decimal)
        grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(group)}\d{{2,3}})*", whole)
        last = whole.rpartition(group)[2]
        if group in rest or (group in whole and (not grouped or len(last) != 3)):
            return f"'{group}' is declared to group thousands, but does not here"
    return ""
