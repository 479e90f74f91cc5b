"""Stories: a page of the documentation as what its reader would do: run commands, write into files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from committed import identity
from projects import clean_environment

DOCS = Path(__file__).parents[1] / "docs"
# A fenced block, and the words before it that say where it goes: "In `a.py`, write:", "To `a.qmd`, add:".
_BLOCK = re.compile(
    r"(?:(?P<verb>In|To)\s+`(?P<file>[^`\n]+)`,\s+(?:write|add):\n\n)?"
    r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Step:
    """A command to run (`file` empty), or a text to write into a file or to add to it."""

    text: str
    file: str = ""
    adds: bool = False


def steps(page: str) -> Iterator[Step]:
    """What a page tells its reader to do, in order."""
    for block in _BLOCK.finditer((DOCS / page).read_text("utf-8")):
        if block["kind"] == "console":
            for line in block["text"].splitlines():
                if line.startswith("$ "):
                    yield Step(line.removeprefix("$ "))
        elif block["file"]:
            yield Step(block["text"], block["file"], block["verb"] == "To")


@dataclass
class Reader:
    """Somebody who does what pages say, in a folder, with `tieout` and `python` on their PATH."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        programs = self.folder / "programs"
        programs.mkdir()
        for name, start in {"tieout": "-m tieout", "python": ""}.items():
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {start} "$@"\n')
            program.chmod(0o755)
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        self.environment = clean_environment({**identity(), "PATH": path})

    def follow(self, page: str) -> None:
        """Do all that a page says."""
        for step in steps(page):
            if step.file:
                self._write(step)
            else:
                self.run(step.text)

    def run(self, command: str) -> None:
        """Run one command; it must succeed."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return
        # The story's own branch and tag stand for anybody's.
        asked = command.replace("diff main", "diff HEAD").replace("diff v1.0", "diff HEAD")
        done = subprocess.run(
            ["bash", "-c", asked],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        self.said[command] = done.stdout

    def _write(self, step: Step) -> None:
        path = self.folder / step.file
        before = path.read_text("utf-8") if path.is_file() else ""
        if step.adds:
            assert before, f"{step.file} is not there to be added to"
            path.write_text(before + step.text, "utf-8")
        elif path.suffix == ".qmd" and not step.text.startswith(("#", "---")):
            path.write_text(before.partition("\n\n")[0] + f"\n\n{step.text}", "utf-8")
        else:
            path.write_text(step.text, "utf-8")
