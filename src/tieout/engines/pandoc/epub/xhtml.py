"""XHTML: a chapter's HTML as the XML an e-book wants, its links and pictures leading to files of the book."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote, unquote

from tieout.engines.pandoc.strict import CAPITALS, VOID

# What no reading system has to run or fetch, and what only a page on screen needs.
_LEFT_OUT = frozenset(
    {
        *("script", "style", "iframe", "object", "embed"),
        *("video", "audio", "form", "button", "dialog"),
    }
)
_REMOTE = re.compile(r"[A-Za-z][\w+.-]*:|//")
_NAMESPACES = {
    "math": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
}
_TAG = re.compile(r"[a-z][a-z0-9-]*")
# No other namespace than those that a book of ours declares.
_ATTRIBUTE = re.compile(r"(?:xml:lang|epub:type|(?!xmlns$)[A-Za-z_][A-Za-z0-9_.-]*)")
_INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass
class Body:
    """A chapter's body as XML.

    Attributes:
        text: the markup.
        pictures: the pictures it shows, by path from the book's top folder.
        properties: what the package must say of it: `mathml`, `svg`.
    """

    text: str = ""
    pictures: list[str] = field(default_factory=list)
    properties: set[str] = field(default_factory=set)


def body(html: str, page: str, pages: Mapping[str, str], script: str) -> Body:
    """A chapter's HTML for the e-book.

    Args:
        html: as the page has it.
        page: the page's path from the top folder.
        pages: the e-book's file of each page.
        script: the word before the name of the script that drew a figure.
    """
    writer = _Writer(page, pages, script)
    writer.feed(html)
    writer.close()
    writer.finish()
    return Body("".join(writer.out), writer.pictures, writer.properties)


def escape(text: str) -> str:
    """Text for XML's content and quoted attributes."""
    text = _INVALID.sub("\N{REPLACEMENT CHARACTER}", text)
    pairs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))
    for character, entity in pairs:
        text = text.replace(character, entity)
    return text


Attributes = list[tuple[str, str | None]]


class _Writer(HTMLParser):
    """Writes what it reads, well-formed whatever an author's raw HTML is."""

    def __init__(self, page: str, pages: Mapping[str, str], script: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.pages, self.script = page, pages, script
        self.out: list[str] = []
        self.pictures: list[str] = []
        self.properties: set[str] = set()
        self.open: list[tuple[str, str]] = []  # the tag read, and the end to write for it
        self.left_out = 0
        self.after = ""  # what follows the part that is left out
        self.changes: dict[str, Callable[[dict[str, str]], bool]] = {
            "a": self._link,
            "img": self._picture,
            "li": self._note,
            "section": self._section,
            "details": self._shown,
        }

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {CAPITALS.get(k, k): (k if v is None else v) for k, v in attrs}
        # Beside a page's figure; a book's figure ends with its caption, and its rows are in the annex or the file.
        beside = given.get("class") in {"figure-links", "tieout-figure-data"}
        if self.left_out or tag in _LEFT_OUT or beside:
            if tag not in VOID:
                self.open.append((tag, ""))
                self.left_out += 1
            self._named_script(tag, given)
            return
        if not _TAG.fullmatch(tag):
            self.open.append((tag, "\0"))  # no name in XML; its content stays
            return
        if tag in self.changes and not self.changes[tag](given):
            self.open.append((tag, "\0"))  # its content stays
            return
        given.pop("style", None)
        for name in [n for n in given if n.startswith("on") or not _ATTRIBUTE.fullmatch(n)]:
            del given[name]
        if tag in _NAMESPACES:
            given["xmlns"] = _NAMESPACES[tag]
            self.properties.add("mathml" if tag == "math" else "svg")
        written = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
        if tag in VOID:
            self.out.append(f"<{tag}{written}/>")
            return
        self.out.append(f"<{tag}{written}>")
        self.open.append((tag, f"</{tag}>"))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if all(opened != tag for opened, _ in self.open):
            return
        while self.open:
            opened, end = self.open.pop()
            if end:
                self.out.append(end.strip("\0"))
            else:
                self.left_out -= 1
            if self.after and not self.left_out:
                self.out.append(self.after)
                self.after = ""
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.left_out:
            self.out.append(escape(data).replace("&quot;", '"'))

    def finish(self) -> None:
        """Close what is still open."""
        while self.open:
            self.handle_endtag(self.open[-1][0])

    def _named_script(self, tag: str, given: Mapping[str, str]) -> None:
        """Of a figure's links the name of its script stays: files beside the pages are not in the book."""
        path = unquote(given.get("href", "")) if tag == "a" and self.left_out else ""
        if path.endswith(".txt") and "_tieout/" in path:
            name = path.partition("_tieout/")[2].removesuffix(".txt")
            self.after = f'<p class="figure-script">{escape(f"{self.script}: {name}")}</p>'

    def _link(self, given: dict[str, str]) -> bool:
        target = given.get("href", "")
        if given.get("role") == "doc-noteref":
            given["epub:type"] = "noteref"
        if _REMOTE.match(target) or target.startswith("#") or not target:
            return True
        path, _, anchor = target.partition("#")
        file = self.pages.get(self._from_top(path))
        if file is None:
            return False
        here = posixpath.dirname(self.pages[self.page]) or "."
        given["href"] = quote(posixpath.relpath(file, here)) + (f"#{anchor}" if anchor else "")
        return True

    def _picture(self, given: dict[str, str]) -> bool:
        source = given.get("src", "")
        if not source or _REMOTE.match(source):
            return False
        path = self._from_top(source)
        self.pictures.append(path)
        here = posixpath.dirname(self.pages[self.page]) or "."
        given["src"] = quote(posixpath.relpath(path, here))
        return True

    def _from_top(self, path: str) -> str:
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.page), unquote(path)))

    def _note(self, given: dict[str, str]) -> bool:
        if re.fullmatch(r"fn\d+", given.get("id", "")):
            given["epub:type"] = "footnote"
        return True

    def _shown(self, given: dict[str, str]) -> bool:
        """What opens on a page stands open in a book: not every reading system can open it."""
        given["open"] = "open"
        return True

    def _section(self, given: dict[str, str]) -> bool:
        if given.get("role") == "doc-endnotes":
            given["epub:type"] = "footnotes"
        return True
