"""Chosen: the files that somebody wants to hear of, and those among them of which nothing can be said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError, nearest
from tieout.project import CONFIG, Project

_WHOLE = "."


def chosen(projects: Sequence[Project], paths: Sequence[str]) -> tuple[str, ...]:
    """Files and folders as findings name them; `.` is the whole project.

    Args:
        projects: the editions that are checked, or the one report.
        paths: what somebody typed, from the current folder.

    Raises:
        TieoutError: a path is not there, lies outside the project, or is nothing that the checks read.
    """
    if not paths:
        return ()
    read = {name for project in projects for name in _read(project)}
    wanted: list[str] = []
    found: list[Finding] = []
    for path in paths:
        name = _named(projects[0], path)
        fault = _fault(path, name, read)
        if fault is not None:
            found.append(Finding(catalogue.BAD_ARGUMENT, Place(path or "FILE"), *fault))
        wanted.append(name)
    if found:
        raise TieoutError(*found, found=False)
    return tuple(wanted)


def is_chosen(finding: Finding, wanted: Sequence[str]) -> bool:
    """Whether a finding stands in one of these files, or below one of these folders."""
    path = finding.place.path
    return not wanted or any(one in {_WHOLE, path} or path.startswith(f"{one}/") for one in wanted)


def _read(project: Project) -> set[str]:
    """The files that the checks read."""
    from tieout.build import stamp
    from tieout.ledger import signoff
    from tieout.prose.book import read_book
    from tieout.prose.chapter import read_chapter

    report = project.relative(project.report)
    report = "" if report == _WHOLE else f"{report}/"
    last = stamp.read(project)
    inputs = stamp.inputs(project, last.inputs if last is not None else ())
    # Of texts in the report's folder only those of the book are read: no draft that it does not list.
    drafts = {name for name in inputs if name.startswith(report) and name.endswith((".qmd", ".md"))}
    read = {*inputs} - drafts | {CONFIG, project.config.editions.file, *signoff.every(project)}
    for entry in read_book(project).entries:
        read.add(f"{report}{entry.path}")
        try:
            read.update(read_chapter(project, entry).files)
        except TieoutError:  # said by the checks
            continue
    return read


def _named(project: Project, path: str) -> str:
    """A path as findings name it; empty: there is nothing of that name."""
    try:
        there = Path(path).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return ""
    return project.relative(there) if path else ""


def _fault(path: str, name: str, read: set[str]) -> tuple[str, str] | None:
    """What is wrong with a path and what to do, or None."""
    if not name:
        message = f"there is no '{path}'" if path else "an empty name is no file's"
        return message, nearest(
            path, read
        ) or "Give files or folders of the report, or none for all."
    if Path(name).is_absolute():
        return f"'{path}' lies outside the project", "Give files or folders of the report."
    if name == _WHOLE or name in read or any(each.startswith(f"{name}/") for each in read):
        return None
    message = f"'{path}' is nothing that the checks read"
    return message, "They read the book's chapters, data, scripts and references."
