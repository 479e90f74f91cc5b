"""Desk: a project as its author has it open: files as saved, or as they stand on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tieout.checks.defined import Defined, defined_by, defined_in
from tieout.data import cited
from tieout.data.confidential import withheld
from tieout.data.package import Package, read_package
from tieout.data.read import read_table
from tieout.data.sources import Sources, read_sources
from tieout.data.table import Table
from tieout.edition import FILE as EDITIONS
from tieout.editor.pieces import Pieces, state_of
from tieout.findings import Finding, TieoutError
from tieout.ledger import signoff
from tieout.ledger.load import FILE, load
from tieout.ledger.numbers import Numbers
from tieout.ledger.record import Ledger, Record
from tieout.project import CONFIG, Project
from tieout.prose.book import BOOK_FILE, Book, Entry, read_book
from tieout.prose.chapter import Chapter, draft
from tieout.text import python

_NO_LEDGER = Ledger("", "en_GB", {})
_NO_PACKAGE = Package("", {})


class World(NamedTuple):
    """What a project consists of besides its chapters; one object as long as nothing of it changes.

    `built` is whether there is a ledger; `faults` hold what of all this cannot be read.
    """

    project: Project
    ledger: Ledger
    built: bool
    package: Package
    tables: Mapping[str, Table]
    sources: Sources
    book: Book | None
    definitions: tuple[Defined, ...]
    signed: tuple[signoff.SignOff, ...]
    faults: tuple[Finding, ...]
    numbers: Numbers

    def record(self, name: str) -> Record | None:
        """The number of that name, where its author may see it in print."""
        dataset = self.package.datasets.get(name.partition(".")[0])
        if dataset is not None and dataset.confidential:
            return None
        found = self.ledger.records.get(name)
        if found is not None or not self.numbers.knows(name):
            return found
        return self.numbers.record(name)

    def defined(self, name: str, kind: str = "") -> Defined | None:
        """The marked function of that name."""
        kinds = {kind} if kind else {"statistic", "figure", "table"}
        return next((d for d in self.definitions if d.name == name and d.kind in kinds), None)


class Draft(NamedTuple):
    """A chapter as it stands; `whole` is false where it could not be read and an earlier state stands for it."""

    chapter: Chapter | None
    faults: tuple[Finding, ...]
    whole: bool = True


@dataclass
class Desk:
    """One project of an author; `unsaved` holds the texts of open files by their paths."""

    root: Path
    unsaved: dict[str, str] = field(default_factory=dict)
    pieces: Pieces = field(default_factory=Pieces)

    def world(self) -> World:
        """Everything besides the chapters, as it is now.

        Raises:
            TieoutError: the project's configuration is wrong.
        """
        project = self._project()
        package, badly = self._package(project)
        ledger, built, unbuilt = self._ledger(project, package, badly)
        tables, missing = self._tables(project, package)
        sources, unknown = self._sources(project, tables)
        book, unread = self._book(project)
        signed, unsigned = self._signed(project)
        definitions = self.pieces.same("definitions", tuple(self._definitions(project)))
        faults = (unbuilt, badly, missing, unknown, unread, unsigned)
        parts = (project, ledger, package, tables, sources, book, definitions, signed, *faults)
        known = self.pieces.same("world", parts)

        def make() -> World:
            locale = ledger.locale
            if book is not None and not built:
                locale = project.config.locale or book.locale
            numbers = Numbers({}, {}, {}, tables, sources, locale)
            found = tuple(each for group in faults for each in group)
            return World(
                project, ledger, built, package, tables, sources, book, definitions, signed,
                found, numbers,
            )  # fmt: skip

        return self.pieces.get("the world", id(known), make)

    def drafts(self, world: World) -> tuple[Draft, ...]:
        """The chapters, each as it stands."""
        entries = world.book.entries if world.book is not None else ()
        return tuple(self._draft(world.project, entry) for entry in entries)

    def text(self, path: str) -> str:
        """A file's text as it stands; empty where there is none."""
        if path in self.unsaved:
            return self.unsaved[path]
        file = self.root / path

        def make() -> str:
            try:
                text = file.read_bytes().decode("utf-8")
            except (OSError, ValueError):
                return ""
            return text.removeprefix("\ufeff").replace("\r\n", "\n")

        return self.pieces.get(("text", path), state_of(file), make)

    def path(self, file: Path) -> str:
        """A file as findings name it."""
        try:
            return file.resolve().relative_to(self.root).as_posix()
        except (ValueError, OSError, RuntimeError):
            return ""

    def _project(self) -> Project:
        return self.pieces.get(
            "project",
            (state_of(self.root / CONFIG), state_of(self.root / EDITIONS)),
            lambda: Project.find(self.root),
        )

    def _ledger(
        self, project: Project, package: Package, badly: tuple[Finding, ...]
    ) -> tuple[Ledger, bool, tuple[Finding, ...]]:
        def make() -> tuple[Ledger, bool, tuple[Finding, ...]]:
            try:
                # Without a package nobody can say what of the ledger is confidential.
                kept = None if package is _NO_PACKAGE else withheld(package)
                return load(project, kept), True, ()
            except TieoutError as error:
                missing = not (project.output / FILE).is_file()
                said = tuple(each for each in error.findings if each not in badly)
                return _NO_LEDGER, False, () if missing else said

        state = (state_of(project.output / FILE), id(package))
        return self.pieces.get("ledger", state, make)

    def _package(self, project: Project) -> tuple[Package, tuple[Finding, ...]]:
        known: tuple[Package, tuple[Finding, ...]] | None = self.pieces.before("package")
        before = known[0] if known else _NO_PACKAGE

        def make() -> tuple[Package, tuple[Finding, ...]]:
            try:
                package = read_package(project)
                # Where only the files beside it changed, it is still the very same package.
                return (before if package == before else package), ()
            except TieoutError as error:
                # While somebody types into it, what it said before is the best guess.
                return before, error.findings

        # A package that cannot be read may name a file that is yet to come.
        folder = state_of(project.data.parent) if known and known[1] else ()
        return self.pieces.get("package", (state_of(project.data), folder), make)

    def _tables(
        self, project: Project, package: Package
    ) -> tuple[Mapping[str, Table], tuple[Finding, ...]]:
        files = [project.root / each.path for each in package.datasets.values()]

        def make() -> tuple[dict[str, Table], tuple[Finding, ...]]:
            tables: dict[str, Table] = {}
            found: list[Finding] = []
            for name, dataset in package.datasets.items():
                try:
                    tables[name] = read_table(project, dataset).open
                except TieoutError as error:
                    found += error.findings
            return tables, tuple(found)

        return self.pieces.get("tables", (id(package), state_of(*files)), make)

    def _sources(
        self, project: Project, tables: Mapping[str, Table]
    ) -> tuple[Sources, tuple[Finding, ...]]:
        def make() -> tuple[Sources, tuple[Finding, ...]]:
            try:
                sources = read_sources(project)
            except TieoutError as error:
                known = self.pieces.before("sources")
                path = project.relative(project.references)
                return (known[0] if known else Sources(path, {})), error.findings
            return sources, (*sources.findings, *cited.faults(tables, sources))

        state = (id(project), id(tables), state_of(*project.bibliographies))
        return self.pieces.get("sources", state, make)

    def _book(self, project: Project) -> tuple[Book | None, tuple[Finding, ...]]:
        known = self.pieces.before("book")
        before: Book | None = known[0] if known else None
        entries = before.entries if before is not None else ()
        there = tuple((project.report / each.path).is_file() for each in entries)
        # A book that cannot be read may name a chapter that is yet to be made.
        folder = state_of(project.report) if known and known[1] else ()

        def make() -> tuple[Book | None, tuple[Finding, ...]]:
            try:
                book = read_book(project)
                # Where only the files beside it changed, it is still the very same book.
                return (before if book == before else book), ()
            except TieoutError as error:
                return before, error.findings

        settings = sorted(project.report.glob("*.yml"))  # profiles bring further files along
        state = (id(project), state_of(project.report / BOOK_FILE, *settings), there, folder)
        return self.pieces.get("book", state, make)

    def _signed(self, project: Project) -> tuple[tuple[signoff.SignOff, ...], tuple[Finding, ...]]:
        def make() -> tuple[tuple[signoff.SignOff, ...], tuple[Finding, ...]]:
            try:
                return signoff.read(project), ()
            except TieoutError as error:
                return (), error.findings

        files = (project.root / name for name in signoff.files(project))
        return self.pieces.get("signed", state_of(*files), make)

    def _definitions(self, project: Project) -> list[Defined]:
        found: list[Defined] = []
        for file in project.python_files():
            path = project.relative(file)
            text = self.unsaved.get(path)
            name = ("defined", path)
            if text is None:
                found += self.pieces.get(
                    name,
                    state_of(file),
                    partial(defined_in, project, file),
                )
            else:
                found += self.pieces.get(
                    name,
                    text,
                    partial(self._typed, text, path),
                )
        return found

    def _typed(self, text: str, path: str) -> list[Defined]:
        """What a script on the screen defines; what it defined last, while it is half typed."""
        try:
            python(text)
        except SyntaxError:
            return self.pieces.before(("defined", path)) or []
        return defined_by(text, path)

    def _draft(self, project: Project, entry: Entry) -> Draft:
        name = ("draft", entry.path)
        known: Draft | None = self.pieces.before(name)

        def make() -> Draft:
            try:
                return Draft(*draft(project, entry, self.unsaved))
            except TieoutError as error:
                return Draft(known.chapter if known else None, error.findings, whole=False)

        read = self.pieces.get(name, self._state(project, entry, known), make)
        if read is not known:  # only now is it known which files it includes
            self.pieces.keep(name, self._state(project, entry, read), read)
        return read

    def _state(self, project: Project, entry: Entry, known: Draft | None) -> tuple[object, ...]:
        """What stands for the files of a chapter, on the screen and on the disk."""
        path = project.relative(project.report / entry.path)
        files = sorted({path, *(known.chapter.files if known and known.chapter else ())})
        texts = tuple(self.unsaved.get(each) for each in files)
        saved = state_of(*(project.root / each for each in files))
        # Where a file could not be read, another than those known may be what is amiss.
        others = tuple(sorted(self.unsaved)) if known is not None and not known.whole else ()
        return entry, texts, saved, others
