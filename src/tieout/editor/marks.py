"""Marks: which stretch of a text a finding is about, so that an editor can underline it."""

from __future__ import annotations

import re

from tieout.editor.positions import Lines
from tieout.findings import Finding

_STRETCH = re.compile(
    r"""
      \{\{<(?:(?!\{\{<).)*?>\}\}                 # a shortcode
    | <!--.*?-->                                 # a waiver
    | -?@\{?[\w][\w:.#$%&+?<>~/-]*\w\}?          # a citation, a cross-reference
    | \{[^{}\n]*\}                               # attributes
    | !?\[[^\]\n]*\]\([^)\n]*\)                  # a picture, a link
    | (?:[^\W\d]{0,3}[$€£])?[+-]?\d[\d.,:\u00a0\u202f]*\d%?|\d%?   # a number
    | [\w'’-]+
    """,
    re.X | re.S,
)
_QUOTED = re.compile(r"'([^']+)'")
_FAR = 600


def stretch(lines: Lines, finding: Finding) -> tuple[int, int]:
    """The offsets that a finding is about: from its place to the end of what stands there."""
    place = finding.place
    start = lines.at(place.line, place.column)
    if place.line < 1:
        return 0, min(len(lines.line(0)), len(lines.text))
    if not place.column:
        line = lines.line(min(place.line - 1, lines.last))
        indent = len(line) - len(line.lstrip())
        return start + indent, start + len(line.rstrip())
    text = lines.text
    if text.startswith("{{<", start):
        inner = _named(text, start, finding)
        if inner is not None:
            return inner
    for quoted in _QUOTED.findall(finding.message)[:1]:
        if text.startswith(quoted, start):
            return start, start + len(quoted)
    hit = _STRETCH.match(text, start, start + _FAR)
    if hit is not None:
        return start, hit.end()
    end = text.find("\n", start)
    return start, max(start, len(text) if end < 0 else end)


def _named(text: str, start: int, finding: Finding) -> tuple[int, int] | None:
    """Of a shortcode the name that the finding speaks of, where it says that nobody knows it."""
    if not finding.message.startswith("unknown "):
        return None
    for quoted in _QUOTED.findall(finding.message)[:1]:
        end = text.find(">}}", start)
        at = text.find(quoted, start, end)
        if at >= 0:
            return at, at + len(quoted)
    return None
