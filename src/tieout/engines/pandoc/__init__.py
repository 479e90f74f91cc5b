"""The embedded engine: pandoc and Typst from packages; chapters in, pages, PDF, Word and EPUB out."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from tieout.engines.engine import Job, Rendered
from tieout.engines.pandoc import programs
from tieout.project import Project

if TYPE_CHECKING:
    from tieout.engines.pandoc.ahead import Ahead


class PandocEngine:
    """Renders chapters with the pandoc and the Typst that come as packages."""

    name = "pandoc"

    def __init__(self) -> None:
        self._ahead: Ahead | None = None

    def version(self) -> str:
        """Pandoc's version.

        Raises:
            TieoutError: pandoc is not installed.
        """
        return programs.pandoc_version()

    def begin(
        self, project: Project, formats: Collection[str], changed: Collection[str], jobs: int
    ) -> None:
        """Have pandoc begin on the chapters among these files of which only words changed."""
        from tieout.engines.pandoc.ahead import Ahead

        self.close()
        self._ahead = Ahead()
        self._ahead.begin(project, formats, changed, jobs)

    def render(self, job: Job) -> Rendered:
        """Write `html/`, `report.pdf`, `report.docx` and `report.epub`, those asked for.

        Raises:
            TieoutError: a chapter cannot be rendered; nothing outside `job.stage` and the cache was changed.
        """
        from tieout.engines.pandoc.rendering import render

        return render(job, self._ahead.run if self._ahead is not None else None)

    def close(self) -> None:
        """End what was begun and is not needed."""
        if self._ahead is not None:
            self._ahead.close()
            self._ahead = None
