"""Masks: code, comments and maths blanked out of a chapter's text, every offset kept."""

from __future__ import annotations

import re
from functools import lru_cache

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_FENCE = re.compile(
    r"^(?P<indent>[ >]*)(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ >]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.S | re.M,
)
_MASKS = (
    _FENCE,
    _COMMENT,
    re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\n).)+?(?<!`)\1(?!`)", re.S),
    re.compile(r"\$\$.+?\$\$", re.S),
    re.compile(r"(?<![\\$\w])\$(?=[^\s$])(?:[^$\n\\]|\\.)*?(?<=[^\s\\])\$(?!\d)"),
)


@lru_cache(maxsize=512)  # several rules and both engines ask for the same chapter's
def masked(text: str) -> str:
    """The text with code, comments and maths blanked out, as long as before."""
    for pattern in _MASKS:
        text = pattern.sub(lambda hit: re.sub(r"[^\n]", " ", hit.group()), text)
    return text


def comments(text: str) -> list[tuple[int, int]]:
    """Where comments begin and end; what looks like one in code is none."""
    return [hit.span() for hit in _COMMENT.finditer(without_code(text))]


def without_code(text: str) -> str:
    """The text with code blocks blanked out, as long as before."""
    return _FENCE.sub(_blank, text)


def _blank(hit: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", hit.group())
