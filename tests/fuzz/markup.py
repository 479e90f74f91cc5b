"""Markup: what on a page would run, load or lead where no page of a report may."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What a page of tieout's own template holds.
_OWN = re.compile(r"(?:\.\./)*_(?:theme|tieout)/[\w.-]+\.(?:js|css)")
_RUNS = ("script", "style", "iframe", "frame", "object", "embed", "applet", "base", "portal")
_LOADS = ("src", "srcset", "poster", "background", "data", "code", "manifest", "ping", "srcdoc")
_LEADS = ("href", "xlink:href", "action", "formaction", "cite", "longdesc", "to", "from", "values")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}")
_GOOD = ("http:", "https:", "mailto:")
_DROPPED = re.compile("[\x00-\x20\x7f-\x9f\u200b-\u200f\ufeff]")  # a browser looks past these


def strange(page: str) -> str:
    """The first thing on a page that should not be there; empty: nothing."""
    looked = _Look()
    looked.feed(page)
    looked.close()
    return looked.wrong[0] if looked.wrong else ""


class _Look(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name.lower(): value or "" for name, value in attrs}
        own = _OWN.fullmatch(given.get("src", given.get("href", "")))
        if tag in _RUNS and not (tag == "script" and own):
            self.wrong.append(f"<{tag}>")
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            self.wrong.append("<meta http-equiv=refresh>")
        for name, value in given.items():
            if re.match(r"on[a-z]", name) or name in {"style", "srcdoc"}:
                self.wrong.append(f"<{tag} {name}>")
            if name in (*_LOADS, *_LEADS):
                self._address(tag, name, value)

    def _address(self, tag: str, name: str, value: str) -> None:
        plain = _DROPPED.sub("", value).lower()
        scheme = _SCHEME.match(plain)
        leads = name in _LEADS and tag in {"a", "area", "blockquote", "q", "ins", "del"}
        if plain == "data:," and tag == "link":
            return
        if scheme and not (leads and scheme[0] in _GOOD):
            self.wrong.append(f"<{tag} {name}={value[:60]!r}>")

    handle_startendtag = handle_starttag
