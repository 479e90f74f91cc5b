"""Reading: everything a report consists of, read and checked; the faults of all of it come together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tieout.build import when
from tieout.build.stamp import LARGE
from tieout.compute import meanwhile
from tieout.compute.collect import collect, is_collected
from tieout.compute.definition import Definition
from tieout.compute.processes import Processes
from tieout.data import cited
from tieout.data.dataset import Dataset
from tieout.data.editions import of_edition
from tieout.data.package import Package, read_package
from tieout.data.read import read_tables, read_whole
from tieout.data.sources import Sources, read_sources
from tieout.data.table import Table
from tieout.findings import Finding, TieoutError, raise_errors
from tieout.memo import Memo, Signature
from tieout.project import Project
from tieout.prose.book import BOOK_FILE, Book, Entry, read_book
from tieout.prose.chapter import Chapter, read_chapter


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a report consists of, read and checked.

    `signed` are the files of datasets that stay there, or are too large to be known by a digest, as they were before
    anything of them was read.
    """

    book: Book
    chapters: tuple[Chapter, ...]
    tables: Mapping[str, Table]
    sources: Sources
    definitions: Mapping[str, Definition]
    findings: tuple[Finding, ...] = ()
    signed: Mapping[Path, Signature] = field(default_factory=dict)

    def files(self, project: Project, code: Iterable[Path]) -> tuple[str, ...]:
        """Files read that may stand outside the usual folders: helper modules and included texts."""
        included = {name for chapter in self.chapters for name in chapter.files}
        return tuple(sorted(included | {project.relative(file) for file in code}))


def read(project: Project, processes: Processes, memo: Memo | None = None) -> Inputs:
    """Read everything the report consists of; the faults of all of it come together.

    Args:
        project: the report.
        processes: what imports the scripts, if they are not known.
        memo: what was read before, for a process that reads again and again.

    Raises:
        TieoutError: with every fault found, or SOURCE_DATE_EPOCH says no moment.
    """
    when.given()  # before any process inherits it
    if not is_collected(project):
        processes.first.start()  # Python and pandas load meanwhile
    memo = Memo() if memo is None else memo
    found: list[Finding] = []
    tables: dict[str, Table] = {}
    signed: dict[Path, Signature] = {}
    book: Book | None = None
    chapters: tuple[Chapter, ...] = ()
    sources = Sources(project.relative(project.references), {})
    try:
        package = _package(project, memo)
        signed = meanwhile.signed(project.root / each.path for each in package.datasets.values())
        tables = read_tables(project, package, _reader(memo))
    except TieoutError as error:
        found += error.findings
    try:
        sources = read_sources(project)
        found += (*sources.findings, *cited.faults(tables, sources))
    except TieoutError as error:
        found += error.findings
    try:
        book = _book(project, memo)
        chapters = _chapters(project, book, memo)
        found += (each for chapter in chapters for each in chapter.findings)
    except TieoutError as error:
        if not error.found:
            raise
        found += error.findings
    raise_errors(found)
    if book is None:
        raise RuntimeError("a book that cannot be read is a finding")
    definitions, warned = collect(project, processes.first, tables)
    paths = {project.root / each.dataset.path for each in tables.values() if not each.listed}
    staying = {
        path: then
        for path, then in signed.items()
        if path in paths or (then is not None and then[0] >= LARGE)
    }
    return Inputs(book, chapters, tables, sources, definitions, (*found, *warned), staying)


def _package(project: Project, memo: Memo) -> Package:
    return memo.of(
        "package", project, lambda: read_package(project), lambda _package: [project.data]
    )


def _book(project: Project, memo: Memo) -> Book:
    file = project.report / BOOK_FILE
    return memo.of("book", project, lambda: read_book(project), lambda _book: [file])


def _reader(memo: Memo) -> Callable[[Project, Dataset], Table]:
    def read_one(project: Project, dataset: Dataset) -> Table:
        path = project.root / dataset.path
        name = ("dataset", dataset.name)
        whole = memo.of(name, dataset, lambda: read_whole(project, dataset), lambda _table: [path])
        return of_edition(whole, project.edition)

    return read_one


def _chapters(project: Project, book: Book, memo: Memo) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    found: list[Finding] = []
    for entry in book.entries:
        try:
            chapters.append(_chapter(project, entry, memo))
        except TieoutError as error:
            found += error.findings
    raise_errors(found)
    return tuple(chapters)


def _chapter(project: Project, entry: Entry, memo: Memo) -> Chapter:
    return memo.of(
        ("chapter", entry.path),
        (entry, project.edition),
        lambda: read_chapter(project, entry),
        lambda chapter: [project.root / file for file in chapter.files],
    )
