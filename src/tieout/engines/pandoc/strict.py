"""Strict: what an author's own HTML may not bring onto a page: scripts, styles, frames, forms, odd addresses.

A page's policy runs and loads none of it either; here it is taken out, so that nothing depends on the policy alone.
What is read is written anew, quoted and escaped, so that every browser sees the elements that were seen here. The
libraries that are trusted with this write HTML that no e-book's reader takes, and drop formulas and what stands for
numbers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from tieout.engines.pandoc.tokens import MARK
from tieout.ledger.fragments import CLOSE

# Neither the element nor what it holds: it runs, or browsers read its content in a way of its own.
_NOT_AT_ALL = frozenset({
    "script", "style", "iframe", "frameset", "object", "applet", "template", "select", "noembed", "noframes",
    "noscript", "xmp", "plaintext", "textarea", "title", "portal", "annotation-xml", "foreignobject",
})  # fmt: skip
# The element; its words stay.
_NOT_ITSELF = frozenset({
    "base", "meta", "link", "form", "input", "button", "embed", "html", "head", "body", "source", "track", "param",
    "use", "image", "feimage", "animate", "animatemotion", "animatetransform", "set", "mpath", "handler",
    "listener", "dialog", "main", "frame", "audio", "video", "canvas",
})  # fmt: skip
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})  # fmt: skip
# Attributes whose names SVG spells with capitals and HTML's parser does not.
CAPITALS = {
    name.lower(): name
    for name in (
        *("viewBox", "preserveAspectRatio", "gradientUnits", "gradientTransform", "clipPathUnits"),
        *("markerWidth", "markerHeight", "refX", "refY", "patternUnits", "patternTransform"),
        *("textLength", "lengthAdjust", "pathLength", "spreadMethod", "maskUnits"),
    )
}
_NAME = re.compile(r"[a-z][a-z0-9_:.-]*")
_PUT_LATER = re.compile(f"{MARK}[dl][0-9]+{CLOSE}")  # a picture's size, a link's address
_AFTER_NAME = re.compile(f"(?<=<a)(?={MARK}l)")
_NO_ATTRIBUTES = frozenset({
    "style", "srcdoc", "srcset", "poster", "background", "data", "action", "formaction", "ping", "manifest", "code",
    "codebase", "archive", "longdesc", "usemap", "xlink:href", "lowsrc", "dynsrc", "profile", "http-equiv",
    "autofocus", "contenteditable", "form",
})  # fmt: skip
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.I)
# Browsers look past some of these.
_UNSEEN = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]")
_RAW = re.compile(r"<[A-Za-z!?/]|=\s*html")
_LEADING = ("http:", "https:", "mailto:", "tel:")


def cleaned(told: Mapping[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """What a worker made of a chapter, without what no page may hold; which elements that were is added.

    Args:
        told: what the worker was told of the chapter.
        made: its result.
    """
    own = [told["text"], *_captions(told["uses"])]
    if any(_RAW.search(each) for each in own):
        left: dict[str, None] = {}
        for name in ("html", "epub"):
            if made.get(name):
                made[name] = strict(made[name], left)
        for heading in made.get("headings", ()):
            heading["html"] = strict(heading["html"], left)
        made["problems"] = [*made["problems"], *({"kind": "html", "what": f"<{e}"} for e in left)]
    return made


def strict(markup: str, left: dict[str, None] | None = None) -> str:
    """HTML without what no page may hold; the names of elements that were left out are added to `left`."""
    writer = _Writer()
    writer.feed(_AFTER_NAME.sub(" ", markup))
    writer.close()
    if left is not None:
        left |= writer.left
    return "".join(writer.out)


def leads_somewhere(address: str) -> bool:
    """Whether a link may have this address: one in the report, or one that a browser or a mail program opens."""
    scheme = _SCHEME.match(_UNSEEN.sub("", address))
    return scheme is None or scheme[0].lower() in _LEADING


def _captions(uses: Any) -> list[str]:
    """The Markdown among what the worker is told of figures, tables and variables."""
    if isinstance(uses, Mapping):
        own = [str(uses["markdown"])] if "markdown" in uses else []
        return [*own, *(each for value in uses.values() for each in _captions(value))]
    return []


class _Writer(HTMLParser):
    """Writes what it reads, but for what is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.within = ""  # the element under way that is left out with all it holds
        self.depth = 0
        self.left: dict[str, None] = {}  # names of elements that are left out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.within:
            self.depth += tag == self.within
        elif tag in _NOT_AT_ALL:
            self.within, self.depth = tag, 1
            self.left[tag] = None
        elif tag in _NOT_ITSELF and not _is_checkbox(tag, attrs):
            self.left[tag] = None
        elif _NAME.fullmatch(tag):
            self.out.append(f"<{tag}{self._attributes(tag, attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        before = len(self.out)
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)
        elif len(self.out) > before:
            self.out[-1] = f"{self.out[-1][:-1]} />"

    def handle_endtag(self, tag: str) -> None:
        if self.within:
            self.depth -= tag == self.within
            self.within = self.within if self.depth else ""
        elif tag not in (_NOT_ITSELF | VOID) and _NAME.fullmatch(tag):
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.out.append(_escaped(data))

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        written = []
        for name, value in dict(reversed(attrs)).items():  # of two, the first one counts
            if _PUT_LATER.fullmatch(name) and value is None:
                written.append(name)
            elif not _NAME.fullmatch(name) or name.startswith("on") or name in _NO_ATTRIBUTES:
                continue
            elif value is None:
                written.append(f" {name}")
            elif _may_lead(tag, name, value):
                written.append(f' {CAPITALS.get(name, name)}="{_escaped(value)}"')
        return "".join(reversed(written))


def _escaped(text: str) -> str:
    """Text for content and quoted attributes, as pandoc writes it."""
    return html.escape(text, quote=False).replace('"', "&quot;").replace("'", "&#39;")


def _is_checkbox(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """A mark of a list of tasks."""
    return tag == "input" and ("type", "checkbox") in attrs


def _may_lead(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag in {"a", "area"} and leads_somewhere(value)
    if name in {"src", "cite"}:
        return _SCHEME.match(_UNSEEN.sub("", value)) is None
    return True
