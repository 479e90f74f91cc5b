"""Process: runs the quarto program in a group of processes of its own, and leaves none of them running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

# How long the group gets to end by itself before it is killed. Ctrl-C must be done within a second.
_GRACE = 0.5
_POLL = 0.05
# What a Quarto that is running already tells its pre-render command; it must not reach a second one.
_INHERITED = (
    "QUARTO_PROJECT_DIR",
    "QUARTO_PROJECT_ROOT",
    "QUARTO_PROJECT_OUTPUT_DIR",
    "QUARTO_PROJECT_OUTPUT_FILES",
    "QUARTO_PROJECT_INPUT_FILES",
    "QUARTO_PROJECT_RENDER_ALL",
    "QUARTO_PROJECT_SCRIPT_PROGRESS",
    "QUARTO_PROJECT_SCRIPT_QUIET",
    "QUARTO_LOG_LEVEL",
    "QUARTO_LOG_FORMAT",
    "QUARTO_PRINT_STACK",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left: its exit status and what it wrote."""

    status: int
    stdout: str
    stderr: str


class StoppedError(Exception):
    """Somebody wanted no more of it; nothing of it runs any more."""


class TimedOutError(Exception):
    """The program took longer than it may; nothing of it runs any more."""


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment quarto is given: plain text, no colours, nothing of a Quarto around us."""
    inherited = {name: value for name, value in os.environ.items() if name not in _INHERITED}
    return {**inherited, "NO_COLOR": "1", "TERM": "dumb", **(extra or {})}


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float | None = None,
    on_line: Callable[[str], None] = lambda _line: None,
    stop: threading.Event | None = None,
) -> Outcome:
    """Run a program to its end.

    Whatever ends the wait (the program's end, Ctrl-C, a request to terminate, the timeout), no process of the
    program's group is left running.

    Args:
        command: the program and its arguments.
        cwd: the folder it runs in.
        env: its environment; see `environment`.
        timeout: seconds it may take.
        on_line: called with each line of its stderr soon after it was written.
        stop: set when nobody wants the outcome any more.

    Raises:
        OSError: it cannot be started.
        StoppedError: `stop` was set.
        TimedOutError: it took longer than `timeout`.
    """
    ends = None if timeout is None else time.monotonic() + timeout
    with _terminable():
        process = subprocess.Popen(
            list(command),
            cwd=cwd,
            env=dict(env) if env is not None else environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        out, err = _Reader(process.stdout), _Reader(process.stderr)
        try:
            while process.poll() is None:
                if ends is not None and time.monotonic() > ends:
                    raise TimedOutError
                if stop is not None and stop.is_set():
                    raise StoppedError
                time.sleep(_POLL)
                err.tell(on_line)
        finally:
            _end_group(process)
        stdout, stderr = out.text(), err.text()
        err.tell(on_line, last=True)
        return Outcome(process.returncode, stdout, stderr)


class _Reader:
    """Collects a stream in a thread, so that the program never waits for a reader."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        self._stream = stream
        self._chunks: deque[bytes] = deque()
        self._told = b""
        self._waiting: deque[bytes] = deque()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """All of it, once the program has ended."""
        # A process that left the group may still hold the pipe: what it writes later is not waited for.
        self._thread.join(timeout=1)
        return b"".join(list(self._chunks)).decode("utf-8", "replace")

    def tell(self, listener: Callable[[str], None], *, last: bool = False) -> None:
        """Hand over the lines that came meanwhile. A carriage return ends one, too: so Quarto writes progress."""
        while self._waiting:
            self._told += self._waiting.popleft()
        *lines, self._told = self._told.replace(b"\r", b"\n").split(b"\n")
        for line in [*lines, self._told] if last else lines:
            text = line.decode("utf-8", "replace").strip()
            if text:
                listener(text)

    def _read(self) -> None:
        if self._stream is None:
            return
        with self._stream:
            while True:
                try:
                    chunk = os.read(self._stream.fileno(), 65536)
                except OSError:
                    break
                if not chunk:
                    break
                self._chunks.append(chunk)
                self._waiting.append(chunk)


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End every process of the group: the launcher is a shell whose child outlives a signal to it alone."""
    group = process.pid
    if process.poll() is not None and not _signal(group, 0):
        return
    try:
        _signal(group, signal.SIGTERM)
        deadline = time.monotonic() + _GRACE
        while time.monotonic() < deadline:
            process.poll()
            if not _signal(group, 0):
                return
            time.sleep(_POLL / 5)
    finally:  # also when a second Ctrl-C cuts the wait short
        _signal(group, signal.SIGKILL)
        process.wait()


def _signal(group: int, number: int) -> bool:
    """Signal a group; False when none of its processes is left."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """Turn a request to terminate into an exception, so that the group is ended before this process is.

    Where somebody handles the signal already, or outside the main thread, nothing is changed.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
