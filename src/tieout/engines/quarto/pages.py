"""Pages: the rendered HTML read for what Quarto passes over in silence: missing pictures, links to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tieout import catalogue
from tieout.engines.quarto import faults
from tieout.engines.quarto.spots import Spots
from tieout.findings import Finding, Severity
from tieout.prose.chapter import Chapter

# A shortcode that Quarto handed through: in text and code its bracket would be escaped.
_TYPED = re.compile(r"\{\{<\s*([A-Za-z][\w-]*)\s[^<]*?>\}\}")
# How Quarto marks in bold what it could not resolve.
_UNRESOLVED = re.compile(r"^\?(?P<kind>var|meta|env|invalid \w+ type):(?P<name>.+)$")


@dataclass
class _Page(HTMLParser):
    """What a page shows and links to within its main part, and the anchors anywhere in it."""

    images: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    typed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._main = 0
        self._bold: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.anchors.update(value for name in ("id", "name") if (value := given.get(name)))
        if tag == "main":
            self._main += 1
        if not self._main:
            return
        if tag == "img" and given.get("src"):
            self.images.append(given["src"] or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        if tag == "strong":
            self._bold = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self._main -= 1
        if tag == "strong" and self._bold is not None:
            self.bold.append("".join(self._bold))
            self._bold = None

    def handle_data(self, data: str) -> None:
        if self._bold is not None:
            self._bold.append(data)


def findings(folder: Path, spots: Spots) -> tuple[Finding, ...]:
    """What is missing from the chapters' pages below a folder."""
    pages = {path: _read(path) for path in sorted(folder.rglob("*.html"))}
    found: list[Finding] = []
    for chapter in spots.chapters:
        path = folder / chapter.entry.page
        if path not in pages:
            message = f"Quarto made no page of '{chapter.entry.path}'"
            remedy = "See that nothing in its front matter keeps it from being HTML."
            found.append(Finding(catalogue.ENGINE_FAILED, chapter.entry.place, message, remedy))
            continue
        found += _faults(path, pages, folder, spots, chapter)
    return tuple(dict.fromkeys(found))


def _faults(
    path: Path, pages: dict[Path, _Page], folder: Path, spots: Spots, chapter: Chapter
) -> Iterator[Finding]:
    page = pages[path]
    for name in page.typed:
        yield faults.SHORTCODE.finding(name, spots, chapter)
    for text in page.bold:
        hit = _UNRESOLVED.match(text)
        if hit:
            yield faults.VARIABLE.finding(hit["name"], spots, chapter)
    for source in page.images:
        target = _local(source, path, folder)
        if target is not None and not target.is_file():
            yield faults.IMAGE.finding(source, spots, chapter, written=_written(source))
    for href in page.links:
        target = _local(href, path, folder)
        if target is None:
            continue
        anchor = unquote(urlsplit(href).fragment)
        if not target.exists():
            yield faults.LINK.finding(href, spots, chapter, written=_written(href))
        elif anchor and target in pages and anchor not in pages[target].anchors:
            # A warning: scripts may make anchors that are not in the file.
            yield faults.ANCHOR.finding(
                href, spots, chapter, written=f"#{anchor}", level=Severity.WARNING
            )


def _local(reference: str, page: Path, folder: Path) -> Path | None:
    """The file a reference means; None for other hosts and for what is no file."""
    try:
        parts = urlsplit(reference)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or reference in {"#", ""}:
        return None
    if not parts.path:
        return page
    base = folder if parts.path.startswith("/") else page.parent
    return (base / unquote(parts.path).lstrip("/")).resolve()


def _written(reference: str) -> str:
    """The end of a reference, as the author may have written it: Quarto puts the way to it before it."""
    path = urlsplit(reference).path
    return re.sub(r"^(?:\.{1,2}/)+", "", path).removesuffix(".html")


def _read(path: Path) -> _Page:
    text = path.read_text(encoding="utf-8", errors="replace")
    page = _Page()
    page.feed(text)
    page.close()
    page.typed = _TYPED.findall(text)
    return page
