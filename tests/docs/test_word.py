"""The way to Word and back, command by command, as docs/word.md tells it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from committed import identity
from projects import clean_environment

PAGE = Path(__file__).parents[2] / "docs" / "word.md"


def commands() -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```$", PAGE.read_text(), re.S | re.M)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]


@pytest.mark.slow
def test_there_and_back(tmp_path):
    programs = tmp_path / "programs"
    programs.mkdir()
    tieout = programs / "tieout"
    tieout.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tieout "$@"\n')
    tieout.chmod(0o755)
    environment = clean_environment(
        {**identity(), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    )
    here = tmp_path / "report"

    def run(text: str, status: int = 0) -> str:
        done = subprocess.run(
            ["bash", "-c", text],
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, f"{text}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    here.mkdir()
    run(
        "tieout init . --yes && git init -q && git add -A && tieout build -q && tieout lock && git add -A && git commit -qm begun"
    )
    said = ""
    for text in commands():
        retyped = text.startswith("tieout compare")
        said += run(text, 1 if retyped else 0)
        if text.startswith("cp "):
            edited(here / "sent.docx", here / "returned.docx")
    assert "1 number retyped" in said
    assert "TIE866" in said
    assert "became" in (here / "edits.md").read_text()
    assert (here / "_output" / "report.epub").is_file()


def edited(sent: Path, returned: Path) -> None:
    """A copy editor's afternoon: words changed, a number retyped."""
    document = docx.Document(sent)
    number = next(
        run for p in document.paragraphs for run in p.runs if run.style.name == "Tieout Number"
    )
    number.text = "12345"
    document.save(returned)


def test_the_house_style_is_yaml_that_a_book_takes():
    from ruamel.yaml import YAML

    from tieout.engines.documents.options import HEEDED

    (block,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.S | re.M)
    settings = YAML(typ="safe").load(block)["format"]["docx"]
    assert set(settings) <= HEEDED["docx"]


def test_the_styles_that_are_named_exist():
    from tieout.engines.documents.styles import STYLES

    names = {style.name.lower() for style in STYLES}
    text = PAGE.read_text().partition("To make one")[2].partition("\n\n")[0]
    named = re.findall(r"\*([^*]+)\*", text)
    assert len(named) == 9
    assert {name.lower() for name in named} <= names
