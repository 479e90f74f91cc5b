"""Compositor: a Typst process that stays, so that a PDF made again takes a fraction of the first one's time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from tieout.engines.pandoc import typeset

# What Typst remembers grows with every PDF: past so many megabytes a new process takes over.
MOST = 540


class Compositor:
    """Does what `typeset.typeset` does; always in one folder, or Typst remembers in vain."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None

    def typeset(
        self, root: Path, main: str, target: Path, *, fonts: Path, timestamp: int
    ) -> typeset.Outcome:
        """Make a PDF of `root / main`; Typst reads nothing outside `root` and `fonts`."""
        order = typeset.write_order(root, main, target, fonts=fonts, timestamp=timestamp)
        if self._child is not None and self._child.poll() is not None:
            self.close()  # it has ended by itself
        child = self._child = self._child or typeset.start("-")
        said = ""
        if child.stdin is not None and child.stdout is not None:
            with contextlib.suppress(OSError, ValueError):
                child.stdin.write(f"{order}\n")
                child.stdin.flush()
                said = child.stdout.readline()
        made = typeset.outcome(said)
        if made is None:
            self.close()
            return typeset.Outcome(died=typeset.end_of(child.returncode, ""))
        if memory(child.pid) > MOST:
            self.close()
        return made

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        for stream in (child.stdin, child.stdout, child.stderr):
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
