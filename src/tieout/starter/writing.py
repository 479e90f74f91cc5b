"""Writing: a disk that takes no more is told as that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError


@contextmanager
def told(place: str) -> Iterator[None]:
    """Tell what could not be written.

    Raises:
        TieoutError: something could not; the finding names the place.
    """
    try:
        yield
    except OSError as error:
        raise cannot_write(place, error) from None


def cannot_write(place: str, error: OSError) -> TieoutError:
    """The error of a file that cannot be written, where what was begun is undone."""
    message = f"cannot write: {error.strerror or error}"
    remedy = "Make room on the disk, or choose a folder you may write; everything is as it was."
    finding = Finding(catalogue.CANNOT_WRITE, Place(place), message, remedy)
    return TieoutError(finding, found=False)
