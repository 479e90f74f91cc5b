"""Cluster: scripts run on an existing Dask cluster: the same asks and replies as with processes of this machine."""

from __future__ import annotations

import io
import logging
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tieout import catalogue
from tieout.cache import digest
from tieout.compute import remote
from tieout.compute.messages import Failed, Reply
from tieout.compute.process import Closing, ScriptProcess
from tieout.compute.processes import Ask, Heard, unheard
from tieout.compute.versions import version_of
from tieout.data.large import LargeTable
from tieout.findings import Finding, Place, TieoutError
from tieout.project import CONFIG, Project

if TYPE_CHECKING:
    from tieout.data.table import Table

_REACH = 5  # seconds to find the scheduler
_WAIT = 60.0  # seconds for a worker to come back when the last one is lost
_RETRIES = 3  # of a task whose data were lost with a worker
_CHUNK = 32 * 1024 * 1024
_ALIKE = ("tieout", "pandas", "numpy", "matplotlib", "duckdb", "dask", "distributed")
_MISSING = 'Install it with: pip install "tieout[dask]"'


class ClusterProcesses(Closing):
    """The scripts' processes on a cluster; `first`, on this machine, imports scripts to see what they define."""

    wide = True  # everything that can run at once may

    def __init__(self, project: Project, address: str, say: Callable[[str], None]) -> None:
        self.first = ScriptProcess(project)
        self._project = project
        self._address = address
        self._say = say
        self._client: Any = None
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
        if self._client is not None:
            client, self._client = self._client, None
            self._sent.clear()
            try:
                client.run(remote.leave, self._bundle()[0], on_error="ignore")
            except (OSError, ValueError, RuntimeError):
                pass  # a cluster that is gone needs no tidying
            finally:
                client.close(timeout=2)

    def all(self, asks: Sequence[Ask], heard: Heard = unheard) -> list[Reply | TieoutError]:
        """The replies to independent requests, in their order; a failure takes its request's place.

        Raises:
            TieoutError: the cluster cannot be reached, has lost its workers, or is not like this machine.
        """
        if not asks:
            return []
        client = self._connected()
        replies: dict[int, Reply | TieoutError] = {}
        waiting = {self._submitted(client, ask): number for number, ask in enumerate(asks)}
        tries = dict.fromkeys(range(len(asks)), 0)
        alone = time.monotonic()
        while waiting:
            done = self._finished(client, list(waiting))
            alone = time.monotonic() if done or client.scheduler_info()["workers"] else alone
            if time.monotonic() - alone > _WAIT:
                raise self._fault("has lost all its workers", "Start workers, and build again.")
            for future in done:
                number = waiting.pop(future)
                reply = self._reply(future)
                if reply is _LOST and tries[number] < _RETRIES:
                    tries[number] += 1
                    self._sent.clear()
                    waiting[self._submitted(client, asks[number])] = number
                    continue
                if reply is _LOST:
                    name = asks[number].request
                    what = getattr(getattr(name, "definition", None), "name", "a function")
                    message = f"lost its workers again and again while it ran '{what}'"
                    raise self._fault(message, "Look at the workers' logs: is memory too short?")
                replies[number] = reply
                if not isinstance(reply, TieoutError):
                    heard(number, reply)
                self._say(f"cluster: {len(replies)} of {len(asks)}")
        return [replies[number] for number in range(len(asks))]

    def _submitted(self, client: Any, ask: Ask) -> Any:
        name, code = self._bundle()
        tables = [self._table(client, table) for table in ask.tables]
        files = [remote.Wanted.of(t) for t in ask.tables if isinstance(t, LargeTable)]
        return client.submit(
            remote.answer,
            name,
            self._scattered(client, name, code),
            ask.request,
            tables,
            ask.about,
            files,
            pure=False,
            retries=_RETRIES,
        )

    def _finished(self, client: Any, futures: list[Any]) -> list[Any]:
        import distributed

        if client.status not in {"running", "connecting"}:
            raise self._fault("was lost", "Look at the scheduler, and build again.")
        try:
            with client.as_current():
                done = distributed.wait(futures, timeout=1, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = set()
        except distributed.CancelledError:
            done = {each for each in futures if each.cancelled()}
        return sorted(done, key=futures.index)

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

    def _table(self, client: Any, table: Table) -> Any:
        if isinstance(table, LargeTable):
            return self._placed(client, table)
        return self._scattered(client, f"{table.digest}-{table.dataset.name}", table)

    def _scattered(self, client: Any, key: str, data: Any) -> Any:
        """Data on the cluster, sent once."""
        if key not in self._sent:
            self._sent[key] = client.scatter([data], broadcast=True, hash=False)[0]
        return self._sent[key]

    def _placed(self, client: Any, table: LargeTable) -> LargeTable:
        """A file where each worker finds it: where it is, on shared storage, or as a copy."""
        want = remote.Wanted.of(table)
        has = client.run(remote.has, want)
        for worker in [each for each, there in has.items() if not there]:
            if client.run(remote.has, want, workers=[worker])[worker]:
                continue  # another worker of the same machine has been sent it
            with table.store.file.open("rb") as opened:
                offset = 0
                while chunk := opened.read(_CHUNK):
                    client.run(remote.receive, want, offset, chunk, workers=[worker])
                    offset += len(chunk)
                    self._say(f"cluster: {table.dataset.path} {100 * offset // want.size} %")
        return table

    def _connected(self) -> Any:
        if self._client is None:
            try:
                import distributed
            except ImportError:
                message = "--scheduler needs Dask, which is not installed"
                raise TieoutError(
                    Finding(catalogue.MISSING_EXTRA, Place(""), message, _MISSING), found=False
                ) from None
            # What goes wrong is said by a finding, not by the log of each of its threads.
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            try:
                client = distributed.Client(self._address, timeout=_REACH, set_as_default=False)
            except (OSError, TimeoutError, ValueError, RuntimeError) as error:
                said = str(error).splitlines()[0] if str(error) else type(error).__name__
                remedy = "Start one with 'dask scheduler', or correct --scheduler."
                raise self._fault(f"cannot be reached: {said}", remedy) from None
            self._client = client
            self._require_alike(client)
        return self._client

    def _require_alike(self, client: Any) -> None:
        """Results depend on these versions: another one would give another ledger."""

        def versions(names: tuple[str, ...]) -> dict[str, str]:
            # Goes to the worker as it stands here: tieout need not be there yet.
            import importlib.metadata
            import platform

            found = {"Python": platform.python_version()}
            for name in names:
                try:
                    found[name] = importlib.metadata.version(name)
                except importlib.metadata.PackageNotFoundError:
                    found[name] = ""
            return found

        here = {"Python": versions(())["Python"], **{name: version_of(name) for name in _ALIKE}}
        there: Mapping[str, Mapping[str, str]] = client.run(versions, _ALIKE)
        if not there:
            raise self._fault("has no workers", "Start some with 'dask worker'.")
        unlike = {
            worker: [
                f"{name} {got.get(name) or 'missing'} (here {here[name] or 'missing'})"
                for name in here
                if (got.get(name) or "") != (here[name] or "")
            ]
            for worker, got in sorted(there.items())
        }
        wrong = [worker for worker, said in unlike.items() if said]
        if wrong:
            more = f", and {len(wrong) - 1} more like it" if len(wrong) > 1 else ""
            message = f"worker {wrong[0]} has {', '.join(unlike[wrong[0]])}{more}"
            remedy = "Install the same versions there: results depend on them."
            raise TieoutError(
                Finding(catalogue.UNLIKE_WORKER, Place(""), message, remedy), found=False
            )

    def _fault(self, what: str, remedy: str) -> TieoutError:
        message = f"the scheduler at {self._address} {what}"
        return TieoutError(Finding(catalogue.NO_CLUSTER, Place(""), message, remedy), found=False)


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
