"""The embedded engine: pandoc and Typst from packages; chapters in, pages, PDF, Word and EPUB out."""

from __future__ import annotations

from tieout.engines.engine import Job, Rendered
from tieout.engines.pandoc import programs


class PandocEngine:
    """Renders chapters with the pandoc and the Typst that come as packages."""

    name = "pandoc"

    def version(self) -> str:
        """Pandoc's version.

        Raises:
            TieoutError: pandoc is not installed.
        """
        return programs.pandoc_version()

    def render(self, job: Job) -> Rendered:
        """Write `html/`, `report.pdf`, `report.docx` and `report.epub`, those asked for.

        Raises:
            TieoutError: a chapter cannot be rendered; nothing outside `job.stage` and the cache was changed.
        """
        from tieout.engines.pandoc.rendering import render

        return render(job)
