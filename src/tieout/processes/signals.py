"""Signals: none between a process's start and our knowing of it, and few for a copy of this process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from tieout.processes import guardian

_ENDS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def undisturbed() -> Iterator[None]:
    """No Ctrl-C between a process's start and our knowing of it: nobody would end it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def of_copy(parent: int) -> None:
    """In a copy of the process `parent`, begun undisturbed: end with it, however it ends, and without a word.

    What it does on Ctrl-C and SIGTERM is its own: the copy leaves Ctrl-C to it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    guardian.prctl(guardian.DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)  # it ended before we asked to be told
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
