"""Foreign: the `tieout.toml` of a book that was there first: where its things are, and what it may keep for now."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from pathlib import Path

from tieout import catalogue
from tieout.findings import Rule, TieoutError
from tieout.prose import yaml
from tieout.prose.book import Book
from tieout.prose.chapter import front_matter

# Faults a book may have that Quarto passes over. In a report of its own each stops a build; a book that is
# moving in is rendered, and told of them.
LENIENT: tuple[Rule, ...] = (
    catalogue.UNKNOWN_SHORTCODE,
    catalogue.MISSING_INCLUDE,
    catalogue.UNRESOLVED_REFERENCE,
    catalogue.DUPLICATE_LABEL,
    catalogue.UNSUPPORTED_SYNTAX,
    catalogue.MISSING_IMAGE,
    catalogue.BROKEN_LINK,
    catalogue.PRIVATE_CHARACTER,
    catalogue.UNDEFINED_FOOTNOTE,
    catalogue.DUPLICATE_FOOTNOTE,
    catalogue.CODE_CELL,
    catalogue.REMOTE_IMAGE,
    catalogue.UNUSABLE_IMAGE,
    catalogue.BAD_BIBLIOGRAPHY,
    catalogue.DUPLICATE_SOURCE,
    catalogue.MISSING_CITATION,
    catalogue.MALFORMED_ENTRY,
    catalogue.NO_ALT_TEXT,
    catalogue.NO_GLYPH,
)
# A book has these by the hundred before its first number is bound.
QUIET: tuple[Rule, ...] = (
    catalogue.TYPED_DIGITS,
    catalogue.TYPED_WORDS,
    catalogue.UNUSED_SOURCE,
)
_STYLE = "chicago-author-date"  # what Quarto takes when a book names none


def config(folder: Path, report: Path, book: Book) -> tuple[str, tuple[str, ...]]:
    """The text of `tieout.toml`, and what the author should know of it.

    Args:
        folder: the project's.
        report: the book's.
        book: as read.
    """
    notes: list[str] = []
    lines = [
        f"report = {_quoted(_below(folder, report))}  # where {report.name}/_quarto.yml stands"
    ]
    if report == folder:
        lines = ['report = "."  # the book stands in this folder itself']
    lines += _bibliographies(folder, report, book, notes)
    lines.append(f"style = {_quoted(_style(folder, report, book, notes))}")
    lines += _folders(folder)
    lines += [
        "",
        "# What a report begun with tieout may not have and this book may, for now: it is said, and the build",
        "# goes on. Take a line out when nothing is found of it any more, and it stays mended.",
        "[severity]",
        *(f'{rule.code} = "warning"  # {rule.title}' for rule in LENIENT),
        *(f'{rule.code} = "note"  # {rule.title}' for rule in QUIET),
    ]
    return "\n".join(lines) + "\n", tuple(notes)


def _bibliographies(folder: Path, report: Path, book: Book, notes: list[str]) -> Iterator[str]:
    named = [*yaml.strings(book.config.data.get("bibliography"))]
    inner = book.config.data.get("book")
    if isinstance(inner, dict):
        named += yaml.strings(inner.get("bibliography"))
    here = []
    for name in dict.fromkeys((*named, *_of_chapters(report, book))):
        path = _file(folder, report, name)
        if path is not None:
            here.append(_below(folder, path))
        else:
            notes.append(f"the bibliography '{name}' is not in the folder")
    first = next((name for name in here if name.endswith(".bib")), "")
    rest = [name for name in here if name != first]
    yield f"references = {_quoted(first or 'references.bib')}"
    if rest:
        yield f"bibliographies = {_quoted(rest)}"


def _file(folder: Path, report: Path, name: str) -> Path | None:
    """The file of a name in the book, where it stands in the folder."""
    try:
        path = (report / name.lstrip("/")).resolve()
        return path if path.is_relative_to(folder) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):  # a name that no file can have
        return None


def _of_chapters(report: Path, book: Book) -> Iterator[str]:
    """Bibliographies that a chapter's front matter names, from the chapter's folder."""
    for entry in book.entries:
        text = (report / entry.path).read_text("utf-8", "replace")
        try:
            front, _ = front_matter(text, entry.path)
        except TieoutError:
            continue  # the build says what is wrong with it
        for name in yaml.strings(front.data.get("bibliography")):
            yield (
                name
                if name.startswith("/")
                else posixpath.join(posixpath.dirname(entry.path), name)
            )


def _style(folder: Path, report: Path, book: Book, notes: list[str]) -> str:
    named = book.config.data.get("csl")
    if not isinstance(named, str) or not named:
        return _STYLE
    for name in (named, f"{named}.csl"):
        path = _file(folder, report, name)
        if path is not None:
            return _below(folder, path)
    notes.append(f"the citation style '{named}' is not in the folder: {_STYLE} stands in for it")
    return _STYLE


def _folders(folder: Path) -> Iterator[str]:
    """Folders for data and scripts; what stands there already is not tieout's to run or to read."""
    for key, usual, other in (
        ("scripts", "scripts", "statistics"),
        ("figures", "figures", "drawings"),
    ):
        taken = any((folder / usual).rglob("*.py")) if (folder / usual).is_dir() else False
        if taken:
            yield f"{key} = {_quoted(other)}  # {usual}/ holds the book's own Python files"
    if (folder / "data" / "datapackage.json").exists():
        yield 'data = "numbers/datapackage.json"  # data/ is described for somebody else already'


def _below(folder: Path, path: Path) -> str:
    return posixpath.normpath(path.relative_to(folder).as_posix())


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
