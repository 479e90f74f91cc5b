"""Told: what each edition tells of confidential data, kept beside each other: two may tell together what none does."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.build.lock import lock_file
from tieout.cache import digest, write_whole
from tieout.data.confidential import withheld
from tieout.data.package import read_package
from tieout.data.table import Table
from tieout.edition import Edition
from tieout.findings import Finding, TieoutError
from tieout.ledger.disclosure.differences import Fact
from tieout.project import Project

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """What the other editions tell, as far as it is known.

    Attributes:
        facts: of confidential files as they are now.
        unknown: the editions of which that is not known.
        awaited: whether some are only about to be built.
    """

    project: Project
    tables: Mapping[str, Table]
    facts: tuple[Fact, ...] = ()
    unknown: tuple[str, ...] = ()
    awaited: bool = False

    def standing(self, found: Iterable[Finding]) -> Iterator[Finding]:
        """What is found here, but that nothing needs an exception as long as some edition is not known."""
        for each in found:
            if each.rule != catalogue.NEEDLESS_EXCEPTION or not (self.unknown or self.awaited):
                yield each

    def findings(self) -> Iterator[Finding]:
        """A note, where a difference with some edition was not looked at."""
        if self.unknown and self.project.edition is not None:
            yield _not_looked_at(self.project.edition, self.unknown)

    def keep(self, facts: Iterable[Fact]) -> None:
        """Remember what this edition tells, for the others."""
        edition = self.project.edition
        if edition is None or not _guarded(self.tables):
            return
        numbers: dict[str, dict[Any, int]] = {}
        listed = []
        for each in facts:
            known = numbers.setdefault(each.about, {})
            mask = sum(1 << known.setdefault(person, len(known)) for person in each.rows)
            listed.append([each.name, each.about, f"{mask:x}", each.kind])
        told = {
            "format": _FORMAT,
            "files": _digests(self.project, self.tables),
            "persons": {about: [*known] for about, known in numbers.items()},
            "facts": listed,
        }
        path = self.project.work / "told" / f"{edition.name}.json"
        write_whole(path, json.dumps(told).encode())


@contextmanager
def beside(project: Project, tables: Mapping[str, Table]) -> Iterator[Beside]:
    """What other editions tell of the same files; nobody else looks or tells meanwhile.

    Raises:
        TieoutError: tieout's own folder cannot be written.
    """
    if project.edition is None or not _guarded(tables):
        yield Beside(project, tables)
        return
    with lock_file(project, project.work / "told" / "lock") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        files = _digests(project, tables)
        facts: list[Fact] = []
        unknown: list[str] = []
        waiting = False
        for each in project.editions():
            if each.name == project.edition.name:
                continue
            read = _read(project, each.name)
            if read is not None and read["files"] == files:
                facts += _facts(read, each.name)
            elif read is not None and read.get("awaited"):
                waiting = True
            else:
                unknown.append(each.name)
        yield Beside(project, tables, tuple(facts), tuple(unknown), waiting)


def awaited(project: Project, editions: Iterable[Edition]) -> None:
    """Forget what editions told that are about to be built: they are held against the others then."""
    try:
        if not withheld(read_package(project)).names:
            return
    except TieoutError:
        return  # said by the builds
    folder = project.work / "told"
    folder.mkdir(parents=True, exist_ok=True)
    for each in editions:
        told = {"format": _FORMAT, "files": {}, "awaited": True}
        write_whole(folder / f"{each.name}.json", json.dumps(told).encode())


def settled(project: Project) -> None:
    """Nobody builds any more: what is still awaited was not built, and is not known."""
    for each in (project.work / "told").glob("*.json"):
        read = _read(project, each.stem)
        if read is not None and read.get("awaited"):
            each.unlink(missing_ok=True)


def still_unknown(project: Project, besides: Collection[str] = ()) -> tuple[Finding, ...]:
    """A note for an edition that was built, where differences with some, besides these, are not known.

    Raises:
        TieoutError: the data package cannot be read.
    """
    edition = project.edition
    if edition is None or not withheld(read_package(project)).names:
        return ()
    own = _read(project, edition.name)
    unknown = [
        each.name
        for each in project.editions()
        if each.name not in {edition.name, *besides}
        and not _held_against(own, _read(project, each.name))
    ]
    return (_not_looked_at(edition, unknown),) if unknown else ()


def _held_against(own: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two tell of the same files: whoever was built second was held against the other."""
    if own is None or other is None or own.get("awaited") or other.get("awaited"):
        return False
    return bool(own["files"] == other["files"])


def _not_looked_at(edition: Edition, unknown: Sequence[str]) -> Finding:
    named = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
    message = f"differences with editions that were not built here are not known: {named}"
    remedy = "'tieout build --editions all' holds them against each other."
    return Finding(catalogue.UNKNOWN_DIFFERENCE, edition.place, message, remedy)


def _read(project: Project, name: str) -> dict[str, Any] | None:
    """What an edition told; None where that is not known, or is damaged."""
    try:
        read = json.loads((project.work / "told" / f"{name}.json").read_bytes())
        if read["format"] == _FORMAT and isinstance(read["files"], dict):
            _facts(read, name)
            return dict(read)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
    return None


def _facts(read: Mapping[str, Any], edition: str) -> list[Fact]:
    found = []
    for name, about, mask, kind in read.get("facts", ()):
        bits, known = int(mask, 16), read["persons"][about]
        who = frozenset(known[n] for n in range(bits.bit_length()) if bits >> n & 1)
        found.append(Fact(name, about, who, edition, kind))
    return found


def _guarded(tables: Mapping[str, Table]) -> list[str]:
    return sorted({each.dataset.path for each in tables.values() if each.dataset.guarded})


def _digests(project: Project, tables: Mapping[str, Table]) -> dict[str, str]:
    """The confidential files as they are now."""
    return {path: digest((project.root / path).read_bytes()) for path in _guarded(tables)}
