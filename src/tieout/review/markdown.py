"""Markdown: text from data as Markdown shows it, character by character."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_\[\]<>|#~$])")


def escaped(text: str) -> str:
    """Text on one line that no Markdown reads as markup, in a table's cell or out of one."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))


def code(text: str) -> str:
    """Text as a span of code, which may stand in a table's cell."""
    text = " ".join(text.split()).replace("|", "\\|")
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if "`" in text else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def row(*cells: str) -> str:
    """A row of a table; its cells are escaped already."""
    return f"| {' | '.join(cells)} |"
