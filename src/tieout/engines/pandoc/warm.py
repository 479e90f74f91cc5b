"""Warm: the embedded engine for a process that renders the same book all day."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tieout.engines.engine import Job
from tieout.engines.pandoc import citations, html, rewording, search
from tieout.engines.pandoc.compositor import Compositor
from tieout.engines.pandoc.destinations import Picture
from tieout.engines.pandoc.reading import read_chapters
from tieout.engines.pandoc.rendering import weave_chapters
from tieout.engines.pandoc.settings import Settings, settings_of
from tieout.engines.pandoc.standing import StandingWorkers
from tieout.engines.pandoc.woven import WovenChapter
from tieout.findings import Finding
from tieout.prose.chapter import Chapter


@dataclass(frozen=True, slots=True)
class Woven:
    """A book as it was rendered last: what it was made of, and every chapter ready for its page."""

    job: Job
    settings: Settings
    chapters: tuple[WovenChapter, ...]
    files: Mapping[str, Picture]
    findings: tuple[Finding, ...]

    def contents(self) -> dict[str, html.Content]:
        """Every file of the pages' folder but for the search index, by name."""
        return dict(html.everything(self.job, self.settings, self.chapters, self.files))


class WarmPandoc:
    """Renders books with pandoc processes that stay; a paragraph has one of its own, which is never busy."""

    def __init__(self, folder: Path, jobs: int = 2) -> None:
        self._folder = folder
        self._chapters = StandingWorkers(jobs)
        self._paragraphs = StandingWorkers(1)
        self._compositor = Compositor()

    def start(self) -> None:
        """Start the processes ahead of the first chapter."""
        self._chapters.start()
        self._paragraphs.start()

    def render(self, job: Job) -> Woven:
        """Every chapter of the job, those that changed through pandoc.

        Raises:
            TieoutError: a chapter cannot be rendered.
        """
        settings = settings_of(job.book)
        entries = citations.read_bibliography(job.project)
        read = read_chapters(job, settings, entries, self._chapters.run)
        woven, files, found = weave_chapters(job, settings, read, entries)
        return Woven(job, settings, tuple(woven), files, tuple(found))

    def reword(self, book: Woven, chapter: Chapter) -> bytes | None:
        """The page of a chapter in which only words of paragraphs changed; None where more did.

        Only these paragraphs go through pandoc. Footnotes, references and numbers are taken from the page as
        it was, where the paragraph with its old words stands exactly once: else nothing is promised.

        Raises:
            TieoutError: pandoc failed.
        """
        positions = [
            n for n, each in enumerate(book.chapters) if each.entry.path == chapter.entry.path
        ]
        if not positions:
            return None
        position = positions[0]
        before = book.job.chapters[position]
        made = rewording.reworded(
            before,
            chapter,
            book.chapters[position].html,
            book.job.fragments,
            lambda texts: self._inline(book, texts),
        )
        if made is None:
            return None
        chapters = list(book.chapters)
        chapters[position] = dataclasses.replace(chapters[position], html=made)
        return html.page(book.job, book.settings, chapters, position).encode()

    def _inline(self, book: Woven, texts: list[str]) -> list[str]:
        """Paragraphs as HTML, with the placeholders that they hold."""
        tasks = [rewording.task(text) for text in texts]
        common = rewording.common(book.settings)
        return [str(each["html"]) for each in self._paragraphs.run(common, tasks, 1)]

    def paper(self, book: Woven, target: Path) -> tuple[Finding, ...]:
        """Write the PDF.

        Raises:
            TieoutError: Typst refused the report.
        """
        from tieout.engines.pandoc import pdf

        self._folder.mkdir(parents=True, exist_ok=True)
        return pdf.write_in(self._folder, book.job, book.chapters, target, self._compositor.typeset)

    def index(self, folder: Path) -> None:
        """Make the search index of the pages."""
        pending = search.start()
        pending.index(folder)
        pending.finish()

    def close(self) -> None:
        """End all processes."""
        self._chapters.close()
        self._paragraphs.close()
        self._compositor.close()
