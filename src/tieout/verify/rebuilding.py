"""Rebuilding: a report built once more, from a copy of its inputs, elsewhere and with nothing cached."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.build import making, stamp
from tieout.findings import Finding, Place, Severity, TieoutError
from tieout.ledger import lockfile, signoff
from tieout.ledger.manifest import Manifest
from tieout.project import CONFIG, Project

# Settings of whoever asks that are none of the report's.
_DROPPED = ("PYTHONHASHSEED", "TIEOUT_BUILDING")


@dataclass(frozen=True, slots=True)
class Asked:
    """How a report is to be built once more."""

    engine: str
    formats: tuple[str, ...]
    timestamp: int
    jobs: int
    has_dossier: bool = False


def beside(project: Project) -> tuple[str, ...]:
    """What a rebuild reads that is no input of a manifest: it changes no output, or only another edition's."""
    return lockfile.file_of(project), *signoff.files(project), project.config.editions.file


def inputs(project: Project, known: Manifest | None) -> tuple[str, ...]:
    """Everything the report is made of, by path; without a manifest, the whole project but what is made."""
    if known is None:
        found = (project.relative(path) for path in _walk(project, project.root))
        return tuple(sorted(found))
    further = tuple(each.path for each in known.inputs)
    names = [*making.counted(project, stamp.inputs(project, further)), *beside(project)]
    return tuple(sorted(name for name in names if (project.root / name).is_file()))


def rebuild(
    project: Project,
    names: Iterable[str],
    folder: Path,
    asked: Asked,
    say: Callable[[str], None],
) -> Project:
    """Build a copy of the project in a folder; the copy.

    Raises:
        TieoutError: the copy does not build, and why.
    """
    say("copying the inputs")
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / name, target)
    say("building the copy with nothing cached")
    to = ("--to", ",".join(asked.formats)) if asked.formats else ()
    options = ("--engine", asked.engine, "--jobs", str(asked.jobs), "--format", "json")
    edition = ("--edition", project.asked) if project.asked else ()
    _run(folder, asked.timestamp, "build", *to, *options, *edition)
    copy = Project.find(folder, project.asked)
    if asked.has_dossier:
        say("making the dossier of the copy")
        _run(folder, asked.timestamp, "audit", "--quiet", *edition)
    return copy


def _run(folder: Path, timestamp: int, *arguments: str) -> None:
    """Run tieout in the copy, by the Python that runs now.

    Raises:
        TieoutError: with what it found.
    """
    env = {name: text for name, text in os.environ.items() if name not in _DROPPED}
    env["SOURCE_DATE_EPOCH"] = str(timestamp)
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tieout", *arguments],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise TieoutError(*_told(done.stdout, done.stderr, folder), found=done.returncode == 1)


def _told(out: str, err: str, folder: Path) -> Iterator[Finding]:
    """What the build of the copy found; its folder is of no interest to anybody."""
    try:
        told = json.loads(out)
        of_editions = (each.get("findings", ()) for each in told.get("editions", {}).values())
        found = [*told.get("findings", ()), *(each for some in of_editions for each in some)]
    except (ValueError, AttributeError, TypeError):
        found = []
    rules = {rule.code: rule for rule in catalogue.rules()}
    for each in found:
        if each["severity"] == Severity.ERROR:
            place = Place(each["path"], each.get("line", 0), each.get("column", 0))
            detail = tuple(line.replace(f"{folder}/", "") for line in each.get("detail", ()))
            message = each["message"].replace(f"{folder}/", "")
            yield Finding(rules[each["code"]], place, message, each.get("remedy", ""), detail)
    message = "a clean copy of the report does not build"
    lines = () if found else tuple(err.replace(f"{folder}/", "").strip().split("\n")[-5:])
    remedy = "What is missing is not among its inputs. 'tieout doctor' looks for what tieout needs."
    yield Finding(catalogue.CANNOT_REBUILD, Place(CONFIG), message, remedy, lines)


def _walk(project: Project, folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.name in stamp.SKIPPED or path == project.built:
            continue
        if path.is_dir() and not path.is_symlink():
            if not (path / "pyvenv.cfg").is_file():
                yield from _walk(project, path)
        elif path.is_file():
            yield path
