"""Opened: the last build's ledger as a command reads it, with a warning where it is older than its inputs."""

from __future__ import annotations

from pathlib import Path

from tieout import catalogue
from tieout.build import stamp
from tieout.findings import Finding, Place, Severity
from tieout.ledger.load import FILE, load
from tieout.project import Project
from tieout.review.material import Material

_NAMED = 3


def material(edition: str = "") -> Material:
    """What a review of the project around the current folder, or of one of its editions, reads.

    Raises:
        TieoutError: there is no project, no such edition, or no ledger.
    """
    project = Project.find(Path.cwd(), edition)
    return Material(project, load(project))


def stale(project: Project, level: Severity = Severity.WARNING) -> tuple[Finding, ...]:
    """A finding when something the last build read has changed since."""
    last = stamp.read(project)
    if last is None:
        return ()
    now = stamp.inputs(project, tuple(last.inputs))
    changed = sorted(
        name for name in {*last.inputs, *now} if last.inputs.get(name) != now.get(name)
    )
    if not changed:
        return ()
    more = len(changed) - _NAMED
    named = ", ".join(changed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    place = Place(project.relative(project.output / FILE))
    message = f"changed since the last build: {named}"
    return (Finding(catalogue.STALE_LEDGER, place, message, "Run 'tieout build'.", level=level),)
