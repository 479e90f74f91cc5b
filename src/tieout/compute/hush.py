"""Hush: keeps what a script prints off the terminal and the log where it may be of confidential data."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

SHOW = "TIEOUT_SHOW_CONFIDENTIAL"  # set by `--show-confidential`: the author asks for it, on their own terminal


def shown() -> bool:
    """Whether the author asked to see what scripts say of confidential data."""
    return bool(os.environ.get(SHOW))


def tell(text: str) -> None:
    """Say to an author who asked for it what no finding may hold: on the error stream alone."""
    if shown():
        sys.stderr.write(f"confidential: {text}\n")
        sys.stderr.flush()


def hush() -> None:
    """From here on, let nothing that this process prints through, by Python or by a library below it.

    For good: a thread that a script began may print what it knows long after the function has returned.
    """
    if shown():
        return
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):  # a script may have closed it, or put something else there
            stream.flush()
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
