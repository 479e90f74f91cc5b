"""Package: what an e-book says of itself: its metadata, its files in their order, and its contents."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from tieout.engines.pandoc.epub.xhtml import escape

OPF = "package.opf"
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
_FEATURES = (
    *("alternativeText", "displayTransformability", "readingOrder"),
    *("structuralNavigation", "tableOfContents", "unlocked"),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the package says of the book; empty: nothing."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    lang: str
    date: str
    rights: str
    description: str
    publisher: str
    identifier: str
    timestamp: int


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book: its path from the top folder, whether it is read in order, and its properties."""

    path: str
    read: bool = False
    properties: str = ""

    @property
    def id(self) -> str:
        """Its name within the package."""
        return "f-" + "".join(c if c.isascii() and c.isalnum() else "-" for c in self.path)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents and those below it; without an address it is the title of a part."""

    text: str
    href: str
    below: tuple[Entry, ...] = ()


def identifier_of(given: str, address: str, title: str, authors: Iterable[str]) -> str:
    """The book's identifier: the one given, else one made of its address, or title and authors."""
    if given:
        return given
    name = address or "\n".join((title, *authors))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def opf(about: About, items: Sequence[Item], *, pictures: bool, maths: bool) -> str:
    """The package document."""
    lines = [
        f'<dc:identifier id="book-id">{escape(about.identifier)}</dc:identifier>',
        f'<dc:title id="title">{escape(about.title)}</dc:title>',
        '<meta refines="#title" property="title-type">main</meta>',
    ]
    if about.subtitle:
        lines.append(f'<dc:title id="subtitle">{escape(about.subtitle)}</dc:title>')
        lines.append('<meta refines="#subtitle" property="title-type">subtitle</meta>')
    for number, author in enumerate(about.authors, start=1):
        lines.append(f'<dc:creator id="author-{number}">{escape(author)}</dc:creator>')
        role = f'<meta refines="#author-{number}" property="role" scheme="marc:relators">aut</meta>'
        lines.append(role)
    lines.append(f"<dc:language>{escape(about.lang)}</dc:language>")
    for name in ("date", "rights", "description", "publisher"):
        value = str(getattr(about, name))
        if value:
            lines.append(f"<dc:{name}>{escape(value)}</dc:{name}>")
    moment = datetime.fromtimestamp(about.timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines.append(f'<meta property="dcterms:modified">{moment}</meta>')
    lines += _accessibility(pictures=pictures, maths=maths)
    lines += [f'<meta name="cover" content="{item.id}"/>' for item in items if _is_cover(item)]
    manifest = [_manifest(item) for item in items]
    spine = [f'<itemref idref="{item.id}"/>' for item in items if item.read]
    inside = "\n".join(
        [
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *lines,
            "</metadata>\n<manifest>",
            *manifest,
            "</manifest>\n<spine>",
            *spine,
            "</spine>",
        ]
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="book-id" xml:lang="{escape(about.lang)}">\n{inside}\n</package>\n'
    )


def _is_cover(item: Item) -> bool:
    return item.properties == "cover-image"


def _manifest(item: Item) -> str:
    kind = _TYPES[PurePosixPath(item.path).suffix.lower()]
    more = f' properties="{item.properties}"' if item.properties else ""
    return f'<item id="{item.id}" href="{quote(item.path)}" media-type="{kind}"{more}/>'


def _accessibility(*, pictures: bool, maths: bool) -> list[str]:
    """Who can read the book and how: every picture has words, so the words alone suffice."""
    said = [("accessMode", "textual"), *([("accessMode", "visual")] if pictures else [])]
    said += [("accessModeSufficient", "textual")]
    said += [("accessModeSufficient", "textual,visual")] if pictures else []
    said += [("accessibilityFeature", name) for name in _FEATURES]
    said += [("accessibilityFeature", "MathML")] if maths else []
    said += [("accessibilityHazard", "none")]
    summary = "Headings, notes, tables with header cells, and alternative text for every picture."
    said += [("accessibilitySummary", summary)]
    return [f'<meta property="schema:{name}">{escape(value)}</meta>' for name, value in said]


def navigation(title: str, lang: str, entries: Sequence[Entry], landmarks: Sequence[Entry]) -> str:
    """The contents, for reading systems and as a page."""
    marks = "".join(
        f'<li><a epub:type="{mark.href.partition(" ")[0]}" href="{quote(mark.href.partition(" ")[2])}">'
        f"{escape(mark.text)}</a></li>"
        for mark in landmarks
    )
    return page(
        title,
        lang,
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>{escape(title)}</h1>{_list(entries)}</nav>\n'
        f'<nav epub:type="landmarks" hidden="hidden"><ol>{marks}</ol></nav>',
        style="style.css",
    )


def _list(entries: Sequence[Entry]) -> str:
    lines = []
    for entry in entries:
        path, hash_, anchor = entry.href.partition("#")
        address = f"{quote(path)}{hash_}{quote(anchor, safe=':~.')}"
        text = escape(entry.text)
        line = f'<a href="{address}">{text}</a>' if entry.href else f"<span>{text}</span>"
        lines.append(f"<li>{line}{_list(entry.below) if entry.below else ''}</li>")
    return f"<ol>\n{chr(10).join(lines)}\n</ol>"


def page(title: str, lang: str, inside: str, *, style: str, kind: str = "") -> str:
    """A whole file of the book."""
    mark = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        'xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{escape(lang)}" xml:lang="{escape(lang)}">\n<head>\n<title>{escape(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{quote(style)}"/>\n</head>\n'
        f"<body{mark}>\n{inside}\n</body>\n</html>\n"
    )
