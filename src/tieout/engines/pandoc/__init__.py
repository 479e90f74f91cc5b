"""The embedded engine: pandoc and Typst from packages; chapters in, HTML pages and a PDF out."""

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
        """Write `html/` and `report.pdf` for the formats asked for.

        Raises:
            TieoutError: a chapter cannot be rendered; nothing outside `job.stage` and the cache was changed.
        """
        from tieout.engines.pandoc.rendering import render

        return render(job)
