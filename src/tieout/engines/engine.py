"""Engine: the promise both engines keep: the same chapters and fragments in, HTML, PDF, Word and EPUB out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tieout.findings import Finding
from tieout.ledger.fragments import Fragments
from tieout.project import Project
from tieout.prose.book import Book
from tieout.prose.chapter import Chapter

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Job:
    """What an engine is given.

    Attributes:
        chapters: in the order of the book.
        assets: files that stand beside the pages, by path relative to the pages' top folder
            (`_tieout/figures/rise.svg`), with the file to copy.
        formats: one or more of `html`, `pdf`, `docx` and `epub`.
        stage: the empty folder to write to: `html/`, `report.pdf`, `report.docx`, `report.epub`.
        only: chapters (by `entry.path`) to render; empty: all. Cross-references still see all.
        jobs: how many processes may run at once.
        timestamp: seconds since 1970 that every date in an output comes from.
        say: tells the user what is going on, one short line.
        besides: what the build has to do besides; an engine that only waits for a program calls it, as often as it
            does: the first time counts.
    """

    project: Project
    book: Book
    chapters: tuple[Chapter, ...]
    fragments: Fragments
    assets: Mapping[str, Path]
    formats: tuple[str, ...]
    stage: Path
    only: frozenset[str] = frozenset()
    jobs: int = 2
    timestamp: int = 0
    say: Say = lambda _line: None
    besides: Callable[[], object] = lambda: None


@dataclass(frozen=True, slots=True)
class Rendered:
    """What an engine did: its warnings, and which chapters it made anew and why."""

    findings: tuple[Finding, ...] = ()
    rebuilt: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


class Engine(Protocol):
    """An engine; it writes below `job.stage` only, and never runs an author's code."""

    name: str

    def begin(
        self, project: Project, formats: Collection[str], changed: Collection[str], jobs: int
    ) -> None:
        """Begin on what is known ahead of the job to have to be done; what turns out otherwise is done again.

        Args:
            project: the report.
            formats: what is going to be asked for.
            changed: the project's files that changed since the last build.
            jobs: how many processes may run at once.
        """

    def close(self) -> None:
        """End what was begun and is not needed."""

    def version(self) -> str:
        """The version of the program behind it.

        Raises:
            TieoutError: the program is missing or too old.
        """

    def render(self, job: Job) -> Rendered:
        """Write `html/`, `report.pdf`, `report.docx` and `report.epub`, those asked for.

        Raises:
            TieoutError: a chapter cannot be rendered; nothing outside `job.stage` was changed.
        """
