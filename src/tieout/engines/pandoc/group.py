"""Group: a program that stays, with everything it started: its end, and what it holds."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path
from typing import Any


def end(process: subprocess.Popen[Any]) -> None:
    """End a process that leads a group with its whole group, and close its pipes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


def memory(pid: int) -> float:
    """What a process holds, in megabytes; 0 where the system does not say."""
    try:
        told = Path(f"/proc/{pid}/statm").read_text(encoding="ascii")
        return int(told.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError):
        return 0
