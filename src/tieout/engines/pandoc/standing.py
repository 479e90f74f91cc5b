"""Standing: pandoc processes that stay from one chapter to the next, so that what they get ready is ready."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from tieout.engines.pandoc import programs, workers
from tieout.processes import group
from tieout.processes.group import memory

# Pandoc's memory grows with what it reads: past so many megabytes a new process takes over.
MOST = 96


class StandingWorkers:
    """What `workers.run` does, with processes that stay; a chapter is read in half the time."""

    def __init__(self, count: int = 2) -> None:
        self._processes = [_Standing() for _ in range(count)]

    def start(self) -> None:
        """Start the processes ahead of the first chapter."""
        for process in self._processes:
            process.start()

    def run(
        self, common: Mapping[str, object], chapters: Sequence[Mapping[str, object]], jobs: int
    ) -> list[dict[str, Any]]:
        """Each chapter's result as JSON data, in order.

        Raises:
            TieoutError: pandoc failed; the finding holds its message.
        """
        with tempfile.TemporaryDirectory(prefix="tieout-pandoc-") as name:
            folder = Path(name)
            tasks = [workers.task_of(folder, n, chapter) for n, chapter in enumerate(chapters)]
            shares = workers.shares(tasks, min(jobs, len(self._processes)))
            given = []
            for number, share in enumerate(shares):
                job = folder / f"job{number}"
                job.write_text(
                    json.dumps({**common, "chapters": share}, ensure_ascii=False), encoding="utf-8"
                )
                given.append((self._processes[number], job, share))
            with ThreadPoolExecutor(len(given)) as threads:
                list(threads.map(lambda each: each[0].do(each[1], each[2]), given))
            return [workers.read(Path(str(t["out"])), str(t["path"])) for t in tasks]

    def close(self) -> None:
        """End all processes."""
        for process in self._processes:
            process.close()


class _Standing:
    """One process; it is started when it is first needed, and again when it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        # What it says of itself: a pipe that nobody reads would be full one day, and it would wait for ever.
        self._said: IO[bytes] = io.BytesIO()
        self._lock = threading.Lock()

    def start(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            self.close()  # it has ended by itself
        if self._process is None:
            self._said = tempfile.TemporaryFile()  # noqa: SIM115  # closed below
            self._process = group.start(
                programs.command("lua", str(programs.WORKER), "-"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
            )

    def do(self, job: Path, share: Sequence[Mapping[str, object]]) -> None:
        """Have a job done.

        Raises:
            TieoutError: the process ended over it.
        """
        with self._lock:
            self.start()
            process = self._process
            if process is None or process.stdin is None or process.stdout is None:
                raise RuntimeError("the process was started with pipes")
            answer, told = b"", ""
            # ValueError: another thread closed the process meanwhile.
            with (
                group.within(process, workers.TIMEOUT) as late,
                contextlib.suppress(OSError, ValueError),
            ):
                self._said.seek(0)  # from where the process writes, too
                self._said.truncate()
                process.stdin.write(f"{job}\n".encode())
                process.stdin.flush()
                answer = process.stdout.readline()
            if answer != b"done\n":
                group.end(process)
                with contextlib.suppress(OSError, ValueError):
                    self._said.seek(0)
                    told = self._said.read().decode("utf-8", "replace")
                self.close()
                workers.require(workers.LATE if late.is_set() else told or "pandoc ended", share)
            if memory(process.pid) > MOST:
                self.close()
                self.start()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            group.end(process)
            self._said.close()
