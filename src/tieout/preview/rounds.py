"""Rounds: what is done when: changed words at once, the whole report in order, what takes long in between."""

from __future__ import annotations

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tieout.compute.processes import ScriptProcesses
from tieout.findings import TieoutError
from tieout.preview.desk import Desk
from tieout.preview.state import Change

# Seconds between showing changed words and making sure of them: the browser comes first.
_PAUSE = 0.4
# Seconds of nothing to do after which the search index is made.
_IDLE = 2.0
# Seconds that a file which is empty is given.
_WRITING = 0.05

Tell = Callable[[Change | TieoutError | Exception], None]


class Rounds:
    """Works through changes in threads of its own; `tell` is called in them."""

    def __init__(self, desk: Desk, tell: Tell) -> None:
        self._desk = desk
        self._tell = tell
        self._wake = threading.Condition()
        self._changed: set[Path] = set()
        self._due: float | None = None
        self._ending = False
        self._unindexed = False
        self._words = ThreadPoolExecutor(1, "words")
        self._paper = ThreadPoolExecutor(1, "paper")
        self._whole = threading.Thread(target=self._work, name="whole", daemon=True)
        self._behind: _CatchingUp | None = None

    def start(self) -> None:
        """Begin with everything."""
        self._request(0)
        self._whole.start()

    def changed(self, paths: Iterable[Path]) -> None:
        """These files have changed."""
        files = tuple(paths)
        with self._wake:
            self._changed.update(files)
        # An editor may write beside the file and rename: what is gone again says nothing.
        there = [path for path in files if path.exists()]
        if len(there) == 1 and there[0].suffix in {".qmd", ".md"}:
            self._words.submit(self._reword, there[0])
        else:
            self._request(0)

    def paper(self) -> Future[Path]:
        """The PDF, when it is there; one is made at a time."""
        return self._paper.submit(self._desk.paper)

    def end(self) -> None:
        """End all work and every process."""
        with self._wake:
            self._ending = True
            self._wake.notify_all()
        self._close()
        self._words.shutdown(wait=False, cancel_futures=True)
        self._paper.shutdown(wait=False, cancel_futures=True)
        self._whole.join(timeout=2)
        self._close()  # what it may have started meanwhile

    def _close(self) -> None:
        if self._behind is not None:
            self._behind.end()
        self._desk.close()

    def _request(self, delay: float) -> None:
        with self._wake:
            due = time.monotonic() + delay
            self._due = due if self._due is None else min(self._due, due)
            self._wake.notify_all()

    def _reword(self, path: Path) -> None:
        try:
            change = self._desk.reword(path)
        except Exception as error:  # a fault of our own, which the whole round would hide
            self._tell(error)
            change = None
        if change is not None:
            self._tell(change)
        self._request(0 if change is None else _PAUSE)

    def _next(self) -> tuple[Path, ...] | None:
        """Wait until something is due; what has changed since the last time. None: it is over."""
        while True:
            with self._wake:
                if self._ending:
                    return None
                now = time.monotonic()
                if self._due is not None and self._due <= now:
                    self._due = None
                    changed, self._changed = tuple(self._changed), set()
                    return changed
                waits = self._due - now if self._due is not None else None
                idle = waits is None and self._unindexed
                idle = not self._wake.wait(_IDLE if idle else waits) and idle
            if idle:
                self._unindexed = False
                with contextlib.suppress(OSError, subprocess.SubprocessError):
                    self._desk.index()  # a preview is good without it

    def _work(self) -> None:
        ready = False
        while (changed := self._next()) is not None:
            if any(_is_empty(path) for path in changed):
                time.sleep(_WRITING)  # an editor that empties a file is about to fill it
            try:
                self._desk.forget(changed)
                made: Change | TieoutError | Exception = self._desk.bring()
            except Exception as error:
                made = error
            if self._ending:
                return
            self._tell(made)
            self._unindexed |= isinstance(made, Change) and bool(made.names)
            self._catch_up(made)
            if not ready and isinstance(made, Change):
                ready = True
                with contextlib.suppress(TieoutError):
                    self._desk.warm_up()

    def _catch_up(self, made: Change | TieoutError | Exception) -> None:
        """Begin what takes long, unless just that is under way."""
        waiting = made.waiting if isinstance(made, Change) else ()
        asked = self._desk.identity if waiting else None
        if self._behind is not None and self._behind.asked == asked and self._behind.running:
            return
        if self._behind is not None:
            self._behind.end()
            self._behind = None
        if waiting:
            self._behind = _CatchingUp(self._desk, asked, self._caught_up)

    def _caught_up(self, error: Exception | None) -> None:
        if error is None:
            self._request(0)
        else:
            self._tell(error)


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


class _CatchingUp:
    """Makes anew, in a thread and processes of its own, what the pages show substitutes for."""

    def __init__(self, desk: Desk, asked: object, done: Callable[[Exception | None], None]) -> None:
        self.asked = asked
        self._desk = desk
        self._done = done
        self._ended = False
        self._processes = ScriptProcesses(desk.project, patient=True)
        self._thread = threading.Thread(target=self._work, name="behind", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it is still at it."""
        return self._thread.is_alive()

    def end(self) -> None:
        """Stop; nothing more is told."""
        self._ended = True
        self._processes.end()

    def _work(self) -> None:
        fault: Exception | None = None
        try:
            with self._processes:
                self._desk.catch_up(self._processes)
        except Exception as error:
            fault = error
        if not self._ended:
            self._done(fault)
