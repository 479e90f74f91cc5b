"""Conditional: text that only some editions have: `::: {.content-visible when-meta="edition.is.language.de"}`.

What an edition does not have is blanked out before anything reads the chapter; every offset stays true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tieout.edition import Edition

_FENCE = re.compile(r"^(?P<quote>[ \t>]*)(?P<fence>:{3,})[ \t]*(?P<about>[^\n]*?)[ \t]*:*[ \t]*$")
_CODE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)$")
_VISIBLE = re.compile(r"\.content-(?P<how>visible|hidden)\b")
_CONDITION = re.compile(r"""\b(?P<sign>when|unless)-meta\s*=\s*["']?edition\.(?P<path>[^"'\s}]+)""")


@dataclass(frozen=True, slots=True)
class _Div:
    """An open div: whether its fences are ours to take away, and whether its text is to be seen."""

    ours: bool
    seen: bool


def resolved(text: str, edition: Edition | None) -> str:
    """The text as one edition has it; as it is, where there are no editions."""
    if edition is None or "-meta" not in text:
        return text
    meta = edition.meta
    lines: list[str] = []
    divs: list[_Div] = []
    code = ""
    for line in text.split("\n"):
        hidden = any(not div.seen for div in divs)
        fence, listing = _FENCE.match(line), _CODE.match(line)
        if listing and (not code or (listing["fence"].startswith(code) and not listing["info"])):
            code = "" if code else listing["fence"]
        elif fence and not code and fence["about"]:
            div = _div(fence["about"], meta)
            divs.append(div)
            hidden = hidden or div.ours
        elif fence and not code and divs:
            hidden = divs.pop().ours or hidden
        lines.append(" " * len(line) if hidden else line)
    return "\n".join(lines)


def _div(about: str, meta: Mapping[str, object]) -> _Div:
    visible, condition = _VISIBLE.search(about), _CONDITION.search(about)
    if visible is None or condition is None:
        return _Div(ours=False, seen=True)
    holds = _true(condition["path"], meta) is (condition["sign"] == "when")
    return _Div(ours=True, seen=holds is (visible["how"] == "visible"))


def _true(path: str, meta: Mapping[str, object]) -> bool:
    """Whether the metadata are true under a path; as Quarto reads them, only what is `true` is."""
    node: object = meta
    for part in path.split("."):
        if not isinstance(node, Mapping):
            return False
        node = node.get(part)
    return node is True
