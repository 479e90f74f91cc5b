"""Book: what `_quarto.yml` says of the report: its title, its language and its chapters in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.prose import yaml
from tieout.text import utf8

BOOK_FILE = "_quarto.yml"


class Role(StrEnum):
    """What a chapter is to the book."""

    INDEX = "index"
    CHAPTER = "chapter"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True)
class Entry:
    """A chapter's place in the book: its file (relative to the report folder), role and part."""

    path: str
    role: Role
    part: str = ""
    place: Place = field(default=Place(BOOK_FILE))

    @property
    def page(self) -> str:
        """The HTML page made of it, relative to the report's pages."""
        return self.path.removesuffix(".qmd").removesuffix(".md") + ".html"


@dataclass(frozen=True, slots=True)
class Book:
    """The book as `_quarto.yml` describes it; `config` keeps the whole file for the engines."""

    title: str
    subtitle: str
    authors: tuple[str, ...]
    date: str
    lang: str
    entries: tuple[Entry, ...]
    config: yaml.Document

    @property
    def locale(self) -> str:
        """The book's language as Babel spells it."""
        return self.lang.replace("-", "_")


def read_book(project: Project) -> Book:
    """The book of a project.

    Raises:
        TieoutError: `_quarto.yml` is missing or wrong, or a chapter it names does not exist.
    """
    path = project.report / BOOK_FILE
    name = project.relative(path)
    try:
        text = utf8(path.read_bytes(), name, catalogue.BAD_BOOK)
    except FileNotFoundError:
        raise TieoutError(
            Finding(
                catalogue.BAD_BOOK,
                Place(name),
                "the report has no _quarto.yml",
                "Make one with 'project: type: book' and a list of chapters.",
            ),
            found=False,
        ) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise TieoutError(Finding(catalogue.BAD_BOOK, Place(name), message)) from None
    document = yaml.parse(text, name)
    book = document.data.get("book")
    if not isinstance(book, dict):
        raise TieoutError(
            Finding(
                catalogue.BAD_BOOK,
                document.place("book"),
                "expected 'book:' with a title and chapters",
                "See Quarto's guide to books.",
            )
        )
    entries = tuple(_entries(document, book))
    _require_files(project, entries)
    return Book(
        title=str(book.get("title") or ""),
        subtitle=str(book.get("subtitle") or ""),
        authors=_authors(book.get("author")),
        date=str(book.get("date") or ""),
        lang=str(document.data.get("lang") or book.get("lang") or "en"),
        entries=entries,
        config=document,
    )


def _entries(document: yaml.Document, book: dict[str, Any]) -> Iterator[Entry]:
    yield from _chapters(document, book.get("chapters"), ("book", "chapters"), Role.CHAPTER)
    appendices = book.get("appendices")
    yield from _chapters(document, appendices, ("book", "appendices"), Role.APPENDIX)
    references = book.get("references")
    if isinstance(references, str):
        yield Entry(references, Role.CHAPTER, place=document.place("book", "references"))


def _chapters(
    document: yaml.Document, items: Any, keys: tuple[str | int, ...], role: Role, part: str = ""
) -> Iterator[Entry]:
    if items is None:
        return
    if not isinstance(items, list):
        _fault(document.place(*keys), "expected a list of chapter files", "Write '- name.qmd'.")
        return
    for number, item in enumerate(items):
        here = (*keys, number)
        if isinstance(item, str):
            yield _entry(item, role, part, document.place(*here))
        elif isinstance(item, dict) and isinstance(item.get("part"), str):
            name = item["part"]
            if name.endswith(".qmd"):
                _fault(
                    document.place(*here, "part"),
                    "a part that is a file is not supported",
                    "Give the part's title as text.",
                )
            yield from _chapters(document, item.get("chapters"), (*here, "chapters"), role, name)
        elif isinstance(item, dict) and isinstance(item.get("file") or item.get("href"), str):
            yield _entry(item.get("file") or item["href"], role, part, document.place(*here))
        else:
            _fault(
                document.place(*here), "this is no chapter", "Write '- name.qmd' or '- part: …'."
            )


def _entry(path: str, role: Role, part: str, place: Place) -> Entry:
    if path.rsplit("/", maxsplit=1)[-1] in {"index.qmd", "index.md"} and "/" not in path:
        role = Role.INDEX
    return Entry(path, role, part, place)


def _require_files(project: Project, entries: tuple[Entry, ...]) -> None:
    found = []
    seen: set[str] = set()
    for entry in entries:
        path = project.report / entry.path
        if not path.resolve().is_relative_to(project.report.resolve()):
            message = f"chapter '{entry.path}' lies outside the report's folder"
            remedy = "Chapters stand in the report's folder."
        elif not path.is_file():
            message = f"chapter file '{entry.path}' does not exist"
            remedy = "Make the file or take it out of the list."
        elif entry.path in seen:
            message = f"chapter '{entry.path}' is listed twice"
            remedy = "Take one of the two out: a page is made of each chapter once."
        else:
            seen.add(entry.path)
            continue
        found.append(Finding(catalogue.MISSING_CHAPTER, entry.place, message, remedy))
    if not entries:
        place = Place(project.relative(project.report / BOOK_FILE))
        remedy = "List chapters under 'book: chapters:'."
        found.append(Finding(catalogue.BAD_BOOK, place, "the book has no chapters", remedy))
    if found:
        raise TieoutError(*found)


def _authors(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value] if value else []
    return tuple(
        str(item.get("name", "")) if isinstance(item, dict) else str(item) for item in items
    )


def _fault(place: Place, message: str, remedy: str) -> None:
    raise TieoutError(Finding(catalogue.BAD_BOOK, place, message, remedy))
