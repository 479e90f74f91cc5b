"""Process: the build's side of the process that runs scripts: starts it when first needed, always ends it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tieout.compute import limits, meanwhile
from tieout.compute.messages import Failed, Hold, Reply, Request
from tieout.findings import Place, TieoutError
from tieout.memo import Signature
from tieout.processes import group, niceness
from tieout.project import Project
from tieout.text import EPOCH, moment

_PATIENCE = 15  # of 19 there are

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tieout.data.table import Table


class EndedError(Exception):
    """Somebody asks a process that was ended for good."""


class Closing:
    """Something that `with` closes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End what it holds."""
        raise NotImplementedError


@dataclass(slots=True)
class _Running:
    """A process that was started, and what is known of this one: ended by who takes it, and never half of it."""

    process: subprocess.Popen[bytes]
    connection: Connection
    notes: int  # where worker and guardian leave why they ended
    greeted: bool = False
    lost: bool = False
    held: dict[str, str] = field(default_factory=dict)  # datasets by name, each with its digest

    def ready(self, seconds: float | None) -> bool:
        if not self.greeted and not self.lost:
            try:
                if self.connection.poll(seconds):
                    self.connection.recv()
                    self.greeted = True
            except (EOFError, OSError):
                self.lost = True
        return self.greeted or self.lost

    def exchange(self, request: Request) -> Reply:
        self.ready(None)
        self.connection.send(request)
        reply: Reply = self.connection.recv()
        return reply

    def end(self) -> None:
        group.end(self.process)  # first: a thread that waits for its reply hears of its end
        self.connection.close()
        os.close(self.notes)


class ScriptProcess(Closing):
    """The process that runs an author's scripts; a context manager, so that it never outlives the build."""

    def __init__(self, project: Project, *, patient: bool = False) -> None:
        self._project = project
        self._patient = patient
        self._running: _Running | None = None
        self._over = threading.Event()
        self.read: dict[Path, Signature] = {}  # the scripts as they were before it imported them

    @property
    def started(self) -> bool:
        """Whether it is running, or about to."""
        return self._running is not None

    @property
    def lost(self) -> bool:
        """Whether it ended before it was ready."""
        running = self._running
        return running is not None and running.lost

    def start(self) -> None:
        """Start the process ahead of the first request: Python and pandas load while others work."""
        self._started()

    def _started(self) -> _Running:
        if self._over.is_set():
            raise EndedError
        running = self._running or self._begun()
        if self._over.is_set():  # said meanwhile, by another thread
            self.close()
            raise EndedError
        return running

    def _begun(self) -> _Running:
        from multiprocessing.connection import Connection

        ours, theirs = socket.socketpair()
        notes = _unnamed_file()
        shown = sys.stderr.fileno() if _has_file(sys.stderr) else subprocess.DEVNULL
        with theirs:
            process = group.start(
                [
                    sys.executable,
                    "-m",
                    "tieout.compute.worker",
                    str(theirs.fileno()),
                    str(notes),
                    str(self._project.config.timeout),
                    str(self._project.root),
                    *_soon_imported(self._project),
                ],
                notes=notes,
                memory=limits.memory(self._project),
                printed=limits.PRINTED,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=shown,
                env=_environment(),
            )
        running = self._running = _Running(process, Connection(ours.detach()), notes)
        if self._patient:
            niceness.give_way(process.pid, _PATIENCE)
        return running

    def ready(self, seconds: float | None) -> bool:
        """Whether it has imported pandas, or has ended over it; waits for so long (None: however long it takes)."""
        return self._started().ready(seconds)

    def imports(self, files: Iterable[Path]) -> None:
        """Note the scripts as they are, before they are read by anybody."""
        for file, now in meanwhile.signed(files).items():
            self.read.setdefault(file, now)

    def ask(self, request: Request, about: Place, tables: Sequence[Table] = ()) -> Reply:
        """Send a request and wait for its reply; tables it needs are handed over, each once while it is the same.

        Raises:
            TieoutError: the script failed, or took the process down with it.
        """
        # One for all of it: another thread may close it, and none that is begun then has the tables.
        running = self._started()
        for table in tables:
            name = table.dataset.name
            if running.held.get(name) != table.digest:
                running.held[name] = table.digest
                self._asked(running, Hold(table), Place(table.dataset.path))
        return self._asked(running, request, about)

    def _asked(self, running: _Running, request: Request, about: Place) -> Reply:
        try:
            reply = running.exchange(request)
        except (EOFError, OSError):
            status = running.process.wait()
            noted = _noted(running.notes)
            if self._running is running:
                self.close()
            raise TieoutError(limits.ending(self._project, status, noted, about)) from None
        if isinstance(reply, Failed):
            raise TieoutError(*reply.findings)
        return reply

    def leave(self) -> None:
        """Have the process end, and everything it started; `close` waits until it has."""
        running = self._running
        if running is not None:
            running.process.terminate()

    def end(self) -> None:
        """The same for good: a thread that asks for more is told so, and begins no other."""
        self._over.set()
        self.close()

    def close(self) -> None:
        """End the process and everything it started."""
        # Another thread may close it at the same time, or start another one: it is ended by who took it.
        running, self._running = self._running, None
        if running is not None:
            running.end()
        self.read = {}


def _noted(notes: int) -> str:
    """What the process left written before it ended; nothing where somebody else has ended it."""
    try:
        return os.pread(notes, limits.NOTED, 0).decode("utf-8", "replace")
    except OSError:
        return ""


def _soon_imported(project: Project) -> tuple[str, ...]:
    """What scripts will most likely import, of what takes long."""
    with suppress(OSError):  # what goes away meanwhile is told of by those who need it
        if any(b"matplotlib" in file.read_bytes() for file in project.python_files()):
            return ("matplotlib.pyplot",)
    return ()


def _environment() -> dict[str, str]:
    # The same hashes, time zone and drawing back end everywhere: results must not depend on the machine.
    fixed = {"PYTHONHASHSEED": "0", "TZ": "UTC", "MPLBACKEND": "agg", "LC_ALL": "C.UTF-8"}
    # Without docstrings no number has a description; without assertions nothing is asserted.
    fixed["PYTHONOPTIMIZE"] = ""
    if moment(os.environ.get(EPOCH, "")) is None:
        fixed[EPOCH] = ""  # drawing would stumble over it
    return {**os.environ, **fixed}


def _has_file(stream: object) -> bool:
    try:
        stream.fileno()  # type: ignore[attr-defined]  # asked for by trying
    except (AttributeError, OSError):
        return False
    return True


def _unnamed_file() -> int:
    """A file without a name, in memory where the system has such: it works on a full disk, too."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("tieout-notes")
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
