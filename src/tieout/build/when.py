"""When: the one moment that every date in an output comes from; never the clock."""

from __future__ import annotations

import datetime
import os
import subprocess

from tieout.project import Project
from tieout.prose.book import Book


def timestamp(project: Project, book: Book) -> int:
    """Seconds since 1970: SOURCE_DATE_EPOCH, else the book's date, else the last commit, else 0."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit():
        return int(given)
    try:
        date = datetime.date.fromisoformat(book.date)
    except ValueError:
        return _last_commit(project)
    midnight = datetime.datetime.combine(date, datetime.time(), datetime.UTC)
    return int(midnight.timestamp())


def _last_commit(project: Project) -> int:
    try:
        said = subprocess.run(
            ["git", "-C", str(project.root), "log", "-1", "--format=%ct"],
            capture_output=True,
            encoding="utf-8",
            check=True,
            timeout=5,
        ).stdout.strip()
        return int(said)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0
