"""Standing: pandoc processes that stay from one chapter to the next, so that what they get ready is ready."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

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
        self._lock = threading.Lock()

    def start(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            self.close()  # it has ended by itself
        if self._process is None:
            self._process = group.start(
                [str(programs.pandoc()), "lua", str(programs.WORKER), "-"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
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
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(f"{job}\n".encode())
                process.stdin.flush()
                answer = process.stdout.readline()
            if answer != b"done\n":
                with contextlib.suppress(OSError, ValueError):
                    told = (
                        process.stderr.read().decode("utf-8", "replace") if process.stderr else ""
                    )
                self.close()
                workers.require(told or "pandoc ended", share)
            if memory(process.pid) > MOST:
                self.close()

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            group.end(process)
