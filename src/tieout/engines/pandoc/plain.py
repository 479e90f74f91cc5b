"""Plain: Quarto's own small shortcodes as Markdown, and what stands in place of one that nobody knows here."""

from __future__ import annotations

import re

from tieout.prose.shortcodes import Shortcode

# Icons: they carry no words, so nothing stands in their place.
_ICONS = ("fa", "bi", "iconify", "ai", "devicon", "icon")
_VALUES = ("var", "meta", "env")


def markdown(code: Shortcode) -> tuple[bool, str]:
    """Whether the engine knows the shortcode, and its Markdown."""
    first = code.arguments[0] if code.arguments else ""
    if code.name == "kbd" and first:
        return True, "[" + "+".join(f"`{key}`" for key in re.split(r"[-+](?=.)", first)) + "]{.kbd}"
    if code.name == "video" and first:
        title = code.options.get("title") or first
        return True, f"[{_escaped(title)}](<{_watched(first)}>)"
    if code.name in _ICONS:
        return False, ""
    if code.name in _VALUES:
        return False, f"**?{code.name}:{_escaped(first)}**"  # as Quarto shows it
    return False, f"`{{{{< {code.key} >}}}}`"


def _watched(address: str) -> str:
    """A player's address as the page it is watched on."""
    found = re.fullmatch(
        r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+).*", address
    )
    return f"https://www.youtube.com/watch?v={found[1]}" if found else address


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>$#@^~])", r"\\\1", text)
