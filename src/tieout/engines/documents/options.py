"""Options: what `_quarto.yml` says of Word and EPUB under `format: docx:` and `format: epub:`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.engines.documents.reference import reference
from tieout.findings import Finding, TieoutError
from tieout.project import Project
from tieout.prose.book import Book

REFERENCE = "reference-doc"
# What of a format's settings the embedded engine heeds.
HEEDED = {
    "docx": frozenset({REFERENCE, "toc", "toc-depth", "papersize"}),
    "epub": frozenset(
        {"cover-image", "epub-cover-image", "css", "identifier", "publisher", "toc", "toc-depth"}
    ),
}


def of_format(book: Book, name: str) -> Mapping[str, Any]:
    """The settings of one format; empty where it has none."""
    formats = book.config.data.get("format")
    settings = formats.get(name) if isinstance(formats, Mapping) else None
    return settings if isinstance(settings, Mapping) else {}


def reference_of(project: Project, book: Book) -> bytes:
    """The document Word's styles come from: the author's, else ours for the report's paper.

    Raises:
        TieoutError: the author's is not there or is no Word document.
    """
    asked = of_format(book, "docx").get(REFERENCE)
    if not isinstance(asked, str) or not asked.strip():
        return reference(paper_of(book))
    path = (project.report / asked.lstrip("/")).resolve()
    data = path.read_bytes() if project.holds(path) and path.is_file() else b""
    if data.startswith(b"PK"):
        return data
    what = "is no Word document" if data else "does not exist in the project"
    raise TieoutError(
        Finding(
            catalogue.BAD_BOOK,
            book.config.place("format", "docx", REFERENCE),
            f"'{REFERENCE}: {asked}' {what}",
            "Give the path of a .docx from the report's folder, or take the line out for tieout's own.",
        )
    )


def paper_of(book: Book) -> str:
    """The paper's size: what `papersize` says, of Word's settings before those of the PDF."""
    for name in ("docx", "typst"):
        asked = str(of_format(book, name).get("papersize") or "").lower()
        if asked:
            return "letter" if "letter" in asked else "a4"
    return "a4"


def depth_of(book: Book, name: str, usual: int) -> int:
    """How many levels of headings a format's contents show; 0: it has none."""
    settings = of_format(book, name)
    if settings.get("toc") is False:
        return 0
    depth = settings.get("toc-depth")
    return depth if isinstance(depth, int) and not isinstance(depth, bool) else usual


def file_of(project: Project, name: object) -> Path | None:
    """A file of the report that a setting names; None where there is no such file."""
    if not isinstance(name, str) or not name.strip():
        return None
    path = (project.report / name.lstrip("/")).resolve()
    return path if project.holds(path) and path.is_file() else None
