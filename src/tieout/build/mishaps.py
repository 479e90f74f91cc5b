"""Mishaps: what a machine does to a build while it runs, told as what it is."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tieout import catalogue
from tieout.compute import meanwhile
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project

_UNWRITABLE = {
    errno.EACCES,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EIO,
    errno.ENOSPC,
    errno.EPERM,
    errno.EROFS,
}
_NO_ROOM = 256 * 1024  # bytes free, below which a program that failed has failed for want of room


@contextmanager
def told(project: Project) -> Iterator[None]:
    """Turn what the machine did into findings: a disk that is full, a folder, a file that went away.

    Raises:
        TieoutError: it happened; the last outputs are as they were.
    """
    try:
        yield
    except OSError as error:
        path = Path(error.filename) if isinstance(error.filename, str) else project.work
        if error.errno in _UNWRITABLE:
            raise cannot_write(project, path, error) from None
        if isinstance(error, FileNotFoundError) and _is_authored(project, path):
            raise TieoutError(meanwhile.finding(project, path)) from None
        raise
    except TieoutError as error:
        if any(each.rule is catalogue.ENGINE_FAILED for each in error.findings):
            require_room(project)
        raise


def require_room(project: Project) -> None:
    """Nothing where there is room on the disks that a build writes to.

    Raises:
        TieoutError: one of them is full.
    """
    for folder in (project.work, Path(tempfile.gettempdir())):
        if shutil.disk_usage(folder).free < _NO_ROOM:
            full = OSError(errno.ENOSPC, "No space left on device")
            raise cannot_write(project, folder, full)


def is_whole(project: Project, found: Iterable[Finding]) -> bool:
    """Whether nothing is missing that another try might make; a full disk is no reason to go without it.

    Raises:
        TieoutError: the disk is full.
    """
    lacking = any(each.rule is catalogue.ENGINE_WARNING for each in found)
    if lacking:
        require_room(project)
    return not lacking


def cannot_write(project: Project, path: Path, error: OSError) -> TieoutError:
    """The error of an output, or something on the way to it, that cannot be written."""
    place = Place(project.relative(path))
    message = f"cannot write: {error.strerror}"
    remedy = "Make room on the disk or the folder writable; the last outputs are as they were."
    return TieoutError(Finding(catalogue.CANNOT_WRITE, place, message, remedy), found=False)


def _is_authored(project: Project, path: Path) -> bool:
    generated = (project.output, project.work)
    return path.is_relative_to(project.root) and not any(map(path.is_relative_to, generated))
