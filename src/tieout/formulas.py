"""Formulas: text in a table for download that a spreadsheet would take for a formula, and run."""

from __future__ import annotations

import re

# What a spreadsheet takes for the beginning of a formula, whichever width its characters have.
_FORMULA = re.compile(
    r"[\s\x00-\x1f\ufeff\u200b]*[=+\-@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    r"\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}\N{MINUS SIGN}]|[\t\r\n|%]"
)
_NUMBER = re.compile(r"[-+]?\d[\d,.\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]*(?:e[-+]?\d+)?%?")


def harmless(cell: str) -> str:
    """Text that a spreadsheet does not take for a formula; numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
