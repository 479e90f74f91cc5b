"""Stamp: everything the last build read and wrote, by digest, so that a build with nothing to do is over at once.

Imports neither pandas, matplotlib nor anything else that takes long.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import tieout
from tieout.build.options import BESIDE
from tieout.cache import Cache
from tieout.project import CONFIG, Project

# Files of this size and more are known by size and time of change, as git knows them.
LARGE = 32 * 1024 * 1024
SKIPPED = {"_tieout", "_book", "_site", "__pycache__", "node_modules"}
STAMP = "stamp.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build depended on, and what it wrote.

    Attributes:
        asked: what the user asked for, in one string.
        environment: versions of everything that has a part in the outputs.
        inputs: digest of every file read, by path relative to the project.
        outputs: digest of every file written.
    """

    asked: str
    environment: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]

    def write(self, project: Project) -> None:
        """Keep the stamp for the next build; a folder that cannot be written costs only time."""
        data = {
            "asked": self.asked,
            "environment": self.environment,
            "inputs": dict(self.inputs),
            "outputs": dict(self.outputs),
        }
        Cache(project.own).put(STAMP, json.dumps(data, indent=0).encode())


def read(project: Project) -> Stamp | None:
    """The last build's stamp, or None."""
    kept = Cache(project.own).get(STAMP)
    try:
        data = json.loads(kept or b"")
        return Stamp(data["asked"], data["environment"], data["inputs"], data["outputs"])
    except (ValueError, KeyError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Files:
    """Files as they are at one moment: a folder is listed and a file hashed once, however many editions read it.

    Here files go by their paths' text: to take hundreds of `Path` apart is a third of a build that changes nothing.
    """

    _below: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)
    _environment: list[str] = field(default_factory=list)

    def below(self, folder: str) -> tuple[str, ...]:
        """The files in a folder and in those below it, hidden ones apart."""
        if folder not in self._below:
            self._below[folder] = tuple(_walk(folder))
        return self._below[folder]

    def digest(self, file: str) -> str:
        """The digest of a file."""
        if file not in self._digests:
            self._digests[file] = _digest(file)
        return self._digests[file]

    def environment(self) -> str:
        """The digest of what else has a part in the outputs."""
        if not self._environment:
            self._environment.append(environment())
        return self._environment[0]


def still_true(stamp: Stamp, project: Project, asked: str, files: Files | None = None) -> bool:
    """Whether a build would read and write exactly what the last one did."""
    files = files or Files()
    return (
        stamp.asked == asked
        and stamp.environment == files.environment()
        and stamp.inputs == inputs(project, stamp.inputs, files)
        and stamp.outputs == outputs(project)
    )


def inputs(
    project: Project, known: Iterable[str] = (), files: Files | None = None
) -> dict[str, str]:
    """The digest of every file a build can read: config, references, data, scripts, chapters.

    Args:
        project: whose build it is.
        known: further files, such as modules that scripts import from elsewhere in the project.
        files: what was listed and hashed already; None: everything is read now.
    """
    seen, root = files or Files(), str(project.root)
    folders = (project.data.parent, project.scripts, project.figures, project.report)
    read = {os.path.join(root, CONFIG), *map(str, project.bibliographies)}  # noqa: PTH118  # as text: see `Files`
    for folder in folders:
        read.update(seen.below(str(folder)))
    read.update(os.path.join(root, name) for name in known)  # noqa: PTH118  # as above
    generated = tuple(
        f"{each}{os.sep}" for each in (project.built, project.work, project.extension)
    )
    read = {file for file in read if not file.startswith(generated) and os.path.isfile(file)}  # noqa: PTH113  # as above
    found = {_relative(file, root): seen.digest(file) for file in sorted(read)}
    return found | rows(project)


def _relative(file: str, folder: str) -> str:
    """A file's path in a folder, with forward slashes; one that lies elsewhere as it is."""
    above = f"{folder}{os.sep}"
    return file.removeprefix(above).replace(os.sep, "/") if file.startswith(above) else file


def rows(project: Project) -> dict[str, str]:
    """The project's edition, as if its row were a file: the rows of others do not matter to it."""
    one = project.edition
    if one is None:
        return {}
    said = [sorted(each.items()) for each in (one.parameters, one.settings, one.types)]
    digest = hashlib.sha256(repr((one.name, said)).encode()).hexdigest()
    return {f"{one.place.path} ({one.name})": digest}


def changed_since(
    project: Project, last: Stamp | None, now: Mapping[str, str]
) -> Mapping[str, str] | None:
    """The data and scripts that changed since a build, and its ledger if somebody else wrote it.

    Args:
        project: whose build it was.
        last: its stamp; None: nobody knows.
        now: the digests of the files as they are, the ledger among them.
    """
    if last is None:
        return None
    ledger, data = project.relative(project.output / "ledger.json"), project.data.parent
    changed: dict[str, str] = {}
    own = rows(project)
    if last.outputs.get(ledger) != now[ledger]:
        changed[ledger] = "not as the last build wrote it"
    for path in sorted({*now, *last.inputs} - {ledger}):
        is_data = path.startswith(f"{project.relative(data)}/") and not path.endswith(".md")
        if not (is_data or path.endswith(".py") or path in own):
            continue  # chapters are read as they stand
        if path not in last.inputs:
            changed[path] = "new"
        elif path not in now:
            changed[path] = "gone"
        elif now[path] != last.inputs[path]:
            changed[path] = "changed"
    return changed


def outputs(project: Project, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The digest of every file in the output folder; `known` has those just computed, by path in that folder."""
    known, folder = known or {}, str(project.output)
    named = project.relative(project.output)
    names = {_relative(file, folder): file for file in sorted(_walk(folder, hidden=True))}
    return {
        f"{named}/{name}": _digest(file, known.get(name, ""))
        for name, file in names.items()
        if not name.startswith(BESIDE)
    }


def environment() -> str:
    """The versions of Python, tieout and every package installed, and the settings that reach outputs."""
    packages: set[str] = set()
    for folder in sys.path:
        if folder.endswith("-packages"):
            with contextlib.suppress(OSError):  # a folder of Python's path need not exist
                packages.update(n for n in os.listdir(folder) if n.endswith(".dist-info"))  # noqa: PTH208  # on the way to "nothing changed": a Path a file costs milliseconds
    parts = [
        sys.version,
        tieout.__version__,
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        _quarto(),
        *sorted(packages),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _quarto() -> str:
    """Where quarto is; `shutil.which` says the same, and takes as long to import as all inputs to be looked at."""
    places = (f"{folder}/quarto" for folder in os.get_exec_path())
    return next((place for place in places if os.access(place, os.X_OK)), "")


def _walk(folder: str, *, hidden: bool = False) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if not hidden and (entry.name.startswith(".") or entry.name in SKIPPED):
            continue
        try:
            if entry.is_dir():
                # A link to a folder above would go round and round.
                if not (entry.is_symlink() and _is_above(entry.path, folder)):
                    yield from _walk(entry.path, hidden=hidden)
            elif entry.is_file() and not entry.name.endswith(".pyc"):
                yield entry.path
        except OSError:
            continue


def _is_above(link: str, folder: str) -> bool:
    return Path(folder).resolve().is_relative_to(os.path.realpath(link))


def _digest(file: str, known: str = "") -> str:
    try:
        status = os.stat(file)  # noqa: PTH116  # as text: see `Files`
    except OSError:
        return ""  # gone since the folder was listed, as editors' own files go
    if status.st_size >= LARGE:
        return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}:{status.st_ino}"
    if known:
        return known
    with open(file, "rb") as opened:  # noqa: PTH123  # as above
        return hashlib.file_digest(opened, "sha256").hexdigest()
