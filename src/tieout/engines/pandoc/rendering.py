"""Rendering: the way through the embedded engine: read, check, weave, write."""

from __future__ import annotations

from tieout import catalogue
from tieout.engines.engine import Job, Rendered
from tieout.engines.pandoc import (
    citations,
    destinations,
    downloads,
    html,
    references,
    search,
    support,
    typeset,
)
from tieout.engines.pandoc.citations import Entries
from tieout.engines.pandoc.reading import Read, read_chapters
from tieout.engines.pandoc.settings import Settings, ignored, settings_of
from tieout.engines.pandoc.weave import weave
from tieout.engines.pandoc.workers import Runs
from tieout.engines.pandoc.woven import Threads, WovenChapter
from tieout.findings import Finding, graded, in_order, raise_errors
from tieout.ledger.using import BUILT_IN


def render(job: Job, run_workers: Runs | None = None) -> Rendered:
    """Everything the job asks for, written below `job.stage`; `run_workers` has pandoc read chapters.

    Raises:
        TieoutError: a chapter cannot be rendered.
    """
    settings = settings_of(job.book)
    entries = citations.read_bibliography(job.project)
    searched = "html" in job.formats and not job.only
    pending = search.start() if searched else search.Pending()
    press = typeset.Press()
    try:
        if "pdf" in job.formats:
            press.begin()
        if job.only:
            job.besides()  # pandoc has most likely begun on the one chapter; nothing else is waited for
        read = read_chapters(job, settings, entries, run_workers)
        woven, files, found = weave_chapters(job, settings, read, entries)
        counts = {"footnotes": sum(chapter.notes for chapter in woven)}
        if "html" in job.formats:
            readable = pending.index if searched else lambda _folder: None
            html.write(job, settings, woven, files, readable)
        if "pdf" in job.formats:
            from tieout.engines.pandoc import pdf

            job.say("typst: the PDF")
            target = job.stage / "report.pdf"
            found += pdf.write(job, woven, target, press)
            counts["pages"] = pdf.pages(target)
        if "docx" in job.formats:
            from tieout.engines.pandoc import word

            job.say("pandoc: the Word document")
            found += word.write(job, woven, job.stage / "report.docx")
        if "epub" in job.formats:
            from tieout.engines.pandoc import epub

            epub.write(job, settings, woven, files, job.stage / "report.epub")
        downloads.place(job)
        job.besides()
        found += pending.finish()
    finally:
        pending.stop()
        press.end()
    return Rendered(
        findings=in_order(found),
        rebuilt={item.chapter.entry.path: item.reason for item in read if item.reason},
        counts=counts,
    )


def weave_chapters(
    job: Job, settings: Settings, read: list[Read], entries: Entries
) -> tuple[list[WovenChapter], dict[str, destinations.Picture], list[Finding]]:
    """Every chapter with everything in place, and the files its pages need beside them.

    Raises:
        TieoutError: something in a chapter cannot be rendered; all findings of all chapters together.
    """
    chapters, results = [item.chapter for item in read], [item.result for item in read]
    numbers = references.chapter_numbers(chapters, results)
    targets, found = references.index(chapters, results, numbers, job.fragments)
    by_path = {
        chapter.entry.path: result for chapter, result in zip(chapters, results, strict=True)
    }
    files: dict[str, destinations.Picture] = {}
    threads = []
    for item, number in zip(read, numbers, strict=True):
        chapter, result = item.chapter, item.result
        # What no one knows was told of when the chapters were compiled, where that did not stop the build.
        told = catalogue.UNKNOWN_SHORTCODE.code in job.project.severities
        unknown = [c for c in item.tokenised.unknown if c.name in BUILT_IN or not told]
        found += support.unsupported(chapter, unknown)
        found += support.undefined_notes(chapter)
        found += support.rejected(chapter, result.problems)
        found += references.unresolved(chapter, result.references, targets)
        found += citations.missing(chapter, result.citations, entries, job.fragments)
        pictures, missing = destinations.find_pictures(job, chapter, result)
        links, broken = destinations.find_links(job, chapter, result, by_path)
        found += missing + broken
        files |= {picture.path: picture for picture in pictures if picture}
        files |= {
            link.page: destinations.Picture(link.page, link.file, None)
            for link in links
            if link and link.file
        }
        threads.append(
            Threads(
                entry=chapter.entry,
                number=number,
                result=result,
                slots=item.tokenised.slots,
                targets=targets,
                pictures=pictures,
                links=links,
                settings=settings,
            )
        )
    found = graded(found, job.project.severities)
    raise_errors(found)
    found += graded(ignored(job.book, job.formats), job.project.severities)
    return [weave(thread) for thread in threads], files, found
