"""Remote: what a worker of a cluster does: keeps the scripts and the files it was sent, and answers by processes."""

from __future__ import annotations

import atexit
import dataclasses
import io
import os
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tieout.compute.handed import SCHEDULER, Form, copy_of, forms
from tieout.compute.messages import Failed, Reply, Request, Run, Trace
from tieout.compute.process import ScriptProcess
from tieout.data.large import LargeTable
from tieout.data.table import Table
from tieout.findings import Place, TieoutError
from tieout.project import Project


class MissingFileError(Exception):
    """A worker lacks a file that it should have been sent: it came later than the others."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dataset's file: where it is on the machine that builds, and how to know it elsewhere."""

    path: str
    digest: str
    size: int
    changed: int

    @classmethod
    def of(cls, table: LargeTable) -> Wanted:
        """The file of a table, as it is here."""
        status = table.store.file.stat()
        path = str(table.store.file)
        return cls(path, table.digest, status.st_size, status.st_mtime_ns)

    def here(self) -> Path | None:
        """The file on this machine: the same on shared storage, or a copy."""
        for path in (Path(self.path), self.copy):
            try:
                status = path.stat()
            except OSError:
                continue
            if status.st_size == self.size and (
                path == self.copy or status.st_mtime_ns == self.changed
            ):
                return path
        return None

    @property
    def copy(self) -> Path:
        """Where a copy would be: the same for all workers of a machine."""
        return copy_of(self.digest)


def has(wanted: Wanted) -> bool:
    """Whether this worker has a file."""
    return wanted.here() is not None


def receive(wanted: Wanted, offset: int, chunk: bytes) -> None:
    """Take a piece of a file; it counts as there when the last one came."""
    part = wanted.copy.with_suffix(f".{os.getpid()}.part")
    with part.open("r+b" if offset else "wb") as opened:
        opened.seek(offset)
        opened.write(chunk)
    if offset + len(chunk) >= wanted.size:
        part.replace(wanted.copy)


class _Scripts:
    """The processes that run one version of a project's scripts on this worker."""

    def __init__(self, code: bytes) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="tieout-scripts-"))
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            archive.extractall(self.root)
        self.project = Project.find(self.root)
        self.free: list[ScriptProcess] = []

    def close(self) -> None:
        for process in self.free:
            process.close()
        self.free.clear()
        shutil.rmtree(self.root, ignore_errors=True)


_scripts: dict[str, _Scripts] = {}
_lock = threading.Lock()


def answer(
    name: str,
    code: bytes,
    request: Request,
    tables: Sequence[Table],
    about: Place,
    files: Sequence[Wanted] = (),
) -> Reply:
    """One reply to one request, by a process of this worker that has the scripts and the tables."""
    held = _found(tables, files)
    with _lock:
        if name not in _scripts:
            _scripts[name] = _Scripts(code)
        scripts = _scripts[name]
        process = scripts.free.pop() if scripts.free else None
    if process is None:
        _join()
        process = ScriptProcess(scripts.project)
    if _computes_here(request):
        import distributed

        distributed.secede()  # its partitions need the threads of this worker
    try:
        return process.ask(request, about, held)
    except TieoutError as error:
        return Failed(error.findings)
    finally:
        with _lock:
            scripts.free.append(process)


def leave(name: str) -> None:
    """End the processes of one version of the scripts and forget it."""
    with _lock:
        scripts = _scripts.pop(name, None)
    if scripts is not None:
        scripts.close()


def _join() -> None:
    """Let the scripts' processes compute their Dask tables on the cluster."""
    import distributed

    os.environ[SCHEDULER] = distributed.get_worker().scheduler.address


def _computes_here(request: Request) -> bool:
    run = request.run if isinstance(request, Trace) else request
    return isinstance(run, Run) and Form.DASK in forms(run.definition).values()


def _found(tables: Sequence[Table], files: Sequence[Wanted]) -> list[Table]:
    """The tables, those in files by where these are on this machine."""
    where = {each.digest: each.here() for each in files}
    found: list[Table] = []
    for table in tables:
        if isinstance(table, LargeTable):
            path = where.get(table.digest)
            if path is None:
                raise MissingFileError(table.dataset.path)
            store = dataclasses.replace(table.store, file=path)
            found.append(LargeTable.over(table.dataset, store, table.lines[0], table.digest))
        else:
            found.append(table)
    return found


@atexit.register
def _end() -> None:
    for name in list(_scripts):
        leave(name)
