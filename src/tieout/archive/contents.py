"""Contents: which files of a project go into its archive, and which stay out and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tieout.build.options import DOSSIER
from tieout.data.package import Package
from tieout.ledger.manifest import FILE as MANIFEST
from tieout.ledger.manifest import Manifest
from tieout.ledger.signoff import FILE as REVIEWS
from tieout.ledger.signoff import FOLDER as REVIEWS_OF_EDITIONS
from tieout.project import LOCK, LOCKS, Project

# What stands beside a report and says how it is cited, used and installed.
_BESIDE = ("CITATION.cff", "CHANGELOG.md", "README.md", ".zenodo.json", "codemeta.json")
_LICENCES = ("LICENSE*", "LICENCE*", "COPYING*")
_INSTALLED = (
    *("requirements*.txt", "requirements*.lock", "uv.lock", "poetry.lock", "pdm.lock"),
    *("pylock*.toml", "environment*.yml", "pixi.lock", "Pipfile.lock", ".python-version"),
)


class Part(StrEnum):
    """What a file is to the report."""

    DATA = "data"
    SCRIPT = "script"
    CHAPTER = "chapter"
    OUTPUT = "output"
    LOCK = "lock"
    ENVIRONMENT = "environment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive: where it lies in the project, and what it is."""

    path: str
    part: Part


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that goes into an archive as it stands; and what does not, with the reason."""

    members: tuple[Member, ...]
    left_out: tuple[tuple[str, str], ...]


def gather(project: Project, manifest: Manifest, package: Package) -> Contents:
    """What goes into the archive of a report that was just built.

    Of the data's folder only what the data package describes goes along, and nothing confidential.
    """
    secret = {each.path for each in package.datasets.values() if each.guarded}
    described = {each.path for each in package.datasets.values()} | {package.path}
    members: list[Member] = []
    left: list[tuple[str, str]] = []
    for each in manifest.inputs:
        if each.is_confidential or each.path in secret:
            left.append((each.path, "confidential"))
        else:
            members.append(Member(each.path, _part(project, each.path, described)))
    members += _outputs(project, manifest, left)
    members += _others(project, {each.path for each in members} | {path for path, _ in left})
    return Contents(
        tuple(sorted(members, key=lambda each: each.path)), tuple(sorted(dict(left).items()))
    )


def _outputs(project: Project, made: Manifest, left: list[tuple[str, str]]) -> Iterator[Member]:
    folder = project.config.output
    for each in made.outputs:
        path = f"{folder}/{each.path}"
        if each.is_earlier:
            left.append((path, "made by an earlier build"))
        else:
            yield Member(path, Part.OUTPUT)
    yield Member(f"{folder}/{MANIFEST}", Part.OUTPUT)
    dossier = project.output / DOSSIER
    if dossier.is_dir():
        for file in sorted(dossier.rglob("*")):
            if file.is_file():
                yield Member(project.relative(file), Part.OUTPUT)


def _of_editions(project: Project) -> tuple[str, ...]:
    """The lock and the sign-offs of each edition."""
    held = (f"{LOCKS}/*.lock", f"{REVIEWS_OF_EDITIONS}/*.toml")
    return held if project.edition is not None else ()


def _others(project: Project, known: set[str]) -> Iterator[Member]:
    folder = project.relative(project.data.parent)
    patterns = {
        Part.LOCK: (LOCK, *_of_editions(project), REVIEWS),
        Part.ENVIRONMENT: _INSTALLED,
        Part.OTHER: (*_BESIDE, *_LICENCES, project.config.editions.file),
        Part.DATA: tuple(f"{folder}/{name}" for name in ("README*", *_LICENCES)),
    }
    for part, names in patterns.items():
        for pattern in names:
            for file in sorted(project.root.glob(pattern)):
                path = project.relative(file)
                if file.is_file() and path not in known and project.holds(file):
                    known.add(path)
                    yield Member(path, part)


def _part(project: Project, path: str, described: set[str]) -> Part:
    if path in described:
        return Part.DATA
    if path.endswith(".py"):
        return Part.SCRIPT
    report = project.config.report
    return Part.CHAPTER if report == "." or _lies_in(path, report) else Part.OTHER


def _lies_in(path: str, folder: str) -> bool:
    return folder not in {"", "."} and path.startswith(f"{folder}/")
