"""Downloads: the report's other formats offered on its pages, as `book: downloads:` asks, when made in the same go."""

from __future__ import annotations

import shutil

from tieout.engines.engine import Job
from tieout.ledger.fragments import escape_html
from tieout.prose.yaml import strings

_NAMES = {"pdf": "PDF", "docx": "Word", "epub": "EPUB"}


def offered(job: Job) -> tuple[str, ...]:
    """The formats that the pages of this job offer."""
    asked = job.book.config.data["book"].get("downloads")
    names = {asked} if isinstance(asked, str) else set(strings(asked))
    if "html" not in job.formats:
        return ()
    return tuple(name for name in _NAMES if name in names and name in job.formats)


def links(job: Job, page: str) -> str:
    """The line of links for a page; empty where nothing is offered."""
    root = "../" * page.count("/")
    made = [
        f'<a href="{escape_html(root)}report.{name}" download>{_NAMES[name]}</a>'
        for name in offered(job)
    ]
    return f'\n<p class="downloads">{" ".join(made)}</p>' if made else ""


def place(job: Job) -> None:
    """Put the files beside the pages, so that a folder of pages is whole wherever it is put."""
    for name in offered(job):
        shutil.copyfile(job.stage / f"report.{name}", job.stage / "html" / f"report.{name}")
