"""Limits: the time and memory a script may take, and what is said when it took more."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place
from tieout.project import CONFIG, Project

PRINTED = 1 << 20  # bytes that the scripts of one process may print
NOTED = 1 << 16
_SHARE = 4, 3  # of the machine's memory: three quarters
_CONTAINER = Path("/sys/fs/cgroup/memory.max")
_FRAME = re.compile(r'^  File "(?P<file>.+)", line (?P<line>\d+) in (?P<name>.*)$', re.MULTILINE)


def memory(project: Project) -> int:
    """The most megabytes that a process that runs scripts may hold, with all it starts."""
    if project.config.memory:
        return project.config.memory
    of, part = _SHARE
    return (_machine() >> 20) * part // of


def _machine() -> int:
    """The bytes of memory that there are, for the machine or for the container we are in."""
    try:
        there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return 0
    try:
        return min(there, int(_CONTAINER.read_text(encoding="ascii")))
    except (OSError, ValueError):
        return there  # no container, or one without a limit


def ending(project: Project, status: int, noted: str, about: Place) -> Finding:
    """What is said of a process that ended while it ran a script.

    Args:
        project: whose script it is.
        status: how the process ended, as `subprocess` says it.
        noted: what the process left: why it was ended, and where it was.
        about: the script's place.
    """
    if noted.startswith("memory"):
        message = f"the script and what it started held more than {memory(project)} MB of memory"
        return Finding(catalogue.TOO_LARGE, about, message, _LESS)
    if "Timeout (" in noted:
        seconds = project.config.timeout
        frames = _frames(project, noted[noted.rindex("Timeout (") :])
        place = frames[0][0] if frames else about
        message = f"did not come to an end within {seconds} seconds"
        remedy = f"Let it end whatever the data hold, or raise 'timeout' in {CONFIG}."
        return Finding(catalogue.TOO_LONG, place, message, remedy, tuple(s for _, s in frames))
    message = f"the script ended the process that ran it ({_ended(status)})"
    remedy = "Look for os._exit, a crash in a compiled library, or memory that ran out."
    return Finding(catalogue.WORKER_DIED, about, message, remedy)


_LESS = f"Read or keep less at once, or raise 'memory' in {CONFIG}."


def too_large(kind: str, name: str, place: Place, frames: tuple[str, ...] = ()) -> Finding:
    """The finding for a function that asked for more memory than it may have."""
    message = f"{kind} '{name}' asks for more memory than it may hold"
    return Finding(catalogue.TOO_LARGE, place, message, _LESS, frames)


def _frames(project: Project, trace: str) -> list[tuple[Place, str]]:
    """The author's frames of a trace, the innermost first; the main thread's, which comes last."""
    _, _, last = trace.rpartition("(most recent call first)")
    found = []
    for hit in _FRAME.finditer(last):
        path = Path(hit["file"])
        if path.is_relative_to(project.root):
            name, line = project.relative(path), int(hit["line"])
            if not any(p.startswith(".") or p == "site-packages" for p in Path(name).parts):
                found.append((Place(name, line), f"{name}:{line} in {hit['name']}"))
    return found


def _ended(status: int) -> str:
    if status >= 0:
        return f"exit status {status}"
    try:
        return f"signal {-status}, {signal.Signals(-status).name}"
    except ValueError:
        return f"signal {-status}"
