"""Begin: a small report that builds at once, in a folder where nothing is overwritten."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tieout
from tieout import catalogue
from tieout.cache import write_new
from tieout.engines import extension
from tieout.findings import Finding, Place, TieoutError
from tieout.starter import templates, writing

# Where these exist already, somebody's report does; the other files are left as they are.
_CORE = ("tieout.toml", "report", "data", "scripts", "figures", "references.bib")
_EXTENSION = "report/_extensions/tieout/"


@dataclass(frozen=True, slots=True)
class Answers:
    """What an author is asked."""

    title: str
    author: str
    licence: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A report that was begun: the files written, and those that stood there and were left alone."""

    folder: Path
    written: tuple[str, ...]
    kept: tuple[str, ...]


def begin(folder: Path, answers: Answers) -> Begun:
    """Write a new report.

    Raises:
        TieoutError: a report stands there already, or the folder cannot be written; nothing was written.
    """
    said = {
        "title": answers.title,
        "author": answers.author,
        "licence": answers.licence,
        "version": tieout.__version__,
    }
    files = dict(templates.report(said))
    _refuse_a_report(folder)
    kept = tuple(path for path in files if (folder / path).exists())
    folders = _lacking(folder, (*files, f"{_EXTENSION}file"))
    written: list[str] = []
    try:
        for path, text in files.items():
            if path in kept:
                continue
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            write_new(
                folder / path, text.encode()
            )  # one that appeared meanwhile is not overwritten
            written.append(path)
        extension.place_extension(folder / "report")
    except OSError as error:
        _undo(folder, written, folders)
        raise writing.cannot_write(str(error.filename or folder), error) from None
    return Begun(folder, (*written, _EXTENSION), kept)


def _refuse_a_report(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        finding = Finding(catalogue.FILE_EXISTS, Place(str(folder)), "this is a file, no folder")
        raise TieoutError(finding, found=False)
    found = [
        Finding(
            catalogue.FILE_EXISTS,
            Place(str(folder / name)),
            f"'{name}' exists already",
            "Begin the report in another folder; nothing was written.",
        )
        for name in _CORE
        if (folder / name).exists() and not _is_empty(folder / name)
    ]
    if found:
        raise TieoutError(*found, found=False)


def _is_empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _lacking(folder: Path, paths: Iterable[str]) -> list[Path]:
    """The folders of a report that are not there yet, the innermost first."""
    needed = {each for path in paths for each in (folder / path).parents}
    lacking = [each for each in needed if each.is_relative_to(folder) and not each.exists()]
    return sorted(lacking, reverse=True)


def _undo(folder: Path, written: list[str], folders: list[Path]) -> None:
    """As it was before: an empty folder would pass for a report that stands there."""
    for path in written:
        (folder / path).unlink(missing_ok=True)
    for each in folders:
        with contextlib.suppress(OSError):  # it was not made, or somebody put something there
            each.rmdir()
