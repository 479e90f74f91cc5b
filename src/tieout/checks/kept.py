"""Kept: what a check found, kept by the content of all that it read, so that asking again costs next to nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tieout
from tieout import catalogue
from tieout.cache import Cache, digest
from tieout.findings import Finding, Place, Severity
from tieout.project import Project

if TYPE_CHECKING:  # a build asks whether anything is kept, and no more
    from tieout.checks.asked import Asked
    from tieout.checks.report import Report

_FORMAT = "2"


def key(inputs: Mapping[str, str], *others: str) -> str:
    """What stands for everything a check reads: its inputs' digests, and the rules themselves."""
    here = sorted(Path(__file__).parent.rglob("*.*"))
    rules = [f"{f.name}:{f.stat().st_mtime_ns}" for f in here if f.suffix in {".py", ".toml"}]
    said = json.dumps([dict(sorted(inputs.items())), rules, others])
    return digest(_FORMAT, tieout.__version__, said)


def begun(project: Project) -> bool:
    """Whether anything was ever kept for a project."""
    return (project.work / "cache" / "checks").is_dir()


def chapters(project: Project) -> Kept:
    """What is kept of each chapter, under the rules as they are."""
    return Kept(project, key({}))


def read(project: Project, name: str) -> tuple[Finding, ...] | None:
    """The findings kept under a key, or None; also where a file read besides has changed since."""
    entry = _cache(project).get(name)
    if entry is None:
        return None
    data = json.loads(entry)
    if any(_digest(project.root / path) != kept for path, kept in data["besides"].items()):
        return None
    return _findings(data["findings"])


def write(project: Project, name: str, found: Iterable[Finding], besides: Iterable[str]) -> None:
    """Keep findings; `besides` are files read that the key does not stand for."""
    digests = {path: _digest(project.root / path) for path in besides}
    data = {"besides": digests, "findings": [_plain(each) for each in found]}
    _cache(project).put(name, json.dumps(data).encode())


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rules that read sentences found in each chapter; `known` stands for the rules themselves.

    It holds as long as the numbers and tables that they looked up for it are the same.
    """

    project: Project
    known: str
    _numbers: dict[str, str] = field(default_factory=dict)

    def of(self, part: Report) -> tuple[Finding, ...] | None:
        """What was found in a chapter as it stands; None where nobody has looked, or must look again."""
        entry = _cache(self.project).get(self._key(part))
        if entry is None:
            return None
        from tieout.checks.asked import answers

        data = json.loads(entry)
        if answers(part, data["asked"], self._numbers) != data["answers"]:
            return None
        return _findings(data["findings"])

    def keep(self, part: Report, found: Iterable[Finding], asked: Asked) -> None:
        """Keep what was found in a chapter, with what was looked up for it."""
        from tieout.checks.asked import answers

        data = {
            "asked": asked.as_json(),
            "answers": answers(part, asked.as_json(), self._numbers),
            "findings": [_plain(each) for each in found],
        }
        _cache(self.project).put(self._key(part), json.dumps(data).encode())

    def _key(self, part: Report) -> str:
        said: list[object] = [self.known, part.locale, part.definitions]
        said += [(c.path, c.text, c.pieces, sorted(c.front.data.items())) for c in part.chapters]
        if part.book is not None:
            said += [
                part.book.lang,
                sorted((part.book.config.data.get("book") or {}).items(), key=str),
            ]
        return digest(_FORMAT, repr(said))


def _findings(data: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    rules = {rule.code: rule for rule in catalogue.rules()}
    return tuple(
        Finding(
            rules[each["code"]],
            Place(each["path"], each["line"], each["column"]),
            each["message"],
            each["remedy"],
            tuple(each["detail"]),
            Severity(each["level"]) if each["level"] else None,
        )
        for each in data
    )


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "path": finding.place.path,
        "line": finding.place.line,
        "column": finding.place.column,
        "message": finding.message,
        "remedy": finding.remedy,
        "detail": finding.detail,
        "level": finding.level,
    }


def _cache(project: Project) -> Cache:
    return Cache(project.work / "cache" / "checks")


def _digest(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return ""
