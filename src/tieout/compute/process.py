"""Process: the build's side of the process that runs scripts: starts it when first needed, always ends it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tieout.compute import limits, meanwhile
from tieout.compute.messages import Failed, Hold, Reply, Request
from tieout.findings import Place, TieoutError
from tieout.memo import Signature
from tieout.processes import group
from tieout.project import Project

_PATIENCE = 15  # of 19 there are

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from tieout.data.table import Table


class Closing:
    """Something that `with` closes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End what it holds."""
        raise NotImplementedError


class ScriptProcess(Closing):
    """The process that runs an author's scripts; a context manager, so that it never outlives the build."""

    def __init__(self, project: Project, *, patient: bool = False) -> None:
        self._project = project
        self._patient = patient
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._notes = -1  # where worker and guardian leave why they ended
        self.read: dict[Path, Signature] = {}  # the scripts as they were before it imported them
        self._held: dict[str, str] = {}  # datasets by name, each with its digest
        self._greeted = False
        self.lost = False  # it ended before it was ready

    @property
    def started(self) -> bool:
        """Whether it is running, or about to."""
        return self._process is not None

    def start(self) -> None:
        """Start the process ahead of the first request: Python and pandas load while others work."""
        if self._process is not None:
            return
        from multiprocessing.connection import Connection

        ours, theirs = socket.socketpair()
        self._notes = _unnamed_file()
        shown = sys.stderr.fileno() if _has_file(sys.stderr) else subprocess.DEVNULL
        with theirs:
            self._process = group.start(
                [
                    sys.executable,
                    "-m",
                    "tieout.compute.worker",
                    str(theirs.fileno()),
                    str(self._notes),
                    str(self._project.config.timeout),
                    str(self._project.root),
                    *_soon_imported(self._project),
                ],
                notes=self._notes,
                memory=limits.memory(self._project),
                printed=limits.PRINTED,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=shown,
                env=_environment(),
            )
        self._connection = Connection(ours.detach())
        if self._patient:
            os.setpriority(os.PRIO_PGRP, self._process.pid, _PATIENCE)

    def ready(self, seconds: float | None) -> bool:
        """Whether it has imported pandas, or has ended over it; waits for so long (None: however long it takes)."""
        self.start()
        if not self._greeted and not self.lost and self._connected().poll(seconds):
            try:
                self._connected().recv()
                self._greeted = True
            except (EOFError, OSError):
                self.lost = True
        return self._greeted or self.lost

    def imports(self, files: Iterable[Path]) -> None:
        """Note the scripts as they are, before they are read by anybody."""
        for file, now in meanwhile.signed(files).items():
            self.read.setdefault(file, now)

    def hold(self, table: Table) -> None:
        """Hand over a dataset's table, once for as long as it stays as it is."""
        if self._held.get(table.dataset.name) != table.digest:
            self._held[table.dataset.name] = table.digest
            self.ask(Hold(table), Place(table.dataset.path))

    def ask(self, request: Request, about: Place) -> Reply:
        """Send a request and wait for its reply.

        Raises:
            TieoutError: the script failed, or took the process down with it.
        """
        self.start()
        connection = self._connected()
        try:
            self.ready(None)
            connection.send(request)
            reply: Reply = connection.recv()
        except (EOFError, OSError):
            process = self._process
            status = process.wait() if process else 0
            noted = _noted(self._notes)
            self.close()
            raise TieoutError(limits.ending(self._project, status, noted, about)) from None
        if isinstance(reply, Failed):
            raise TieoutError(*reply.findings)
        return reply

    def _connected(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("the process was not started")
        return self._connection

    def leave(self) -> None:
        """Have the process end, and everything it started; `close` waits until it has."""
        process = self._process
        if process is not None:
            process.terminate()

    def close(self) -> None:
        """End the process and everything it started."""
        # Another thread may close it at the same time: each thing is ended by who took it.
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        process, self._process = self._process, None
        if process is not None:
            group.end(process)
            os.close(self._notes)
        self._held.clear()
        self._greeted = self.lost = False
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
