"""Reading: everything a report consists of, read and checked; the faults of all of it come together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tieout.compute.collect import collect, is_collected
from tieout.compute.definition import Definition
from tieout.compute.process import ScriptProcesses
from tieout.data import cited
from tieout.data.package import read_package
from tieout.data.read import read_tables
from tieout.data.sources import Sources, read_sources
from tieout.data.table import Table
from tieout.findings import Finding, TieoutError, raise_errors
from tieout.project import Project
from tieout.prose.book import Book, read_book
from tieout.prose.chapter import Chapter, read_chapter


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a report consists of, read and checked."""

    book: Book
    chapters: tuple[Chapter, ...]
    tables: Mapping[str, Table]
    sources: Sources
    definitions: Mapping[str, Definition]
    findings: tuple[Finding, ...] = ()

    def files(self, project: Project, code: Iterable[Path]) -> tuple[str, ...]:
        """Files read that may stand outside the usual folders: helper modules and included texts."""
        included = {name for chapter in self.chapters for name in chapter.files}
        return tuple(sorted(included | {project.relative(file) for file in code}))


def read(project: Project, processes: ScriptProcesses) -> Inputs:
    """Read everything the report consists of; the faults of all of it come together.

    Raises:
        TieoutError: with every fault found.
    """
    if not is_collected(project):
        processes.first.start()  # Python and pandas load while the data are read
    found: list[Finding] = []
    tables: dict[str, Table] = {}
    book: Book | None = None
    chapters: tuple[Chapter, ...] = ()
    sources = Sources(project.relative(project.references), {})
    try:
        tables = read_tables(project, read_package(project))
    except TieoutError as error:
        found += error.findings
    try:
        sources = read_sources(project)
        found += (*sources.findings, *cited.faults(tables, sources))
    except TieoutError as error:
        found += error.findings
    try:
        book = read_book(project)
        chapters = _chapters(project, book)
        found += (each for chapter in chapters for each in chapter.findings)
    except TieoutError as error:
        if not error.found:
            raise
        found += error.findings
    raise_errors(found)
    if book is None:
        raise RuntimeError("a book that cannot be read is a finding")
    definitions, warned = collect(project, processes.first, tables)
    return Inputs(book, chapters, tables, sources, definitions, (*found, *warned))


def _chapters(project: Project, book: Book) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    found: list[Finding] = []
    for entry in book.entries:
        try:
            chapters.append(read_chapter(project, entry))
        except TieoutError as error:
            found += error.findings
    raise_errors(found)
    return tuple(chapters)
