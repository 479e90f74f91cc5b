"""The first report, command by command, as docs/start.md and docs/diff.md tell it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from committed import identity
from projects import clean_environment

DOCS = Path(__file__).parents[2] / "docs"


def commands(page):
    """The commands of a page's console blocks, and what is to be written into files, in order."""
    for block in re.finditer(
        r"^```(console|markdown)\n(.*?)^```$", (DOCS / page).read_text(), re.S | re.M
    ):
        if block[1] == "markdown":
            yield "write", block[2]
            continue
        for line in block[2].splitlines():
            if line.startswith("$ "):
                yield "run", line.removeprefix("$ ")


@pytest.mark.slow
def test_the_pages_told_as_one_story(tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    tieout = programs / "tieout"
    tieout.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tieout "$@"\n')
    tieout.chmod(0o755)
    environment = clean_environment(
        {**identity(), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    )
    here = tmp_path
    ran = []
    for kind, text in [*commands("start.md"), ("run", "tieout build"), *commands("diff.md")]:
        if kind == "write":
            chapter = here / "report" / "storks.qmd"
            chapter.write_text(chapter.read_text().partition("\n\n")[0] + f"\n\n{text}")
        elif text.startswith("cd "):
            here /= text.removeprefix("cd ")
        else:
            # The story's own branch and tag stand for anybody's.
            asked = text.replace("diff main", "diff HEAD").replace("diff v1.0", "diff HEAD")
            done = subprocess.run(
                ["bash", "-c", asked],
                cwd=here,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
            ran.append((text, done.stdout))
    said = dict(ran)
    assert "storks.2020.storks = 82" in said["tieout diff"]
    assert "In 2020 there were 82 storks in 35 nests." in said["tieout diff"]
    assert (
        "supplies.lambeth.deaths 98 → 108"
        in said["tieout diff --what-if data/supplies.csv:3:deaths=108"]
    )
    assert (here / "comment.md").read_text().startswith("**Numbers since HEAD")
    assert (here / "changes.html").read_text().startswith("<!DOCTYPE html>")
    assert (here / "numbers.csv").read_text().count("\n") > 6
    assert "83" not in (here / "data/storks.csv").read_text()


def test_every_command_of_the_pages_is_one():
    from tieout.cli.main import COMMANDS

    for page in ("start.md", "diff.md"):
        for kind, text in commands(page):
            if kind == "run" and text.startswith("tieout "):
                assert text.split()[1] in COMMANDS, text
