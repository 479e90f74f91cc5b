"""Streams: what a command stands on: a folder that is there, and outputs that can be written to."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from tieout.findings import Finding, Place, TieoutError


def are_open() -> bool:
    """Whether standard output is open; the place of any stream that is not is taken, so that no file gets it.

    What is printed would end in the file.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            # It gets the lowest that is free.
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # for as long as we run
    return sys.stdout is not None


def is_of_printing(error: BaseException) -> bool:
    """Whether an error came up where something was printed: a disk may be full for other reasons, too."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    return frame is not None and frame.tb_frame.f_globals.get("__name__") == "click.utils"


def discard() -> None:
    """Let what is still to be printed go nowhere."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_nowhere() -> bool:
    """Whether the current folder was removed."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def lost(why: str) -> TieoutError:
    """The error of an output that cannot be written to."""
    from tieout import catalogue

    place = Place("standard output")
    remedy = "Make room for it, or send it somewhere else."
    finding = Finding(catalogue.CANNOT_WRITE, place, f"cannot write: {why}", remedy)
    return TieoutError(finding, found=False)


def nowhere() -> TieoutError:
    """The error of a command in a folder that was removed."""
    from tieout import catalogue

    remedy = "Go to a folder that is there; one of the same name may have been made since."
    message = "the current folder was removed"
    return TieoutError(Finding(catalogue.NO_PROJECT, Place("."), message, remedy), found=False)
