"""Niceness: which processes leave the processor to others."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def give_way(pid: int, nice: int) -> None:
    """Have a process that leads a session, and all it starts from now on, leave the processor to who wants it.

    Args:
        pid: its number.
        nice: how readily, from 1 to 19.
    """
    with contextlib.suppress(ProcessLookupError):  # it has ended
        os.setpriority(os.PRIO_PGRP, pid, nice)
    # Linux shares the processor out among sessions first, where it groups them: a session has a niceness of its own.
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(nice), encoding="ascii")
