"""Unchanged: whether a build has nothing to do, or no script to run, found before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tieout.build import stamp
from tieout.build.options import Options
from tieout.build.stamp import Files, Stamp
from tieout.build.summary import Summary, fresh
from tieout.findings import Finding, in_order
from tieout.project import Project


def unchanged(
    project: Project,
    options: Options,
    last: Stamp | None = None,
    files: Files | None = None,
) -> Summary | None:
    """The summary of a build that has nothing to do; None: there is something to do.

    Args:
        project: the report, or one edition of it.
        options: what is asked for.
        last: the last build's stamp, where the caller has read it already.
        files: the files as they are, where several editions are asked about at once.

    Raises:
        TieoutError: numbers are to be as `tieout.lock` holds them, and are not; or the lock or the data package
            cannot be read.
    """
    last = last or stamp.read(project)
    if last is None or not stamp.still_true(last, project, options.text(project), files):
        return None
    return fresh(options.places(project), findings=_standing(project, options))


@dataclass(frozen=True, slots=True)
class Moved:
    """What is not as it was at the last build: with data much is computed anew, with scripts little."""

    data: bool
    scripts: bool


def moved(project: Project, last: Stamp | None, now: Mapping[str, str]) -> Moved:
    """Whether data or scripts are others than at the last build."""
    if last is None:
        return Moved(data=True, scripts=True)
    names = [name for name, digest in now.items() if last.inputs.get(name) != digest]
    folder = f"{project.relative(project.data.parent)}/"
    return Moved(
        data=any(name.startswith(folder) for name in names),
        scripts=any(name.endswith(".py") for name in names),
    )


def _standing(project: Project, options: Options) -> tuple[Finding, ...]:
    """What is to be said once more, though nothing changed: of the lock, and of editions that nobody built."""
    unknown: tuple[Finding, ...] = ()
    if project.edition is not None and (project.work / "told").is_dir():
        from tieout.build import told

        unknown = told.still_unknown(project)
    return in_order((*unknown, *_held(project, options)))


def _held(project: Project, options: Options) -> tuple[Finding, ...]:
    """What is to be said of the numbers against the lock, where there is one or has to be."""
    if not options.locked and not project.lock.is_file():
        return ()
    from tieout.ledger import load, locking

    kept = load.kept_back(project)
    return locking.held(project, load.load(project, kept), locked=options.locked, kept=kept)
