"""Reads Word documents, e-books and pages alike: headings, words, numbers, notes, pictures, tables, references."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from html import unescape as html_unescape
from pathlib import Path
from urllib.parse import unquote

from lxml import etree, html

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NS = {
    "w": W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "x": "http://www.w3.org/1999/xhtml",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
}
PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True)
class Said:
    """What a report says, whatever its format.

    Attributes:
        headings: level and words, the number before them.
        words: every word of the text, captions, tables and callouts, without notes and title page.
        numbers: the numbers that were put in, in order, outside tables of data.
        notes: the footnotes' words, in order.
        alts: the pictures' alternative texts.
        tables: the heading row of each table.
    """

    headings: tuple[tuple[int, str], ...]
    words: tuple[str, ...]
    numbers: tuple[str, ...]
    notes: tuple[str, ...]
    alts: tuple[str, ...]
    tables: tuple[tuple[str, ...], ...]


def spaced(text: str) -> str:
    """Text with all spaces alike; a dash between number and title is none."""
    return " ".join(re.sub("[\u00ad\u200b\u2060]", "", text).split())


def part(file: Path, name: str) -> etree._Element:
    """A part of a zip file as XML."""
    with zipfile.ZipFile(file) as opened:
        return etree.fromstring(opened.read(name))


def document(file: Path) -> Said:
    """A Word document, from its first chapter on."""
    body = part(file, "word/document.xml").find("w:body", NS)
    notes = {
        note.get(f"{{{W}}}id"): spaced(" ".join(_paragraph(p) for p in note.findall(".//w:p", NS)))
        for note in part(file, "word/footnotes.xml")
    }
    blocks = list(body)
    first = next(i for i, block in enumerate(blocks) if _style(block).startswith("Heading"))
    kept = blocks[first:]
    paragraphs = [p for block in kept for p in block.iter(f"{{{W}}}p")]
    return Said(
        headings=tuple(
            (int(_style(p)[7:]), spaced(_paragraph(p)))
            for p in paragraphs
            if re.fullmatch(r"Heading\d", _style(p))
        ),
        words=tuple(
            spaced(" ".join(_paragraph(p) for p in paragraphs if _style(p) != "FigureNote")).split()
        ),
        numbers=tuple(
            spaced("".join(run.itertext()))
            for p in paragraphs
            for run in p.iter(f"{{{W}}}r")
            if run.find("w:rPr/w:rStyle[@w:val='TieoutNumber']", NS) is not None
        ),
        notes=tuple(
            notes[reference.get(f"{{{W}}}id")]
            for block in kept
            for reference in block.iter(f"{{{W}}}footnoteReference")
        ),
        alts=tuple(
            spaced(each.get("descr"))
            for block in kept
            for each in block.iter(f"{{{NS['wp']}}}docPr")
        ),
        tables=tuple(
            tuple(
                spaced(" ".join(_paragraph(p) for p in cell.findall(".//w:p", NS)))
                for cell in row.findall("w:tc", NS)
            )
            for block in kept
            for table in block.iter(f"{{{W}}}tbl")
            for row in table.findall("w:tr", NS)[:1]
            if row.find("w:trPr/w:tblHeader", NS) is not None
        ),
    )


def _style(block: etree._Element) -> str:
    found = block.find("w:pPr/w:pStyle", NS)
    return "" if found is None else found.get(f"{{{W}}}val")


def _paragraph(paragraph: etree._Element) -> str:
    return "".join(
        node.text or "" if node.tag.endswith("}t") else " "
        for node in paragraph.iter(f"{{{W}}}t", f"{{{W}}}tab", f"{{{W}}}br")
    )


def pages(texts: list[str]) -> Said:
    """Pages of HTML, in order."""
    parts = [_page(text) for text in texts]
    return Said(*(sum((getattr(each, name) for each in parts), ()) for name in _NAMES))


_NAMES = ("headings", "words", "numbers", "notes", "alts", "tables")
_ENDNOTES = "//*[@role='doc-endnotes']"
_FURNITURE = (
    "//*[contains(@class, 'figure-links')]",
    "//*[contains(@class, 'figure-script')]",
    "//*[contains(@class, 'tieout-figure-data')]",
    "//*[contains(@class, 'footnote-back')]",
    "//*[contains(@class, 'cover')]",
    "//nav",
    "//script",
    "//math",
)


def _page(text: str) -> Said:
    tree = html.document_fromstring(re.sub(r"^<\?xml[^>]*\?>", "", text))
    main = tree.xpath("//main")[0]
    for pattern in _FURNITURE:
        for element in main.xpath(f".{pattern}"):
            element.drop_tree()
    notes = tuple(_words(item) for item in main.xpath(f".{_ENDNOTES}/ol/li"))
    numbers = tuple(
        _words(data)
        for data in main.xpath(".//*[not(self::data)]/data[@value]")
        if not data.xpath("ancestor::*[@role='doc-endnotes']")
    )
    for pattern in (_ENDNOTES, "//*[@role='doc-noteref']"):
        for element in main.xpath(f".{pattern}"):
            element.drop_tree()
    return Said(
        headings=tuple(
            (int(h.tag[1]), _words(h)) for h in main.iter("h1", "h2", "h3", "h4", "h5", "h6")
        ),
        words=tuple(_words(main).split()),
        numbers=numbers,
        notes=notes,
        alts=tuple(spaced(image.get("alt")) for image in main.iter("img")),
        tables=tuple(
            tuple(_words(cell) for cell in row.iter("th")) for row in main.xpath(".//thead/tr[1]")
        ),
    )


def _words(element: html.HtmlElement) -> str:
    inline = {
        "a",
        "b",
        "code",
        "data",
        "em",
        "i",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
        "s",
        "small",
        "q",
    }

    def texts(node):
        gap = "" if node.tag in inline else " "
        yield gap + (node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                yield from texts(child)
            yield child.tail or ""
        yield gap

    return spaced("".join(texts(element)))


def report_pages(folder: Path, order: list[str]) -> Said:
    """The pages below a folder, in that order."""
    return pages([(folder / name).read_text(encoding="utf-8") for name in order])


def book_pages(file: Path) -> Said:
    """An e-book without its cover, title page and contents."""
    return pages([text for name, text in book(file) if not name.startswith("_book/")])


def placeholders(file: Path) -> list[str]:
    """The parts of a Word document or e-book in which a private character stands."""
    with zipfile.ZipFile(file) as opened:
        texts = [n for n in opened.namelist() if n.endswith((".xml", ".xhtml", ".opf", ".rels"))]
        return [name for name in texts if PRIVATE.search(opened.read(name).decode())]


def astray(file: Path) -> list[str]:
    """Links and pictures of an e-book that lead to nothing."""
    files = dict(book(file))
    with zipfile.ZipFile(file) as opened:
        names = {name.removeprefix("EPUB/") for name in opened.namelist()}
    anchors = {name: set(re.findall(r' id="([^"]+)"', text)) for name, text in files.items()}
    found = []
    for name, text in files.items():
        for target in re.findall(r'(?:href|src)="([^"]+)"', text):
            path, _, anchor = html_unescape(target).partition("#")
            path = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path)))
                if path
                else name
            )
            inside = path in names and (not anchor or unquote(anchor) in anchors[path])
            if not re.match(r"\w+:", target) and not inside:
                found.append(f"{name}: {target}")
    return found


def book(file: Path) -> list[tuple[str, str]]:
    """An e-book's files in the order of reading: name and text."""
    with zipfile.ZipFile(file) as opened:
        package = etree.fromstring(opened.read("EPUB/package.opf"))
        items = {i.get("id"): i.get("href") for i in package.iterfind(".//opf:item", NS)}
        order = [items[ref.get("idref")] for ref in package.iterfind(".//opf:itemref", NS)]
        return [(name, opened.read(f"EPUB/{name}").decode()) for name in order]
