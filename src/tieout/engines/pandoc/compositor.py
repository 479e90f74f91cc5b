"""Compositor: a Typst process that stays, so that a PDF made again takes a fraction of the first one's time."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import threading
from pathlib import Path
from typing import TypeAlias

from tieout.engines.pandoc.typeset import LATE, TIMEOUT, Order, Outcome, end_of, outcome, start
from tieout.processes import group
from tieout.processes.group import memory

# What Typst remembers grows with every PDF: past so many megabytes a new process takes over.
MOST = 500
# Past so many it takes over before a PDF of which so large a part has changed: little of what is remembered
# would be of use, and setting it anew grows the process by half.
MANY, MUCH = 350, 0.25
# Seconds after which nobody seems to want another PDF soon.
IDLE = 60.0

_Chapters: TypeAlias = dict[str, tuple[int, bytes]]  # files, each with its size and digest


class Compositor:
    """Does what `typeset.Press` does; always in one folder, or Typst remembers in vain."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._lock = threading.RLock()
        self._leaving: threading.Timer | None = None
        self._set: _Chapters = {}  # of the last PDF

    def typeset(self, order: Order) -> Outcome:
        """Make a PDF."""
        with self._lock:
            if self._leaving is not None:
                self._leaving.cancel()
            before, self._set = self._set, _files(order.root)
            is_large = self._child is not None and memory(self._child.pid) > MANY
            if is_large and _changed(before, self._set) > MUCH:
                self._end()
            made = self._made(order.write())
            self._leaving = threading.Timer(IDLE, self._leave)
            self._leaving.daemon = True
            self._leaving.start()
            return made

    def _leave(self) -> None:
        with self._lock:
            self.close()

    def _made(self, told: str) -> Outcome:
        if self._child is not None and self._child.poll() is not None:
            self.close()  # it has ended by itself
        child = self._child = self._child or start(stays=True)
        said, late = "", threading.Event()
        if child.stdin is not None and child.stdout is not None:
            with (
                group.within(child, TIMEOUT) as late,
                contextlib.suppress(OSError, ValueError),
            ):
                child.stdin.write(told)
                child.stdin.flush()
                said = child.stdout.readline()
        made = outcome(said)
        if made is None:
            self.close()
            return Outcome(died=LATE if late.is_set() else end_of(child.returncode, ""))
        if memory(child.pid) > MOST:
            self.close()
        return made

    def close(self) -> None:
        """End the process, also while it is at work."""
        if self._leaving is not None:
            self._leaving.cancel()
        self._end()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            group.end(child)


def _files(root: Path) -> _Chapters:
    """The chapters that Typst is to set, each file with its size and digest."""
    texts = {path.name: path.read_bytes() for path in (root / "chapters").glob("*.typ")}
    return {name: (len(text), hashlib.sha256(text).digest()) for name, text in texts.items()}


def _changed(before: _Chapters, now: _Chapters) -> float:
    """The part of the text that stands in chapters that are not as they were."""
    sizes = {name: size for name, (size, _) in now.items()}
    others = sum(size for name, size in sizes.items() if before.get(name) != now[name])
    return others / max(1, sum(sizes.values()))
