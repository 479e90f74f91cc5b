"""Every command of the reviewer's tour runs on the report, and prints what the tour shows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects import clean_environment

ROOT = Path(__file__).parents[2]
TOUR = ROOT / "docs" / "tour.md"
PARTS = ("data", "figures", "scripts", "report")
MORE = "…"


def _commands() -> Iterator[tuple[str, list[str]]]:
    """Every command of the tour with the lines it is said to print."""
    for block in re.findall(r"```console\n(.*?)```", TOUR.read_text(encoding="utf-8"), re.S):
        command, lines = "", []
        for line in block.rstrip("\n").split("\n"):
            if line.startswith("$ "):
                if command:
                    yield command, lines
                command, lines = line.removeprefix("$ "), []
            else:
                lines.append(line)
        yield command, lines


def _follows(printed: list[str], shown: list[str]) -> str:
    """The first line shown that was not printed where it stands; empty when all were."""
    position, gap = 0, False
    for line in shown:
        if line == MORE:
            gap = True
            continue
        pattern = re.escape(line).replace(MORE, ".*")
        places = range(position, len(printed)) if gap else range(position, position + 1)
        here = next(
            (n for n in places if n < len(printed) and re.fullmatch(pattern, printed[n])), -1
        )
        if here < 0:
            return line
        position, gap = here + 1, False
    return ""


@pytest.fixture(scope="module")
def report(whole_report: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the report that was never built, with what was computed for another copy."""
    folder = tmp_path_factory.mktemp("tour") / "report"
    for name in PARTS:
        ignored = shutil.ignore_patterns("__pycache__", "_tieout", "_book")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("references.bib", "tieout.toml"):
        shutil.copy2(ROOT / name, folder / name)
    shutil.copytree(whole_report / ".tieout" / "cache", folder / ".tieout" / "cache")
    return folder


@pytest.mark.slow
def test_every_command_runs_and_prints_what_the_tour_shows(report: Path) -> None:
    commands = list(_commands())
    assert len(commands) >= 8
    environment = clean_environment({"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"})
    for command, shown in commands:
        words = shlex.split(command)
        if words[0] == "tieout":
            words = [sys.executable, "-m", *words]
        done = subprocess.run(
            words,
            cwd=report,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        if shown:
            missing = _follows(done.stdout.rstrip("\n").split("\n"), shown)
            assert not missing, f"{command} did not print {missing!r}\n{done.stdout}"
    assert (report / "_output/report.pdf").is_file()
    assert (report / "_output/html/index.html").is_file()
    assert 'by = "A. Reader"' in (report / "reviews.toml").read_text(encoding="utf-8")


def test_what_the_tour_shows_is_found_only_in_its_order() -> None:
    printed = ["a", "b", "c", "d"]
    assert not _follows(printed, ["a", MORE, "d"])
    assert not _follows(printed, [MORE, "c", "d"])
    assert not _follows(["x,1,2"], ["x,…"])
    assert _follows(printed, ["b"]) == "b"
    assert _follows(printed, ["a", "c"]) == "c"
    assert _follows(printed, ["a", MORE, "e"]) == "e"


def test_files_the_tour_names_are_linked_or_made() -> None:
    text = TOUR.read_text(encoding="utf-8")
    names = re.findall(r"\]\(([\w./-]+)\)", text)
    assert names
    for name in names:
        assert (TOUR.parent / name).is_file()
