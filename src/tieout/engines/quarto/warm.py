"""Warm: Quarto for a process that renders the same book all day: on one copy, and only the chapters that changed."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tieout.engines import quarto
from tieout.engines.engine import Job
from tieout.engines.quarto import copy, messages, pages, process, version
from tieout.engines.quarto.spots import Spots
from tieout.findings import Finding, TieoutError, errors, in_order
from tieout.ledger.fragments import Figure, Table
from tieout.prose.chapter import Chapter

# A render of one chapter takes about half as long as one of a small book.
_SINGLY = 3


@dataclass(frozen=True, slots=True)
class Rendered:
    """A book as Quarto rendered it; its files stay where they are until the next render."""

    job: Job
    findings: tuple[Finding, ...]
    files: Mapping[str, Path]

    def contents(self) -> Mapping[str, Path]:
        """Every file of the pages' folder, by name."""
        return self.files


class WarmQuarto:
    """Keeps a copy of the report that Quarto has rendered, so that a changed chapter is rendered alone."""

    def __init__(self) -> None:
        self._copies = ExitStack()
        self._last: tuple[Job, copy.Copy] | None = None
        self._stop = threading.Event()

    def render(self, job: Job) -> Rendered:
        """The pages of the job, those that changed made anew.

        Raises:
            TieoutError: Quarto is missing or too old, or something in the report is wrong.
        """
        version.require(version.installed(), job.formats)
        quarto.check(job)
        chapters = self._changed(job)
        last, self._last = self._last, None  # a render that fails leaves nothing to go on from
        found: list[Finding] = []
        if chapters is None or last is None:
            self._copies.close()
            laid = self._copies.enter_context(copy.laid_out(job))
            found += self._run(job, laid, laid.report)
        else:
            laid = last[1]
            for path in chapters:
                found += self._run(job, laid, laid.report / path)
        found += [*laid.findings, *pages.findings(laid.output, Spots.of(job, laid.report))]
        if errors(found):
            raise TieoutError(*found)
        self._last = job, laid
        return Rendered(job, in_order(found), copy.pages(laid, job))

    def reword(self, book: Rendered, chapter: Chapter) -> bytes | None:  # noqa: ARG002  # asked of every engine
        """Nothing: what a page of Quarto's looks like only Quarto knows."""
        return None

    def paper(self, book: Rendered, target: Path) -> tuple[Finding, ...]:
        """Write the PDF: always the whole book, on a copy of its own.

        Raises:
            TieoutError: Quarto made none.
        """
        with tempfile.TemporaryDirectory(prefix="pdf-", dir=target.parent) as folder:
            job = dataclasses.replace(book.job, formats=("pdf",), stage=Path(folder))
            done = quarto.QuartoEngine().render(job)
            shutil.move(Path(folder) / "report.pdf", target)
        return done.findings

    def index(self, folder: Path) -> None:
        """Nothing: Quarto makes its own with the pages."""

    def close(self) -> None:
        """End a render that is under way, and remove the copy."""
        self._stop.set()
        self._copies.close()

    def _changed(self, job: Job) -> tuple[str, ...] | None:
        """The chapters to render anew; None: all of them, on a new copy."""
        if self._last is None:
            return None
        last, laid = self._last
        if last.book != job.book or not laid.output.is_dir():
            return None
        edited = copy.renew(job, laid)
        if edited is None:
            return None
        for before, after in zip(last.chapters, job.chapters, strict=True):
            if _looks(last, before) != _looks(job, after) or before.text != after.text:
                edited |= {after.entry.path}
        return tuple(sorted(edited)) if len(edited) <= _SINGLY else None

    def _run(self, job: Job, laid: copy.Copy, target: Path) -> tuple[Finding, ...]:
        spots = Spots.of(job, laid.report)
        try:
            outcome = quarto.run(job, laid, target, stop=self._stop)
        except process.StoppedError:
            return ()
        found = messages.findings(outcome.stderr, spots, failed=outcome.status != 0)
        if errors(found):
            raise TieoutError(*found)
        return found


def _looks(job: Job, chapter: Chapter) -> list[object]:
    """How the uses in a chapter look, in order, and those in its captions."""
    uses = job.fragments.uses
    looks: list[object] = []
    for code in chapter.shortcodes:
        look = uses.get(code.key)
        looks.append(look)
        if isinstance(look, Figure | Table):
            looks += [uses.get(key) for key in look.caption.uses]
    return looks
