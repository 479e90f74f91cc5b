"""Desk: what a process that builds one edition after another keeps between them: what was read, and the scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tieout.build.machines import chosen
from tieout.build.options import Options
from tieout.build.pipeline import bring
from tieout.build.summary import Summary
from tieout.compute.processes import Processes
from tieout.memo import Memo
from tieout.project import Project


@dataclass(slots=True)
class Desk:
    """One process's place to build at."""

    processes: Processes
    memos: dict[tuple[str, ...], Memo] = field(default_factory=dict)

    def bring(self, project: Project, options: Options) -> Summary:
        """Bring one edition up to date.

        Raises:
            TieoutError: something is wrong with it.
        """
        # Editions that read the same folders in the same way read them once.
        config = project.config
        memo = self.memos.setdefault((config.report, config.scripts, config.figures), Memo())
        return bring(project, options, lambda _line: None, self.processes, memo)


_DESKS: dict[Path, Desk] = {}


def of(project: Project, options: Options) -> Desk:
    """This process's desk for a project; the scripts' process ends with this one, whose connection then closes."""
    if project.root not in _DESKS:
        _DESKS[project.root] = Desk(chosen(project, options, lambda _line: None))
    return _DESKS[project.root]


def close() -> None:
    """End the scripts' processes of every desk in this process."""
    while _DESKS:
        _DESKS.popitem()[1].processes.close()
