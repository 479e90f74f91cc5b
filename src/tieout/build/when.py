"""When: the one moment that every date in an output comes from; never the clock."""

from __future__ import annotations

import datetime
import os
import subprocess

from tieout import catalogue, commits
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.prose.book import Book
from tieout.text import EPOCH, moment


def given() -> int | None:
    """What SOURCE_DATE_EPOCH says; None where it is not set, or empty.

    Raises:
        TieoutError: it says no moment.
    """
    text = os.environ.get(EPOCH, "")
    said = moment(text)
    if text and said is None:
        message = f"'{text}' is no number of seconds since 1970, or one beyond the year 9999"
        remedy = "Set it to such a number, as 'git log -1 --format=%ct' prints, or unset it."
        raise TieoutError(
            Finding(catalogue.BAD_ARGUMENT, Place(EPOCH), message, remedy), found=False
        )
    return said


def timestamp(project: Project, book: Book) -> int:
    """Seconds since 1970: SOURCE_DATE_EPOCH, else the book's date, else the last commit, else 0.

    Raises:
        TieoutError: the variable says no moment.
    """
    said = given()
    if said is not None:
        return said
    try:
        date = datetime.date.fromisoformat(book.date)
    except ValueError:
        return _last_commit(project)
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    return int(midnight.timestamp())


def _last_commit(project: Project) -> int:
    try:
        said = commits.ask(project.root, "log", "-1", "--format=%ct", patience=5)
        return int(said)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
