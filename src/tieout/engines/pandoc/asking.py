"""Asking: what pandoc is told of a chapter, and of all chapters of a book."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tieout.engines.csl import style_file
from tieout.engines.pandoc import cells, citations, programs
from tieout.engines.pandoc.citations import Entries
from tieout.engines.pandoc.destinations import slug_of
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.tokens import Tokenised
from tieout.project import Project
from tieout.prose.book import Book, Role
from tieout.prose.chapter import Chapter

_TITLE = re.compile(r"^(?:# |[^\n]+\n=+[ \t]*$)", re.M)


@dataclass(frozen=True, slots=True)
class Request:
    """A chapter on its way to pandoc: what the worker is told, which is also what its cache key is of."""

    tokenised: Tokenised
    told: dict[str, Any]


def of(
    book: Book, chapter: Chapter, tokenised: Tokenised, entries: Entries, settings: Settings
) -> Request:
    """What pandoc is told of a chapter."""
    text = cells.shown(tokenised.text, settings.words["cell-gap"], echo=_echo(book, chapter))
    told = {
        "path": chapter.path,
        "text": _front(book, chapter) + text,
        "uses": tokenised.uses,
        "slug": slug_of(chapter.entry),
        "numbered": chapter.entry.role not in {Role.INDEX, Role.PART},
        "entries": citations.cited_entries(tokenised, entries),
    }
    return Request(tokenised, told)


def common(project: Project, settings: Settings, formats: Collection[str]) -> dict[str, object]:
    """What pandoc is told for all chapters.

    Raises:
        TieoutError: the citation style is unknown.
    """
    return {
        "modules": str(programs.MODULES),
        "extension": str(programs.EXTENSION),
        "style": str(style_file(project)),
        "language": settings.for_worker(),
        "number_sections": settings.number_sections,
        "number_depth": settings.number_depth,
        "documents": bool({"docx", "epub"} & set(formats)),
    }


def _front(book: Book, chapter: Chapter) -> str:
    """The title block of a chapter's front matter as Markdown; a title for a chapter that has none."""
    front = chapter.front.data
    title = _one_line(front.get("title"))
    if not title and not _TITLE.search(chapter.prose):
        whole = book.title if chapter.entry.role is Role.INDEX else ""
        title = whole or slug_of(chapter.entry)
    text = f"# {title}\n\n" if title else ""
    for key in ("subtitle", "abstract"):
        value = str(front.get(key) or "").strip()
        if value:
            text += f"::: {{.tieout-{key}}}\n{value}\n:::\n\n"
    return text


def _echo(book: Book, chapter: Chapter) -> bool:
    """Whether cells show their code where they do not say so themselves."""
    for data in (chapter.front.data, book.config.data):
        execute = data.get("execute")
        if isinstance(execute, Mapping) and "echo" in execute:
            return bool(execute["echo"])
    return True


def _one_line(value: object) -> str:
    return " ".join(str(value).split()) if value else ""
