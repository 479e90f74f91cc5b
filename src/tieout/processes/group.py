"""Group: a program and everything it starts: begun under guard, ended together, and what it holds."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tieout.processes import guardian

_PATIENCE = 3.0  # seconds a guardian gets to end what it guards


def start(
    command: Sequence[str], *, notes: int = -1, memory: int = 0, printed: int = -1, **options: Any
) -> subprocess.Popen[Any]:
    """Start a program in a group of its own that ends when this process does, however it does.

    Args:
        command: the program and its arguments.
        notes: a descriptor to which the guardian writes why it ended the program: `memory`; without one
            it says `too much memory` where the program's errors go.
        memory: the most megabytes that it and all it starts may hold; 0: any.
        printed: the most bytes it may print on our standard error; -1: it prints where `options` say.
        options: what `subprocess.Popen` takes besides.

    Raises:
        OSError: it cannot be started.
    """
    program = shutil.which(command[0])
    if program is None:
        raise FileNotFoundError(2, "No such program", command[0])
    given = [str(os.getpid()), str(notes), str(memory), str(printed)]
    guarded = [sys.executable, "-I", "-S", guardian.__file__, *given, program, *command[1:]]
    kept = [*options.pop("pass_fds", ()), *([notes] if notes >= 0 else [])]
    return subprocess.Popen(guarded, pass_fds=kept, start_new_session=True, **options)


def end(process: subprocess.Popen[Any]) -> None:
    """End a process that leads a group with its whole group, and close its pipes."""
    if process.poll() is None:
        process.terminate()  # a guardian also finds those that left the group
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


@contextlib.contextmanager
def within(process: subprocess.Popen[Any], seconds: float) -> Iterator[threading.Event]:
    """Meanwhile, the process may take so many seconds: then it is ended, and the event set."""
    late = threading.Event()

    def over() -> None:
        late.set()
        process.terminate()  # whoever waits for it hears of its end

    timer = threading.Timer(seconds, over)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def late(seconds: float) -> str:
    """What is said of a program that was not done within so many seconds."""
    return f"did not come to an end within {seconds / 60:.0f} minutes"


def memory(pid: int) -> float:
    """What a guarded process holds, in megabytes; 0 where the system does not say."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    try:
        pages = 0
        for each in (str(pid), *children.read_text(encoding="ascii").split()):
            pages += int(Path(f"/proc/{each}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, IndexError):
        return 0
