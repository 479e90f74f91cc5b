"""Cases: what an author does with tieout, timed as whole commands from a cold start."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

from bench import measure
from bench.edits import Subject
from bench.measure import Measured

TIEOUT = [sys.executable, "-m", "tieout"]
BUILD = [*TIEOUT, "build", "--engine", "pandoc", "-q"]


def python(runs: int, folder: Path) -> Measured:
    """Python that does nothing: below this no tool written in it can go."""
    return measure.of_command(runs, [sys.executable, "-c", "pass"], folder)


def clear(folder: Path) -> None:
    """Forget everything that was ever built."""
    for name in (".tieout", "_output", "report/_tieout"):
        shutil.rmtree(folder / name, ignore_errors=True)


def builds(subject: Subject, runs: int, tell: Callable[[str, Measured], None]) -> dict[str, float]:
    """Every kind of build, in an order in which each finds what it needs; the stages of a cold one."""
    folder = subject.folder

    def build() -> None:
        measure.command(BUILD, folder)

    def timed(name: str, words: list[str], before: Callable[[], object]) -> None:
        tell(name, measure.of_command(runs, words, folder, before))

    measured, stages = cold(subject, runs)
    tell("cold", measured)
    timed("nothing", BUILD, lambda: None)
    page = [*BUILD, "--only", subject.chapter, "--to", "html"]
    timed("word_page", page, lambda: subject.edit("word"))
    build()
    timed("word", BUILD, lambda: subject.edit("word"))
    timed("cell", BUILD, lambda: subject.edit("cell"))
    timed("script", BUILD, lambda: subject.edit("script"))
    if subject.name == "synthetic":  # for tools that make no PDF
        pages = [*BUILD, "--to", "html"]
        timed("html_cold", pages, lambda: clear(folder))
        timed("html_cell", pages, lambda: subject.edit("cell"))
        build()
    return stages


def checks(subject: Subject, runs: int, tell: Callable[[str, Measured], None]) -> None:
    """`tieout check` with nothing kept, and again; it may find something: that is its work."""
    folder = subject.folder
    measure.command(BUILD, folder)
    words = [*TIEOUT, "check", "-q"]
    kept = folder / ".tieout" / "cache" / "checks"

    def forget() -> None:
        shutil.rmtree(kept, ignore_errors=True)

    tell("check_first", measure.of_command(runs, words, folder, forget, worst=1))
    measure.command(words, folder, worst=1)
    tell("check_kept", measure.of_command(runs, words, folder, worst=1))


def cold(subject: Subject, runs: int) -> tuple[Measured, dict[str, float]]:
    """A build from nothing, and the seconds of every stage of it, medians."""
    seen: dict[str, list[float]] = {}

    def once() -> measure.Taken:
        taken, said = measure.said([*BUILD, "--format", "json"], subject.folder)
        for name, seconds in json.loads(said)["stages"].items():
            seen.setdefault(name, []).append(seconds)
        return taken

    measured = measure.times(
        runs,
        once,
        lambda: clear(subject.folder),
        lambda: measure.peak(BUILD, subject.folder),
    )
    return measured, {name: round(statistics.median(each), 3) for name, each in seen.items()}
