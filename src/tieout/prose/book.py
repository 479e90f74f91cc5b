"""Book: what `_quarto.yml` says of the report: its title, its language and its chapters in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.prose import bookfile, yaml
from tieout.text import contents, utf8

BOOK_FILE = "_quarto.yml"


class Role(StrEnum):
    """What a chapter is to the book."""

    INDEX = "index"
    PART = "part"  # the page of a part that is a file: it has no number
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
        return self.path.rpartition(".")[0] + ".html"


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
        text = utf8(contents(path), name, catalogue.BAD_BOOK)
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
    document = bookfile.whole(project, yaml.parse(text, name))
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
    entries = tuple(_entries(project, document, book))
    _require_files(project, entries)
    return Book(
        title=" ".join(str(book.get("title") or document.data.get("title") or "").split()),
        subtitle=" ".join(str(book.get("subtitle") or "").split()),
        authors=bookfile.authors(book.get("author") or document.data.get("author")),
        date=bookfile.date(book.get("date") or document.data.get("date")),
        lang=bookfile.language(document.data),
        entries=entries,
        config=document,
    )


def _entries(project: Project, document: yaml.Document, book: dict[str, Any]) -> Iterator[Entry]:
    reader = _Chapters(project, document)
    yield from reader.read(book.get("chapters"), ("book", "chapters"), Role.CHAPTER)
    yield from reader.read(book.get("appendices"), ("book", "appendices"), Role.APPENDIX)
    references = book.get("references")
    if isinstance(references, str):
        yield Entry(references, Role.CHAPTER, place=document.place("book", "references"))


@dataclass(frozen=True, slots=True)
class _Chapters:
    """Reads the lists of chapters."""

    project: Project
    document: yaml.Document

    def read(
        self, items: Any, keys: tuple[str | int, ...], role: Role, part: str = ""
    ) -> Iterator[Entry]:
        """The chapters of a list, in order."""
        if items is None:
            return
        if not isinstance(items, list):
            place = self.document.place(*keys)
            _fault(place, "expected a list of chapter files", "Write '- name.qmd'.")
        for number, item in enumerate(items):
            here = (*keys, number)
            place = self.document.place(*here)
            if isinstance(item, str) and item:
                yield _entry(item, role, part, place)
            elif isinstance(item, dict) and isinstance(item.get("part"), str):
                name = item["part"]
                if name.endswith(_FILES):
                    file, name = name, self._title(name)
                    yield Entry(file, Role.PART, name, self.document.place(*here, "part"))
                yield from self.read(item.get("chapters"), (*here, "chapters"), role, name)
            elif isinstance(item, dict) and isinstance(item.get("file") or item.get("href"), str):
                yield _entry(item.get("file") or item["href"], role, part, place)
            elif not (isinstance(item, dict) and set(item) == {"text"}):  # a rule between chapters
                _fault(place, "this is no chapter", "Write '- name.qmd' or '- part: …'.")

    def _title(self, file: str) -> str:
        """The title of a part that is a file: its front matter's, or its first heading."""
        try:
            text = contents(self.project.report / file).decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return file  # said with all other chapters that are missing
        found = _PART_TITLE.search(text)
        return (found["yaml"] or found["heading"]).strip() if found else file


_FILES = (".qmd", ".md", ".Rmd", ".rmd")
_PART_TITLE = re.compile(
    r"""\A---[ \t]*\n(?:.*\n)*?title:[ \t]*["']?(?P<yaml>[^\n"']+)|^#[ \t]+(?P<heading>[^\n{]+)""",
    re.M,
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
        if not project.holds(path) or not path.resolve().is_relative_to(project.report.resolve()):
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


def _fault(place: Place, message: str, remedy: str) -> None:
    raise TieoutError(Finding(catalogue.BAD_BOOK, place, message, remedy))
