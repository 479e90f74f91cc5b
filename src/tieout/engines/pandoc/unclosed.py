"""Unclosed: tags and quotation marks in a source that nothing closes: with each, pandoc takes twice as long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tieout import catalogue
from tieout.findings import Finding, Place

# Twelve take a tenth of a second, twenty take five, thirty the rest of the day.
_MOST = 14
# A quotation mark opens before a word; after one, as in „Wort“, it closes what another has opened.
_MARK = re.compile(
    r"<(?P<end>/?)(?P<tag>i|b|sc|sup|sub|span)\b[^<>]*>|(?<!\w)(?P<opens>[“‘])(?=\S)|(?P<closes>[”’])"
)
_PAIRS = {"”": "“", "’": "‘"}


def faults(entries: Sequence[Mapping[str, Any]], text: str, path: str) -> Iterator[Finding]:
    """A finding for each source that has a value with too many of them.

    Args:
        entries: the sources, as CSL-JSON.
        text: the file they stand in.
        path: the file's, as findings name it.
    """
    for entry in entries:
        crowded = [name for name, value in _values(entry) if _left_open(value) > _MOST]
        if crowded:
            key = str(entry.get("id", ""))
            line = text.count("\n", 0, max(0, text.find(key))) + 1
            yield Finding(
                catalogue.BAD_BIBLIOGRAPHY,
                Place(path, line),
                f"'{crowded[0]}' of '{key}' opens more than {_MOST} tags or quotation marks that nothing closes: "
                "pandoc would take ever longer over them",
                "Close them, or write &lt; for a < that is to be read as it stands.",
            )


def _values(data: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a source, by the name of the field it stands in."""
    if isinstance(data, str):
        yield name, data
    elif isinstance(data, Mapping):
        for key, value in data.items():
            yield from _values(value, name or str(key))
    elif isinstance(data, list):
        for value in data:
            yield from _values(value, name)


def _left_open(value: str) -> int:
    """How many are opened and not closed, or closed in another order than opened."""
    opened: list[str] = []
    crossed = 0
    for hit in _MARK.finditer(value):
        closes = hit["tag"] if hit["end"] else _PAIRS.get(hit["closes"] or "", "")
        if not closes:
            opened.append(hit["tag"] or hit["opens"])
        elif opened and opened[-1] == closes:
            opened.pop()
        elif closes in opened:
            crossed += 1
    return len(opened) + crossed
