"""Hold: one preview of a report at a time; a second one is told where the first is."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tieout import catalogue
from tieout.build.lock import lock_file
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project


class Hold:
    """The hold on a preview's folder; says to others where the preview is."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def at(self, address: str) -> None:
        """Leave the address for whoever comes next."""
        self._file.seek(0)
        self._file.truncate()
        self._file.write(address)
        self._file.flush()


@contextmanager
def held(project: Project, folder: Path) -> Iterator[Hold]:
    """Hold the folder, made where there is none. The system lets go of it however this process ends.

    A build has a lock of its own: it may run beside a preview, which touches none of its outputs.

    Raises:
        TieoutError: another preview holds it, or it cannot be written.
    """
    with lock_file(project, folder / "lock") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            where = file.read().strip()
            message = f"a preview of this report is running{f' at {where}' if where else ''}"
            remedy = "Open that address, or end the other preview with Ctrl-C where it was begun."
            place = Place(project.relative(folder))
            finding = Finding(catalogue.PREVIEWED, place, message, remedy)
            raise TieoutError(finding, found=False) from None
        yield Hold(file)
