"""Locking: what is said when numbers are not as `tieout.lock` holds them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from tieout import catalogue
from tieout.data.confidential import Withheld
from tieout.findings import Finding, Place, Severity, TieoutError, raise_errors
from tieout.ledger import lockfile
from tieout.ledger.load import kept_back
from tieout.ledger.lockfile import Drift, Drifted, Lock, file_of
from tieout.ledger.record import Ledger
from tieout.project import Project

_NAMED = 3
_SAID = {
    Drift.MOVED: "moved without the lock",
    Drift.ADDED: "is not in the lock",
    Drift.GONE: "is in the lock, and no more in the report",
}


def held(
    project: Project, ledger: Ledger, *, locked: bool, kept: Withheld | None = None
) -> tuple[Finding, ...]:
    """What a build says of its numbers: a note where some moved since the lock was written.

    Args:
        project: whose build it is.
        ledger: its numbers.
        locked: whether each has to be as the lock holds it.
        kept: what is confidential by now, where the caller knows it already.

    Raises:
        TieoutError: `locked`, and one is not as the lock holds it, or the lock cannot be read.
    """
    kept = kept_back(project) if kept is None else kept
    new = lockfile.of_ledger(ledger, kept)
    if not locked:
        return notice(project, new, kept)
    raise_errors(faults(project, new, kept))
    return ()  # nothing moved: there is nothing to note


def lock_of(project: Project, ledger: Ledger) -> Lock:
    """What the lock is to hold; cells of what is confidential stay out of it.

    Raises:
        TieoutError: the data package cannot be read.
    """
    return lockfile.of_ledger(ledger, kept_back(project))


def faults(project: Project, new: Lock, kept: Withheld) -> tuple[Finding, ...]:
    """An error for each number that is not as the lock holds it; code that gives the same number is none.

    Raises:
        TieoutError: there is no lock, or it cannot be read.
    """
    old = lockfile.read(project, kept)
    if old is None:
        name = file_of(project)
        message = f"there is no {name} to hold the numbers against"
        remedy = "Run 'tieout lock' and commit it."
        return (Finding(catalogue.NO_LOCK, Place(name), message, remedy),)
    return tuple(
        Finding(
            catalogue.NUMBER_MOVED,
            old.place(each.name),
            f"{each}: {_SAID[each.kind]}",
            _accept(project),
        )
        for each in lockfile.drift(old, new)
        if each.kind in _SAID
    )


def notice(project: Project, new: Lock, kept: Withheld) -> tuple[Finding, ...]:
    """One note when numbers moved since the lock was written; none where there is no lock."""
    try:
        old = lockfile.read(project, kept)
    except TieoutError as error:
        # A merge left it in pieces: that is mended by looking at the report, so it must build.
        return tuple(replace(each, level=Severity.WARNING) for each in error.findings)
    if old is None:
        return ()
    drifted = lockfile.drift(old, new)
    said = summed(drifted)
    if not said:
        return ()
    shown = [str(each) for each in drifted if each.kind is Drift.MOVED][:_NAMED]
    message = f"since {old.path} was written, {said}" + (f": {'; '.join(shown)}" if shown else "")
    more = sum(each.kind is Drift.MOVED for each in drifted) - len(shown)
    message += f"; and {more} more" if more > 0 else ""
    return (Finding(catalogue.LOCK_BEHIND, Place(old.path), message, _accept(project)),)


def _accept(project: Project) -> str:
    which = f" --edition {project.asked}" if project.asked else ""
    return f"'tieout diff{which}' shows what it changes; 'tieout lock{which}' accepts it."


def summed(drifted: Collection[Drifted]) -> str:
    """`2 numbers moved, 1 added`; empty when none did. Reworked numbers are the same numbers."""
    kinds = [each.kind for each in drifted]
    counts = [(kinds.count(kind), kind) for kind in _SAID if kind in kinds]
    parts = [f"{count} {kind}" for count, kind in counts]
    if not parts:
        return ""
    first = counts[0][0]
    parts[0] = f"{first} {'number' if first == 1 else 'numbers'} {counts[0][1]}"
    return ", ".join(parts)
