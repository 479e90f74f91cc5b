"""Gather: a project read for its checks; what cannot be read is a finding, and the rest is checked all the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tieout.checks.defined import defined
from tieout.checks.report import Report
from tieout.data import cited
from tieout.data.package import Package, read_package
from tieout.data.read import read_table
from tieout.data.sources import Sources, read_sources
from tieout.data.table import Table
from tieout.findings import Finding, TieoutError
from tieout.ledger import signoff
from tieout.ledger.record import Ledger
from tieout.project import Project
from tieout.prose.book import read_book
from tieout.prose.chapter import Chapter, read_chapter
from tieout.text import contents


@dataclass(frozen=True, slots=True)
class Gathered:
    """A report to check, what could not be read of it, and the texts of the files that may hold waivers."""

    report: Report
    findings: tuple[Finding, ...]
    files: Mapping[str, str]


def gather(project: Project, ledger: Ledger, changed: Mapping[str, str] | None) -> Gathered:
    """Everything the checks read.

    Raises:
        TieoutError: the project has no book to check.
    """
    found: list[Finding] = [*project.odd_scripts()]
    book = read_book(project)
    chapters: list[Chapter] = []
    for entry in book.entries:
        try:
            chapters.append(read_chapter(project, entry))
            found += chapters[-1].findings
        except TieoutError as error:
            found += error.findings
    tables = _tables(project, found)
    sources = Sources(project.relative(project.references), {})
    try:
        sources = read_sources(project)
        found += (*sources.findings, *cited.faults(tables, sources))
    except TieoutError as error:
        found += error.findings
    signed: tuple[signoff.SignOff, ...] = ()
    try:
        signed = signoff.read(project)
    except TieoutError as error:
        found += error.findings
    definitions = tuple(defined(project))
    report = Report(
        chapters=tuple(chapters),
        records=ledger.records,
        locale=ledger.locale,
        book=book,
        shown=ledger.shown,
        tables=tables,
        sources=sources,
        definitions=definitions,
        changed=changed,
        signed=signed,
    )
    names = {name for chapter in chapters for name in chapter.files}
    names |= {each.place.path for each in definitions}
    return Gathered(report, tuple(found), {name: _text(project, name) for name in sorted(names)})


def _tables(project: Project, found: list[Finding]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    try:
        package = read_package(project)
    except TieoutError as error:
        found += error.findings
        package = Package("", {})
    for name, dataset in package.datasets.items():
        try:
            tables[name] = read_table(project, dataset)
        except TieoutError as error:
            found += error.findings
    return tables


def _text(project: Project, name: str) -> str:
    try:
        return contents(project.root / name).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
