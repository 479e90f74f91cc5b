"""Warm: the promise of an engine that stays, for a process that renders the same book all day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from tieout.engines.engine import Engine, Job
from tieout.findings import Finding
from tieout.prose.chapter import Chapter


class WarmBook(Protocol):
    """A book as a warm engine rendered it."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The engine's warnings."""

    def contents(self) -> Mapping[str, bytes | Path]:
        """Every file of the pages' folder by name: its bytes, or the file to copy."""


class WarmEngine(Protocol):
    """An engine that keeps whatever it can use again; only `reword` may run beside another call."""

    def render(self, job: Job) -> WarmBook:
        """The pages of the job; those that changed are made anew.

        Raises:
            TieoutError: a chapter cannot be rendered.
        """

    def reword(self, book: Any, chapter: Chapter) -> bytes | None:
        """The page of a chapter in which only words changed, sooner than `render` makes it.

        `book` is what this engine rendered before. None: more than words changed, so `render` has to.

        Raises:
            TieoutError: the program behind the engine failed.
        """

    def paper(self, book: Any, target: Path) -> tuple[Finding, ...]:
        """Write the PDF of a book that this engine rendered; its warnings.

        Raises:
            TieoutError: there is none to be had.
        """

    def index(self, folder: Path) -> None:
        """Make the search index of the pages in a folder, if making it is the engine's part."""

    def close(self) -> None:
        """End every process it keeps."""


def warm(engine: Engine, folder: Path, jobs: int) -> WarmEngine:
    """The engine's warm self; `folder` is its own, to keep things in."""
    if engine.name == "quarto":
        from tieout.engines.quarto.warm import WarmQuarto

        return WarmQuarto()
    from tieout.engines.pandoc.warm import WarmPandoc

    return WarmPandoc(folder, jobs)
