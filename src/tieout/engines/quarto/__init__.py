"""Quarto: the engine that has an installed Quarto render the report, on a copy, and reads what it says."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Collection, Iterator
from pathlib import Path

from tieout import catalogue
from tieout.engines.engine import Job, Rendered
from tieout.engines.quarto import copy, messages, pages, process, version
from tieout.engines.quarto.spots import Spots
from tieout.findings import Finding, Place, TieoutError, errors, in_order
from tieout.project import CONFIG, Project

# A whole book of 64,000 words takes about a minute; what takes an hour hangs.
_PATIENCE = 3600.0


class QuartoEngine:
    """Renders with the `quarto` on PATH. It always renders the whole book: a copy has no earlier pages."""

    name = "quarto"

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience

    def begin(
        self, project: Project, formats: Collection[str], changed: Collection[str], jobs: int
    ) -> None:
        """Nothing: Quarto is asked once, for the whole book."""

    def close(self) -> None:
        """Nothing was begun."""

    def version(self) -> str:
        """The installed Quarto's version.

        Raises:
            TieoutError: it is missing or too old.
        """
        return version.installed()

    def render(self, job: Job) -> Rendered:
        """Write `html/`, `report.pdf`, `report.docx` and `report.epub` to the job's stage, those asked for.

        Raises:
            TieoutError: Quarto is missing or too old, or something in the report is wrong.
        """
        version.require(version.installed(), job.formats)
        check(job)
        try:
            with copy.laid_out(job) as laid:
                return self._render(job, laid)
        except OSError as error:
            raise _cannot_copy(error) from None

    def _render(self, job: Job, laid: copy.Copy) -> Rendered:
        spots = Spots.of(job, laid.report)
        outcome = run(job, laid, laid.report, self._patience)
        failed = outcome.status != 0
        found = [*laid.findings, *messages.findings(outcome.stderr, spots, failed=failed)]
        if not failed:
            found += copy.take(laid, job, spots.book)
            found += _archival(job)
            if "html" in job.formats and (job.stage / "html").is_dir():
                found += pages.findings((job.stage / "html").resolve(), spots)
        found = list(in_order(found))
        if errors(found):
            raise TieoutError(*found)
        return Rendered(
            findings=tuple(found),
            rebuilt={chapter.entry.path: "Quarto renders whole books" for chapter in job.chapters},
            counts={"pages": len(job.chapters)} if "html" in job.formats else {},
        )


def _archival(job: Job) -> Iterator[Finding]:
    """A finding where the project asks for PDF/A and Quarto's PDF does not say that it is."""
    target = job.stage / "report.pdf"
    if not job.project.config.pdf_a or "pdf" not in job.formats or not target.is_file():
        return
    if b"pdfaid:part" not in target.read_bytes():
        message = "pdf_a = true, and the PDF that Quarto made is no PDF/A"
        remedy = (
            "Ask Quarto for it with 'pdf-standard: [ua-1, a-2a]' under 'format: typst:', or leave "
            "the PDF to '--engine pandoc'."
        )
        yield Finding(catalogue.BAD_FORMAT, Place(CONFIG), message, remedy)


def check(job: Job) -> None:
    """What Quarto would stumble over with words nobody understands.

    Raises:
        TieoutError: there is such a thing.
    """
    if "pdf" in job.formats and not any(job.book.authors):
        message = "the book has no author, and Quarto makes no PDF of such a book"
        remedy = "Write 'author:' under 'book:', or leave the PDF to '--engine pandoc'."
        place = job.book.config.place("book", "title")
        raise TieoutError(Finding(catalogue.BAD_BOOK, place, message, remedy))


def run(
    job: Job,
    laid: copy.Copy,
    target: Path,
    patience: float = _PATIENCE,
    stop: threading.Event | None = None,
) -> process.Outcome:
    """Have Quarto render a copy, or one file of it (`target`).

    Raises:
        TieoutError: it took longer than it may.
        StoppedError: `stop` was set meanwhile.
    """

    def tell(line: str) -> None:
        under_way = messages.progress(line)
        if under_way:
            file, number, of = under_way
            job.say(f"Quarto: {file} ({number} of {of})")

    program = shutil.which(version.PROGRAM) or version.PROGRAM
    command = [program, "render", str(target), "--to", ",".join(laid.to)]
    profile = job.project.edition.settings.get("profile") if job.project.edition else None
    command += ["--profile", ",".join(profile.replace(",", " ").split())] if profile else []
    # A pre-render command that came through all the same (a profile's) sees that its work is done.
    env = process.environment({"SOURCE_DATE_EPOCH": str(job.timestamp), "TIEOUT_BUILDING": "1"})
    try:
        return process.run(
            command, cwd=laid.report, env=env, timeout=patience, on_line=tell, stop=stop
        )
    except process.TimedOutError:
        message = f"Quarto was stopped: it did not end within {patience:.0f} seconds"
        remedy = "See whether a code cell waits for something, or use '--engine pandoc'."
        place = Place(job.project.relative(job.project.report))
        raise TieoutError(
            Finding(catalogue.ENGINE_FAILED, place, message, remedy), found=False
        ) from None


def _cannot_copy(error: OSError) -> TieoutError:
    place = Place(str(Path(error.filename).parent) if error.filename else tempfile.gettempdir())
    message = f"the report cannot be copied for Quarto: {error.strerror or error}"
    remedy = "Make room in the temporary folder, or set TMPDIR to another."
    return TieoutError(Finding(catalogue.CANNOT_WRITE, place, message, remedy), found=False)


__all__ = ["QuartoEngine"]
