"""Workers: chapters through pandoc, several processes at once, none of which outlives us."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.engines.pandoc import programs
from tieout.findings import Finding, Place, TieoutError
from tieout.processes import group, signals

TIMEOUT = 600
LATE = group.late(TIMEOUT)

# What `run` below does, and what workers that stay do as well.
Runs = Callable[[Mapping[str, object], Sequence[Mapping[str, object]], int], list[dict[str, Any]]]


def run(
    common: Mapping[str, object], chapters: Sequence[Mapping[str, object]], jobs: int
) -> list[dict[str, Any]]:
    """Each chapter's result as JSON data, in order.

    Args:
        common: what the worker must know for every chapter.
        chapters: each with `path` (for messages), `text`, `entries` (CSL-JSON of what it cites) and what
            else the worker reads.
        jobs: how many processes may run at once.

    Raises:
        TieoutError: pandoc failed; the finding holds its message.
    """
    with tempfile.TemporaryDirectory(prefix="tieout-pandoc-") as name:
        work = begin(Path(name), common, chapters, jobs)
        try:
            return work.results()
        finally:
            work.end()


@dataclass(frozen=True, slots=True)
class Work:
    """Processes that read chapters; what each was told of them."""

    tasks: Sequence[Mapping[str, object]]
    processes: Sequence[tuple[subprocess.Popen[bytes], Sequence[Mapping[str, object]]]]

    def results(self) -> list[dict[str, Any]]:
        """Each chapter's result as JSON data, in order, once all are there.

        Raises:
            TieoutError: pandoc failed.
        """
        messages = [(_finish(process), share) for process, share in self.processes]
        for message, share in messages:
            require(message, share)
        return [read(Path(str(task["out"])), str(task["path"])) for task in self.tasks]

    def end(self) -> None:
        """End what still runs."""
        for process, _ in self.processes:
            group.end(process)


def begin(
    folder: Path,
    common: Mapping[str, object],
    chapters: Sequence[Mapping[str, object]],
    jobs: int,
) -> Work:
    """What `run` does, without waiting for it; everything is written to a folder."""
    tasks = [task_of(folder, number, chapter) for number, chapter in enumerate(chapters)]
    processes = []
    try:
        for number, share in enumerate(shares(tasks, jobs)):
            job = folder / f"job{number}"
            job.write_text(
                json.dumps({**common, "chapters": share}, ensure_ascii=False), encoding="utf-8"
            )
            with signals.undisturbed():
                processes.append((_start(job), share))
    except BaseException:
        Work(tasks, processes).end()
        raise
    return Work(tasks, processes)


def task_of(folder: Path, number: int, chapter: Mapping[str, object]) -> dict[str, object]:
    """What a worker is told of a chapter; what it cites stands in a file of its own."""
    task = {**chapter, "out": str(folder / f"{number}.json")}
    entries = task.pop("entries", None)
    if entries:
        task["bibliography"] = str(folder / f"{number}.references.json")
        (folder / f"{number}.references.json").write_text(
            json.dumps(entries, ensure_ascii=False), encoding="utf-8"
        )
    return task


def shares(tasks: list[dict[str, object]], jobs: int) -> list[list[dict[str, object]]]:
    """The tasks dealt out so that each process has about the same length of text."""
    dealt: list[list[dict[str, object]]] = [[] for _ in range(max(1, min(jobs, len(tasks))))]
    lengths = [0] * len(dealt)
    for task in sorted(tasks, key=lambda task: (-_weight(task), str(task["path"]))):
        lightest = lengths.index(min(lengths))
        dealt[lightest].append(task)
        lengths[lightest] += _weight(task)
    return [share for share in dealt if share]


def _weight(task: Mapping[str, object]) -> int:
    return len(str(task["text"])) + 2000


def _start(job: Path) -> subprocess.Popen[bytes]:
    return group.start(
        programs.command("lua", str(programs.WORKER), str(job)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _finish(process: subprocess.Popen[bytes]) -> str:
    """Wait for the end; pandoc's message if it failed, else nothing."""
    with group.within(process, TIMEOUT) as late:
        _, told = process.communicate()
    if late.is_set():
        return LATE
    if process.returncode == 0:
        return ""
    text = told.decode("utf-8", "replace").strip()
    return text or f"pandoc ended with status {process.returncode}"


def require(message: str, share: Sequence[Mapping[str, object]]) -> None:
    """Nothing where there is no message.

    Raises:
        TieoutError: the message, about the chapter, where it was one.
    """
    if message:
        place = Place(str(share[0]["path"]) if len(share) == 1 else "pandoc")
        raise TieoutError(failed(place, message))


def read(path: Path, chapter: str) -> dict[str, Any]:
    """A worker's result for a chapter.

    Raises:
        TieoutError: there is none.
    """
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise TieoutError(failed(Place(chapter), f"pandoc wrote no result: {error}")) from None
    if not isinstance(data, dict) or "error" in data:
        raise TieoutError(failed(Place(chapter), str(data.get("error", "no result"))))
    return data


def failed(place: Place, message: str) -> Finding:
    """The finding for a chapter that pandoc did not render."""
    first, *rest = message.strip().removeprefix("pandoc: ").splitlines() or ["pandoc failed"]
    return Finding(
        catalogue.ENGINE_FAILED,
        place,
        f"pandoc: {first}",
        "Take the newest change to the chapter back; if that does not help, report this.",
        tuple(rest[:10]),
    )
