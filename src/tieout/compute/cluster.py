"""Cluster: scripts run on an existing Dask cluster: the same asks and replies as with processes of this machine."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tieout.cache import digest
from tieout.compute import remote
from tieout.compute.connection import Connection
from tieout.compute.messages import Failed, Reply
from tieout.compute.process import Closing, ScriptProcess
from tieout.compute.processes import Ask, Heard, unheard
from tieout.data.large import LargeTable
from tieout.findings import TieoutError
from tieout.project import CONFIG, Project

if TYPE_CHECKING:
    from tieout.data.table import Table

_WAIT = 60.0  # seconds for a worker to come back when the last one is lost
_RETRIES = 3  # of a task whose data were lost with a worker
_CHUNK = 32 * 1024 * 1024


class ClusterProcesses(Closing):
    """The scripts' processes on a cluster; `first`, on this machine, imports scripts to see what they define."""

    wide = True  # everything that can run at once may

    def __init__(self, project: Project, address: str, say: Callable[[str], None]) -> None:
        self.first = ScriptProcess(project)
        self._project = project
        self._address = address
        self._say = say
        self._connection: Connection | None = None
        self._sent: dict[str, Any] = {}  # what was scattered, by digest
        self._code: tuple[str, bytes] | None = None

    def start(self) -> None:
        """Start the process of this machine; the cluster's are there."""
        self.first.start()

    def leave(self) -> None:
        """Others may want the cluster."""
        self.close()

    def close(self) -> None:
        """Leave the cluster as it was."""
        self.first.close()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._sent.clear()
            connection.close(remote.leave, self._code[0] if self._code is not None else "")

    def all(self, asks: Sequence[Ask], heard: Heard = unheard) -> list[Reply | TieoutError]:
        """The replies to independent requests, in their order; a failure takes its request's place.

        Raises:
            TieoutError: the cluster cannot be reached, is lost or has lost its workers, or is not like this machine.
        """
        if not asks:
            return []
        there = self._connected()
        replies: dict[int, Reply | TieoutError] = {}
        waiting = {self._submitted(there, ask): number for number, ask in enumerate(asks)}
        tries = dict.fromkeys(range(len(asks)), 0)
        alone = time.monotonic()
        while waiting:
            done = self._finished(there, list(waiting))
            # Before any reply of this round is used: it may be by a worker that came after the others.
            if there.require_alike() or done:
                alone = time.monotonic()
            if time.monotonic() - alone > _WAIT:
                raise there.fault("has lost all its workers", "Start workers, and build again.")
            for future in done:
                number = waiting.pop(future)
                reply = self._reply(future)
                if reply is _LOST and tries[number] < _RETRIES:
                    tries[number] += 1
                    self._sent.clear()
                    waiting[self._submitted(there, asks[number])] = number
                    continue
                if reply is _LOST:
                    name = asks[number].request
                    what = getattr(getattr(name, "definition", None), "name", "a function")
                    message = f"lost its workers again and again while it ran '{what}'"
                    raise there.fault(message, "Look at the workers' logs: is memory too short?")
                replies[number] = reply
                if not isinstance(reply, TieoutError):
                    heard(number, reply)
                self._say(f"cluster: {len(replies)} of {len(asks)}")
        return [replies[number] for number in range(len(asks))]

    def _submitted(self, there: Connection, ask: Ask) -> Any:
        name, code = self._bundle()
        tables = [self._table(there, table) for table in ask.tables]
        files = [remote.Wanted.of(t) for t in ask.tables if isinstance(t, LargeTable)]
        return there.asked(
            there.client.submit,
            remote.answer,
            name,
            self._scattered(there, name, code),
            ask.request,
            tables,
            ask.about,
            files,
            pure=False,
            retries=_RETRIES,
        )

    def _finished(self, there: Connection, futures: list[Any]) -> list[Any]:
        import distributed

        def wait() -> set[Any]:
            try:
                with there.client.as_current():
                    how = {"timeout": 1, "return_when": "FIRST_COMPLETED"}
                    return set(distributed.wait(futures, **how).done)
            except TimeoutError:
                return set()
            except distributed.CancelledError:
                return {each for each in futures if each.cancelled()}

        return sorted(there.asked(wait), key=futures.index)

    def _reply(self, future: Any) -> Any:
        import distributed

        try:
            reply = future.result(timeout=30)
        except (distributed.CancelledError, distributed.KilledWorker, OSError, TimeoutError):
            return _LOST
        except remote.MissingFileError:
            return _LOST
        return TieoutError(*reply.findings) if isinstance(reply, Failed) else reply

    def _bundle(self) -> tuple[str, bytes]:
        """The project's Python files as a zip, and its digest: nobody presumes that workers see the folder."""
        if self._code is None:
            held = io.BytesIO()
            with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in sorted(_code(self._project).items()):
                    archive.writestr(zipfile.ZipInfo(name), data)
            self._code = (digest(held.getvalue()), held.getvalue())
        return self._code

    def _table(self, there: Connection, table: Table) -> Any:
        if isinstance(table, LargeTable):
            return self._placed(there, table)
        return self._scattered(there, f"{table.digest}-{table.dataset.name}", table)

    def _scattered(self, there: Connection, key: str, data: Any) -> Any:
        """Data on the cluster, sent once."""
        if key not in self._sent:
            named = {"broadcast": True, "hash": False, "timeout": _WAIT}
            self._sent[key] = there.asked(there.client.scatter, [data], **named)[0]
        return self._sent[key]

    def _placed(self, there: Connection, table: LargeTable) -> LargeTable:
        """A file where each worker finds it: where it is, on shared storage, or as a copy."""
        want = remote.Wanted.of(table)
        has = there.everywhere(remote.has, want)
        for worker in [each for each, found in has.items() if found is False]:
            if there.everywhere(remote.has, want, workers=[worker])[worker] is not False:
                continue  # another worker of the same machine has been sent it, or this one is gone
            with table.store.file.open("rb") as opened:
                offset = 0
                while chunk := opened.read(_CHUNK):
                    took = there.everywhere(remote.receive, want, offset, chunk, workers=[worker])
                    if isinstance(took[worker], Exception):
                        self._require_gone(there, worker, table, took[worker])
                        break
                    offset += len(chunk)
                    self._say(f"cluster: {table.dataset.path} {100 * offset // want.size} %")
        return table

    def _require_gone(
        self, there: Connection, worker: str, table: LargeTable, error: Exception
    ) -> None:
        """A worker that is gone needs no file; one that is there and cannot take it cannot work."""
        if worker in there.workers():
            said = getattr(error, "strerror", None) or type(error).__name__
            message = f"has a worker, {worker}, that cannot keep {table.dataset.path}: {said}"
            raise there.fault(message, "Make room in its folder for temporary files.")

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = Connection.to(self._address)
            if not self._connection.require_alike():
                raise self._connection.fault("has no workers", "Start some with 'dask worker'.")
        return self._connection


_LOST = object()


def _code(project: Project) -> dict[str, bytes]:
    """Every Python file of the project, generated and hidden folders apart, and its configuration."""
    found: dict[str, bytes] = {}
    for file in sorted(project.root.rglob("*.py")):
        path = file.relative_to(project.root)
        if not any(_aside(project, Path(*path.parts[: n + 1])) for n in range(len(path.parts) - 1)):
            found[path.as_posix()] = file.read_bytes()
    config = project.root / CONFIG
    found[CONFIG] = config.read_bytes() if config.is_file() else b""
    return found


def _aside(project: Project, folder: Path) -> bool:
    name = folder.name
    if name.startswith((".", "_")) or name in {"node_modules", "site-packages"}:
        return True
    return (project.root / folder / "pyvenv.cfg").is_file()
