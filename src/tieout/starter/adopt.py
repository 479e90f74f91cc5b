"""Adopt: what a Quarto book that exists already needs to be a tieout report; its chapters are not touched."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.cache import write_new, write_whole
from tieout.engines import extension
from tieout.findings import Finding, Place, TieoutError
from tieout.project import CONFIG, Config, Project
from tieout.prose import yaml
from tieout.prose.book import BOOK_FILE, Book, read_book
from tieout.starter import foreign, tongue, writing

COMMAND = "tieout compile"
_EXTENSION = "_extensions/tieout/"
_SKIPPED = {"_extensions", "_book", "_site", "_output", "node_modules", "renv", "docs"}
_DEEP = 3


@dataclass(frozen=True, slots=True)
class Adopted:
    """A book that became a report: what was written, and `_quarto.yml`'s change as a diff (empty: none)."""

    project: Project
    book: Book
    written: tuple[str, ...]
    change: str
    notes: tuple[str, ...]


def adopt(folder: Path, *, pre_render: bool = False) -> Adopted:
    """Write `tieout.toml` and the extension for the book in a folder.

    Args:
        folder: where the book stands, in itself or in one of its folders.
        pre_render: whether `quarto render` alone is to bring the numbers up to date, by `_quarto.yml`.

    Raises:
        TieoutError: there is no book, or more than one, or it is a tieout report already; nothing was written.
    """
    folder = folder.resolve()
    if (folder / CONFIG).exists():
        place = Place(str(folder / CONFIG))
        remedy = "The book is a tieout report already: 'tieout build', 'tieout check'."
        finding = Finding(catalogue.FILE_EXISTS, place, f"'{CONFIG}' exists already", remedy)
        raise TieoutError(finding, found=False)
    report = _book_folder(folder)
    name = report.relative_to(folder).as_posix()
    book = read_book(Project(folder, Config(report=name)))
    config, notes = foreign.config(folder, report, book)
    change, changed = _changed(report / BOOK_FILE, folder) if pre_render else ("", "")
    try:
        write_new(folder / CONFIG, config.encode())
        extension.place_extension(report)
        if changed:
            write_whole(report / BOOK_FILE, changed.encode())
    except OSError as error:
        if not isinstance(error, FileExistsError):
            (folder / CONFIG).unlink(missing_ok=True)
        raise writing.cannot_write(str(error.filename or folder), error) from None
    project = Project.find(folder)
    return Adopted(
        project,
        book,
        (CONFIG, project.relative(report / _EXTENSION) + "/"),
        change,
        (*notes, *_unsaid(report, book), *_ignored(project)),
    )


def _book_folder(folder: Path) -> Path:
    """The folder of the one book that stands in a folder or below it."""
    found = sorted(_books(folder, _DEEP))
    if len(found) == 1 or (found and found[0] == folder):
        return found[0]
    if not found:
        message = f"no Quarto book here: no {BOOK_FILE} with 'project: type: book'"
        remedy = "Give the folder of the book, or begin a report with 'tieout init'."
    else:
        names = ", ".join(path.relative_to(folder).as_posix() for path in found)
        message = f"{len(found)} books stand here: {names}"
        remedy = f"Adopt one of them: tieout init --adopt {found[0].relative_to(folder)}"
    raise TieoutError(Finding(catalogue.BAD_BOOK, Place(str(folder)), message, remedy), found=False)


def _books(folder: Path, deep: int) -> Iterator[Path]:
    file = folder / BOOK_FILE
    if file.is_file() and _is_book(file):
        yield folder
        return
    if deep:
        try:
            inside = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
        except OSError:
            return
        for path in inside:
            if not path.name.startswith(".") and path.name not in _SKIPPED:
                yield from _books(path, deep - 1)


def _is_book(file: Path) -> bool:
    try:
        data = yaml.parse(file.read_text(encoding="utf-8"), str(file)).data
    except (OSError, UnicodeDecodeError, TieoutError):
        return False
    project = data.get("project")
    kind = project.get("type") if isinstance(project, Mapping) else None
    return kind == "book" or isinstance(data.get("book"), Mapping)


def _changed(path: Path, folder: Path) -> tuple[str, str]:
    """`_quarto.yml` with tieout before each render: the change as a diff, and the whole text."""
    from ruamel.yaml import YAML
    from ruamel.yaml.compat import StringIO

    before = path.read_bytes().decode()
    editor = YAML(typ="rt", pure=True)
    editor.width, editor.preserve_quotes = 100_000, True
    data: Any = editor.load(before)
    if not isinstance(data.get("project"), dict):
        data["project"] = {}
    commands = yaml.strings(data["project"].get("pre-render"))
    if COMMAND in commands:
        return "", ""
    data["project"]["pre-render"] = [*commands, COMMAND] if commands else COMMAND
    text = StringIO()
    editor.dump(data, text)
    name = path.relative_to(folder).as_posix()
    after = _in_lines(before, text.getvalue(), data["project"]["pre-render"])
    lines = difflib.unified_diff(
        before.splitlines(), after.splitlines(), name, name, lineterm="", n=1
    )
    return "\n".join(lines), after


def _in_lines(before: str, dumped: str, commands: object) -> str:
    """The change made line by line where that says the same: no other line of the author's moves."""
    lines = before.splitlines(keepends=True)
    document = yaml.parse(before, BOOK_FILE)
    project = document.data.get("project")
    if isinstance(project, Mapping) and "pre-render" not in project and project:
        at = document.place("project", next(iter(project)))
        indent = " " * (at.column - 1)
        lines.insert(at.line, f"{indent}pre-render: {commands}\n")
        made = "".join(lines)
        try:
            if yaml.parse(made, BOOK_FILE).data == yaml.parse(dumped, BOOK_FILE).data:
                return made
        except TieoutError:
            pass  # the first value runs over several lines: the round trip is the safe way
    return dumped


def _unsaid(report: Path, book: Book) -> Iterator[str]:
    """The language of a book that does not say it, and is not the English it is then taken for."""
    data = book.config.data
    inner = data.get("book")
    if data.get("lang") or (isinstance(inner, Mapping) and inner.get("lang")) or book.lang != "en":
        return
    texts = ((report / entry.path).read_text("utf-8", "replace") for entry in book.entries)
    found = tongue.guessed(texts)
    if found and found[0] != "en":
        yield f"it reads like {found[1]}: 'lang: {found[0]}' in {BOOK_FILE} would say so"


def _ignored(project: Project) -> Iterator[str]:
    """What git should not see, where nobody told it so yet."""
    lines = ["/.tieout/", f"/{project.config.output}/"]
    lines.append(f"/{os.path.normpath(f'{project.config.report}/{extension.GENERATED}')}/")
    try:
        known = (project.root / ".gitignore").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        known = []
    missing = [line for line in lines if line not in known and line.strip("/") not in known]
    if missing:
        yield f"add to .gitignore: {' '.join(missing)}"
