"""Moving in, command by command, as docs/moving-in.md tells it: on a small book that was there first."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from projects import clean_environment

PAGE = Path(__file__).parents[2] / "docs" / "moving-in.md"
BOOK = """\
project:
  type: book
book:
  title: "Weather of the delta"
  chapters:
    - index.qmd
    - weather.qmd
"""
BEFORE = (
    "# Weather {#sec-weather}\n\n```{python}\nrain = [612, 548, 701]\n```\n\n"
    "It rained 701 mm in 2021, 28% more than the year before.\n"
)


def steps():
    """The page's files and commands, in order."""
    text = PAGE.read_text("utf-8")
    for block in re.finditer(r"(?:^`([\w./]+)`:\n\n)?^```(\w+)\n(.*?)^```$", text, re.S | re.M):
        if block[1]:
            yield "write", block[1], block[3]
        elif block[2] == "console":
            for line in block[3].splitlines():
                if line.startswith("$ "):
                    yield "run", line.removeprefix("$ "), ""


@pytest.mark.slow
def test_the_page_told_as_one_story(tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    tieout = programs / "tieout"
    tieout.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tieout "$@"\n')
    tieout.chmod(0o755)
    environment = clean_environment({"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})
    book = tmp_path / "book"
    book.mkdir()
    (book / "_quarto.yml").write_text(BOOK)
    (book / "index.qmd").write_text("# Preface {.unnumbered}\n\nOn rain.\n")
    (book / "weather.qmd").write_text(BEFORE)
    ran = []
    for kind, what, text in steps():
        if kind == "write":
            (book / what).parent.mkdir(parents=True, exist_ok=True)
            (book / what).write_text(text)
            continue
        done = subprocess.run(
            ["bash", "-c", what],
            cwd=book,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        # Before its cells are gone an adopted book is built with warnings, and `check` may have found some.
        fine = {0, 1} if what.startswith("tieout check") else {0}
        assert done.returncode in fine, f"{what}\n{done.stdout}{done.stderr}"
        ran.append((what, done.stdout + done.stderr))
    said = dict(ran)
    assert "701 mm" not in said["tieout check"], "the number is bound"
    assert ran[1][0] == "tieout build --engine pandoc"
    assert "TIE320" in ran[1][1], "the cell was told of"
    page = (book / "_output/html/weather.html").read_text()
    assert "27.9%" in page
    assert 'id="fig-rain_by_year"' in page
    assert (book / "_quarto.yml").read_text() == BOOK
    assert "rain_change" in (book / "tieout.lock").read_text()


def test_every_file_and_command_of_the_page_is_known():
    kinds = [kind for kind, _, _ in steps()]
    assert (kinds.count("write"), kinds.count("run")) == (6, 10)
