"""Times the builds an author waits for, in one run, as medians and as ratios to a bare Python start.

    python benchmarks/build.py [PROJECT] [--runs 5]

Works on a copy of the project in a temporary folder; nothing in the project itself changes.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PARTS = ("tieout.toml", "references.bib", "data", "scripts", "figures", "report")


def main() -> None:
    """Print one line a case: median, spread, ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", default=".", type=Path)
    parser.add_argument("--runs", default=5, type=int)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "report"
        _copy(asked.project.resolve(), copy)
        _report(copy, asked.runs)


def _report(project: Path, runs: int) -> None:
    chapter = project / "report" / "prisons.qmd"
    table = project / "data" / "prison_population.csv"

    def nothing() -> None:
        return

    def clear() -> None:
        shutil.rmtree(project / ".tieout", ignore_errors=True)
        shutil.rmtree(project / "_output", ignore_errors=True)

    turn = iter(range(1_000_000))

    def word() -> None:
        chapter.write_text(chapter.read_text("utf-8") + f"\nWord{next(turn)}.\n", "utf-8")

    def cell() -> None:
        text = table.read_text("utf-8")
        table.write_text(re.sub(r",38\d{3},", f",{38_000 + next(turn)},", text, count=1), "utf-8")

    build = [sys.executable, "-m", "tieout", "build", "--engine", "pandoc", "-q"]
    bare = _time([sys.executable, "-c", "pass"], project, nothing, runs)
    cases: list[tuple[str, list[str], Callable[[], None]]] = [
        ("cold build, HTML and PDF", build, clear),
        ("nothing changed", build, nothing),
        ("one word changed, its page", [*build, "--only", "prisons.qmd"], word),
        ("one word changed, HTML and PDF", build, word),
        ("one cell changed, HTML and PDF", build, cell),
    ]
    print(f"{'case':<34}{'median s':>10}{'min':>8}{'max':>8}{'x bare':>9}")
    print(_line("bare Python start", bare, statistics.median(bare)))
    for name, command, before in cases:
        if name.startswith("one"):
            _run(build, project)
        times = _time(command, project, before, runs)
        print(_line(name, times, statistics.median(bare)), flush=True)


def _time(command: list[str], folder: Path, before: Callable[[], None], runs: int) -> list[float]:
    times = []
    for _ in range(runs):
        before()
        start = time.perf_counter()
        _run(command, folder)
        times.append(time.perf_counter() - start)
    return times


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _line(name: str, times: list[float], bare: float) -> str:
    middle = statistics.median(times)
    return f"{name:<34}{middle:>10.3f}{min(times):>8.3f}{max(times):>8.3f}{middle / bare:>9.1f}"


def _copy(project: Path, copy: Path) -> None:
    copy.mkdir(parents=True)
    for name in PARTS:
        source = project / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("_tieout", "_book"))
        elif source.exists():
            shutil.copy2(source, copy / name)


if __name__ == "__main__":
    main()
