"""Process: the build's side of the process that runs scripts: starts it when first needed, always ends it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

from tieout.compute import limits, meanwhile
from tieout.compute.messages import Failed, Hold, Reply, Request
from tieout.findings import Place, TieoutError
from tieout.memo import Signature
from tieout.processes import group
from tieout.project import Project

_HANDFUL = 3
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
        if self._connection is None:
            raise RuntimeError("the process was not started")
        try:
            self._connection.send(request)
            reply: Reply = self._connection.recv()
        except (EOFError, OSError):
            process = self._process
            status = process.wait() if process else 0
            noted = _noted(self._notes)
            self.close()
            raise TieoutError(limits.ending(self._project, status, noted, about)) from None
        if isinstance(reply, Failed):
            raise TieoutError(*reply.findings)
        return reply

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
        self.read = {}


def _noted(notes: int) -> str:
    """What the process left written before it ended; nothing where somebody else has ended it."""
    try:
        return os.pread(notes, limits.NOTED, 0).decode("utf-8", "replace")
    except OSError:
        return ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that needs these tables; `about` is where a crash would be the author's doing."""

    request: Request
    tables: tuple[Table, ...]
    about: Place


Heard: TypeAlias = Callable[[int, Reply], None]  # the number of a request, and its reply


def unheard(_number: int, _reply: Reply) -> None:
    """Nobody waits for a single reply."""


class Processes(Protocol):
    """Whoever runs scripts: processes of this machine, or a cluster.

    `first` serves whatever goes in order; `wide` ones are given everything that can run at once.
    """

    first: ScriptProcess
    wide: bool

    def all(self, asks: Sequence[Ask], heard: Heard = ...) -> list[Reply | TieoutError]:
        """The replies to independent requests, in their order; a failure takes its request's place.

        `heard` is told of each reply as it comes, in whichever thread it comes.
        """
        ...

    def close(self) -> None:
        """End all that was started for them."""
        ...


class ScriptProcesses(Closing):
    """As many script processes as may run at once; `first` serves whatever goes in order.

    `patient` ones leave the processor to others who want it.
    """

    wide = False  # statistics go in order: most are done before another process has started

    def __init__(self, project: Project, jobs: int = 1, *, patient: bool = False) -> None:
        self.first = ScriptProcess(project, patient=patient)
        self._more = [ScriptProcess(project, patient=patient) for _ in range(jobs - 1)]

    def close(self) -> None:
        """End all of them."""
        for process in (self.first, *self._more):
            process.close()

    def all(self, asks: Sequence[Ask], heard: Heard = unheard) -> list[Reply | TieoutError]:
        """The replies to independent requests, in their order; a failure takes its request's place."""
        # Another process costs the time it takes to import pandas: worth it for more than a handful.
        free: SimpleQueue[ScriptProcess] = SimpleQueue()
        chosen = (self.first, *self._more) if len(asks) > _HANDFUL else (self.first,)
        for process in chosen:
            free.put(process)

        def one(number: int, ask: Ask) -> Reply | TieoutError:
            process = free.get()
            try:
                for table in ask.tables:
                    process.hold(table)
                reply = process.ask(ask.request, ask.about)
                heard(number, reply)
                return reply
            except TieoutError as error:
                return error
            finally:
                free.put(process)

        if len(chosen) == 1:
            return [one(number, ask) for number, ask in enumerate(asks)]
        with ThreadPoolExecutor(len(chosen)) as threads:
            try:
                return list(threads.map(one, range(len(asks)), asks))
            except BaseException:
                self.close()  # ends what the threads wait for
                raise


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
