"""Cases: what an author does with tieout, timed as whole commands from a cold start."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from bench import measure
from bench.edits import Subject
from bench.measure import Case, Measured

TIEOUT = [sys.executable, "-m", "tieout"]
BUILD = [*TIEOUT, "build", "--engine", "pandoc", "-q"]

Stages: TypeAlias = dict[str, list[float]]


def python(runs: int, folder: Path) -> Measured:
    """Python that does nothing: below this no tool written in it can go."""
    return measure.of_command(runs, [sys.executable, "-c", "pass"], folder)


def clear(folder: Path) -> None:
    """Forget everything that was ever built."""
    for name in (".tieout", "_output", "report/_tieout"):
        shutil.rmtree(folder / name, ignore_errors=True)


def builds(subject: Subject, stages: Stages) -> list[Case]:
    """Every kind of build, in an order in which each finds what it needs; `stages` are filled by the cold one."""
    folder = subject.folder

    def once() -> measure.Taken:
        taken, said = measure.said([*BUILD, "--format", "json"], folder)
        for name, seconds in json.loads(said)["stages"].items():
            stages.setdefault(name, []).append(seconds)
        return taken

    def edited(kind: str) -> Callable[[], object]:
        return lambda: subject.edit(kind)

    def word() -> None:
        measure.command(BUILD, folder)  # what was built last was one page
        subject.edit("word")

    page = [*BUILD, "--only", subject.chapter, "--to", "html"]
    found = [
        Case("cold", once, lambda: clear(folder), lambda: measure.peak(BUILD, folder)),
        measure.case("nothing", BUILD, folder),
        measure.case("word_page", page, folder, edited("word")),
        measure.case("word", BUILD, folder, word),
        measure.case("cell", BUILD, folder, edited("cell")),
        measure.case("script", BUILD, folder, edited("script")),
    ]
    if subject.name == "synthetic":  # for tools that make no PDF
        found += ours(subject, "html", [*BUILD, "--to", "html"])
    return found


def ours(subject: Subject, name: str, words: list[str]) -> list[Case]:
    """A cold build and a changed cell, for comparison with another tool."""
    folder = subject.folder
    return [
        measure.case(f"{name}_cold", words, folder, lambda: clear(folder)),
        measure.case(f"{name}_cell", words, folder, lambda: subject.edit("cell")),
    ]


def medians(stages: Stages) -> dict[str, float]:
    """The seconds of every stage of a cold build."""
    return {name: round(statistics.median(each), 3) for name, each in stages.items()}


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
