"""Measure: how long a command takes, how much processor time and how much memory, with all it starts."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_EVERY = 0.03


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run took: seconds on the clock, and of processors."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Measured:
    """Several runs of one thing; `memory` is the peak of the whole process tree in megabytes, 0: not looked at."""

    runs: tuple[Taken, ...]
    memory: float = 0.0

    @property
    def median(self) -> float:
        """Seconds of the middle run."""
        return statistics.median(run.wall for run in self.runs)

    def as_data(self) -> dict[str, float | int]:
        """For the file of results."""
        walls = [run.wall for run in self.runs]
        return {
            "runs": len(walls),
            "median": round(self.median, 4),
            "fastest": round(min(walls), 4),
            "slowest": round(max(walls), 4),
            "cpu": round(statistics.median(run.cpu for run in self.runs), 4),
            "memory": round(self.memory, 1),
        }


def command(words: Sequence[str | Path], folder: Path, worst: int = 0) -> Taken:
    """Run a command to its end; an exit status up to `worst` is fine.

    Raises:
        RuntimeError: it failed; the message is the end of what it said.
    """
    return said(words, folder, worst)[0]


def said(words: Sequence[str | Path], folder: Path, worst: int = 0) -> tuple[Taken, bytes]:
    """The same, and what it wrote to its standard output."""
    before, begun = os.times(), time.perf_counter()
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
    )
    wall, after = time.perf_counter() - begun, os.times()
    require(done.returncode, words, done.stdout + done.stderr, worst)
    cpu = after.children_user + after.children_system
    return Taken(wall, cpu - before.children_user - before.children_system), done.stdout


@dataclass(frozen=True, slots=True)
class Case:
    """Something to be timed.

    Attributes:
        name: of the case.
        once: runs it.
        before: makes it necessary again.
        peak: runs it and tells the megabytes it held at most.
    """

    name: str
    once: Callable[[], Taken]
    before: Callable[[], object]
    peak: Callable[[], float]


def case(
    name: str,
    words: Sequence[str | Path],
    folder: Path,
    before: Callable[[], object] = lambda: None,
    worst: int = 0,
) -> Case:
    """A command as a case."""
    return Case(
        name,
        lambda: command(words, folder, worst),
        before,
        lambda: peak(words, folder, worst),
    )


def in_turns(runs: int, cases: Sequence[Case], *, peaks: bool = True) -> dict[str, Measured]:
    """Cases run one after the other, again and again: what a machine's own pace does, it does to all of them.

    Args:
        runs: how often each is run for the time it takes.
        cases: in an order in which each finds what it needs.
        peaks: whether all are run once more for their memory.
    """
    taken: dict[str, list[Taken]] = {each.name: [] for each in cases}
    for _ in range(runs):
        for each in cases:
            each.before()
            taken[each.name].append(each.once())
    memory = dict.fromkeys(taken, 0.0)
    for each in cases if peaks else ():
        each.before()
        memory[each.name] = each.peak()
    return {name: Measured(tuple(each), memory[name]) for name, each in taken.items()}


def of_command(
    runs: int,
    words: Sequence[str | Path],
    folder: Path,
    before: Callable[[], object] = lambda: None,
    worst: int = 0,
) -> Measured:
    """A command, run several times for the time it takes and once more for its memory."""
    return in_turns(runs, [case("", words, folder, before, worst)])[""]


def peak(words: Sequence[str | Path], folder: Path, worst: int = 0) -> float:
    """The most memory that a command and all its processes held at once, in megabytes.

    Proportional set size: what processes share counts once. Looking costs time: this run is not timed.
    """
    return watched(words, folder, worst)[1]


def watched(
    words: Sequence[str | Path], folder: Path, worst: int = 0
) -> tuple[float, float, bytes]:
    """Seconds (a little more than without looking), megabytes, and what it wrote to its standard output."""
    most, begun = 0.0, time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = psutil.Popen(
            [str(word) for word in words],
            cwd=folder,
            env=environment(),
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None:
            most = max(most, held(process))
            time.sleep(_EVERY)
        wall = time.perf_counter() - begun
        require(process.returncode, words, b"", worst)
        out.seek(0)
        return wall, most, out.read()


def held(process: psutil.Process) -> float:
    """The memory of a process and all below it now, in megabytes."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for each in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.Error, AttributeError):
                total += each.memory_full_info().pss
    return total / 2**20


def environment() -> dict[str, str]:
    """The environment of every command: compiled modules are kept, as on everybody's machine."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def require(status: int, words: Sequence[str | Path], said: bytes, worst: int = 0) -> None:
    """Nothing where a command went well.

    Raises:
        RuntimeError: it did not.
    """
    if status < 0 or status > worst:
        end = said.decode("utf-8", "replace")[-2_000:]
        raise RuntimeError(f"{' '.join(map(str, words))} ended with status {status}\n{end}")
