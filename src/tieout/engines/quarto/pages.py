"""Pages: the rendered HTML read for what Quarto passes over in silence: missing pictures, links to nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tieout import catalogue
from tieout.engines.quarto.spots import Spots
from tieout.findings import Finding, Rule, Severity

# How Quarto marks in bold what it could not resolve.
_UNRESOLVED = re.compile(r"^\?(?P<kind>var|meta|env|invalid \w+ type):(?P<name>.+)$")


@dataclass
class _Page(HTMLParser):
    """What a page shows and links to within its main part, and the anchors anywhere in it."""

    images: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)

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
        for rule, pattern, message, remedy, level in _faults(path, pages, folder):
            place = spots.find(pattern, chapter)
            found.append(Finding(rule, place, message, remedy, level=level))
    return tuple(dict.fromkeys(found))


_Fault = tuple[Rule, str, str, str, Severity | None]


def _faults(path: Path, pages: dict[Path, _Page], folder: Path) -> Iterator[_Fault]:
    page = pages[path]
    for text in page.bold:
        hit = _UNRESOLVED.match(text)
        if hit:
            name = hit["name"]
            yield (
                catalogue.BAD_SHORTCODE_ARGUMENT,
                rf"\{{\{{<\s*\w+\s+[\"']?{re.escape(name)}(?![\w.-])",
                f"'{name}' is not set, so Quarto printed a question mark for it",
                "Set it in _variables.yml or in the metadata, or correct its name.",
                None,
            )
    for source in page.images:
        target = _local(source, path, folder)
        if target is not None and not target.is_file():
            yield (
                catalogue.MISSING_IMAGE,
                re.escape(_written(source)),
                f"picture '{source}' cannot be found",
                "Correct its path; it is relative to the chapter.",
                None,
            )
    for href in page.links:
        yield from _broken(href, path, pages, folder)


def _broken(href: str, path: Path, pages: dict[Path, _Page], folder: Path) -> Iterator[_Fault]:
    target = _local(href, path, folder)
    if target is None:
        return
    anchor = unquote(urlsplit(href).fragment)
    if not target.exists():
        yield (
            catalogue.BROKEN_LINK,
            re.escape(_written(href)),
            f"link to '{href}', which is not there",
            "Correct the link, or make the file.",
            None,
        )
    elif anchor and target in pages and anchor not in pages[target].anchors:
        yield (
            catalogue.BROKEN_LINK,
            re.escape(f"#{anchor}"),
            f"link to '{href}': the page has nothing of that name",
            "Correct the part after '#', or give the place meant that label.",
            Severity.WARNING,  # scripts may make anchors that are not in the file
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
    page = _Page()
    page.feed(path.read_text(encoding="utf-8", errors="replace"))
    page.close()
    return page
