"""Severities: what a project makes of a rule's findings; the `[severity]` table of `tieout.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tieout import catalogue
from tieout.findings import Finding, Place, nearest

SEVERITIES = ("error", "warning", "note", "off")
_LINE = 'lines such as TIE801 = "warning"'


def faults(value: object, place: Place, at: Callable[[str], Place]) -> Iterator[Finding]:
    """What is wrong with the table; `at` says where a code stands."""
    if not isinstance(value, dict):
        message = f"severity is {type(value).__name__}, not a table"
        yield Finding(catalogue.BAD_CONFIG_VALUE, place, message, f"Write [severity] and {_LINE}.")
        return
    known = [rule.code for rule in catalogue.rules()]
    for code, level in value.items():
        here = at(code)
        if code not in known:
            remedy = nearest(code, known) or "docs/checks/ lists the codes."
            yield Finding(catalogue.UNKNOWN_CONFIG_KEY, here, f"unknown rule '{code}'", remedy)
        if code in catalogue.FIXED:
            message = f"{code} cannot be made less than an error"
            remedy = 'Give a reason in the data package: "tieout:disclosure".'
            yield Finding(catalogue.BAD_CONFIG_VALUE, here, message, remedy)
        if level not in SEVERITIES:
            message = f"{code} = {level!r} is no severity"
            remedy = f"Give one of {', '.join(SEVERITIES)}."
            yield Finding(catalogue.BAD_CONFIG_VALUE, here, message, remedy)
