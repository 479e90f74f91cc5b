"""Lock: two builds of one report never run at once; the second waits and says so."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project


@contextmanager
def building(project: Project, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the project's lock. The system frees it when the process ends, however it ends.

    Raises:
        TieoutError: tieout's own folder cannot be written.
    """
    with lock_file(project, project.work / "lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another build of this report is under way; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def lock_file(project: Project, path: Path) -> IO[str]:
    """A file to hold a lock on, opened; its folder and tieout's .gitignore made where there are none.

    Raises:
        TieoutError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (project.work / ".gitignore").write_text("*\n", encoding="utf-8")
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        place = Place(project.relative(path))
        message = f"cannot write: {error.strerror}"
        remedy = "Make the project's folder writable."
        finding = Finding(catalogue.CANNOT_WRITE, place, message, remedy)
        raise TieoutError(finding, found=False) from None
