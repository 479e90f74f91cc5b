"""Hush: keeps what a script prints off the terminal and the log while it handles confidential data."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

SHOW = "TIEOUT_SHOW_CONFIDENTIAL"  # set by `--show-confidential`: the author asks for it, on their own terminal


def shown() -> bool:
    """Whether the author asked to see what scripts say of confidential data."""
    return bool(os.environ.get(SHOW))


def tell(text: str) -> None:
    """Say to an author who asked for it what no finding may hold: on the error stream alone."""
    if shown():
        sys.stderr.write(f"confidential: {text}\n")
        sys.stderr.flush()


@contextmanager
def hushed(active: bool) -> Iterator[None]:  # read as `hushed(request.withheld)`
    """Let nothing that is written to standard output or error through, by Python or by a library below it."""
    if not active or shown():
        yield
        return
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(stream) for stream in (1, 2)]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in (1, 2):
            os.dup2(nowhere, stream)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for stream, before in zip((1, 2), kept, strict=True):
            os.dup2(before, stream)
            os.close(before)
        os.close(nowhere)
