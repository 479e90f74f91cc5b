"""Holding: published files and numbers held against digests, against a rebuild and against the lock."""

from __future__ import annotations

import filecmp
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from tieout import catalogue
from tieout.build import making
from tieout.build.options import DOSSIER
from tieout.findings import Finding, Place, Rule, Severity
from tieout.ledger import lockfile
from tieout.ledger.lockfile import Drift, Lock
from tieout.ledger.manifest import FileSum, Manifest
from tieout.verify import differences
from tieout.verify.published import Published

_SHOWN = 20  # of one kind: more are counted
_BUILD = "Build it again, or get it again from where it was published."
_SAID = {
    Drift.MOVED: "it has another value now",
    Drift.ADDED: "it was not there",
    Drift.GONE: "it is there no more",
}
# Whether each thing held, and what is said of those that do not.
Found = tuple[list[bool], list[Finding]]


def to_manifest(published: Published, made: Manifest) -> Found:
    """Every published file against the digest that its manifest has."""
    held: list[bool] = []
    found: list[Finding] = []
    for each in made.outputs:
        fault = _fault(published.files.get(each.path), each, "published")
        held.append(not fault)
        if fault:
            found.append(_of_file(published.place(each.path), fault, _BUILD))
    known = {each.path for each in made.outputs}
    for name in published.files:
        if name not in known and not name.startswith(DOSSIER):
            message = "is not in the manifest"
            level = Severity.WARNING
            found.append(_of_file(published.place(name), message, "Nobody vouches for it.", level))
    return held, found


def inputs_to_manifest(root: Path, made: Manifest, new: Collection[str]) -> Found:
    """Every input of the report here against the digest that a manifest has; `new` are all there are here."""
    held: list[bool] = []
    found: list[Finding] = []
    remedy = "What was published was made of another one."
    for each in made.inputs:
        if each.is_confidential:
            continue
        path = root / each.path
        fault = _fault(path if path.is_file() else None, each, "here")
        held.append(not fault)
        if fault:
            found.append(_of_file(Place(each.path), fault, remedy))
    known = {each.path for each in made.inputs}
    for name in sorted(set(new) - known):
        held.append(False)
        found.append(_of_file(Place(name), "is not among the inputs of what was published", remedy))
    return held, found


def to_rebuild(published: Published, rebuilt: Published) -> Found:
    """Every published file against the rebuilt one, byte by byte."""
    held: list[bool] = []
    found: list[Finding] = []
    earlier = published.earlier
    for name, path in published.files.items():
        if name in earlier:
            continue
        other = rebuilt.files.get(name)
        is_same = other is not None and filecmp.cmp(path, other, shallow=False)
        held.append(is_same)
        if is_same:
            continue
        message = "the rebuild does not make it"
        detail: tuple[str, ...] = ()
        if other is not None:
            where, detail = differences.first(path, other)
            message = f"the rebuild differs: {where}"
        place = published.place(name)
        found.append(Finding(catalogue.OUTPUT_DIFFERS, place, message, detail=detail))
    if published.manifest is not None:
        for name in rebuilt.files:
            if name not in published.files:
                held.append(False)
                message = "only the rebuild makes it"
                found.append(Finding(catalogue.OUTPUT_DIFFERS, published.place(name), message))
    return held, found


def numbers(published: Lock, rebuilt: Lock, place: Place) -> Found:
    """Every published number against the rebuilt one."""
    return _drifted(published, rebuilt, lambda _name: place, catalogue.NUMBER_NOT_REBUILT)


def to_lock(lock: Lock, ledger: Lock) -> Found:
    """Every number of the lock against a ledger."""
    return _drifted(lock, ledger, lock.place, catalogue.NUMBER_MOVED)


def other_versions(made: Manifest, here: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What was made with another version than there is here."""
    return {
        name: (version, here.get(name, "(none)"))
        for name, version in made.made_with.items()
        if here.get(name) != version
    }


def few(found: list[Finding]) -> list[Finding]:
    """The first of many findings of one kind, and how many more there are."""
    if len(found) <= _SHOWN:
        return found
    last = found[_SHOWN]
    more = len(found) - _SHOWN
    message = f"and {more:,} more like these"
    return [*found[:_SHOWN], Finding(last.rule, last.place, message, level=last.level)]


def _drifted(old: Lock, new: Lock, place: Callable[[str], Place], rule: Rule) -> Found:
    drifted = [each for each in lockfile.drift(old, new) if each.kind in _SAID]
    bad = {each.name for each in drifted}
    held = [name not in bad for name in sorted({*old.numbers, *new.numbers})]
    found = [Finding(rule, place(each.name), f"{each}: {_SAID[each.kind]}") for each in drifted]
    return held, found


def _fault(path: Path | None, wanted: FileSum, where: str) -> str:
    """What is wrong with a file, or nothing."""
    if path is None:
        return f"is in the manifest and not {where}"
    try:
        found = making.summed(path.parent, path.name)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if found.size != wanted.size:
        return f"holds {found.size:,} bytes; {wanted.size:,} in the manifest"
    return "" if found.sha256 == wanted.sha256 else "holds other bytes than the manifest says"


def _of_file(place: Place, message: str, remedy: str, level: Severity | None = None) -> Finding:
    return Finding(catalogue.FILE_NOT_AS_BUILT, place, message, remedy, level=level)
