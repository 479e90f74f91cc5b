"""Machines: where a build runs scripts: in processes of this machine, or on a cluster that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tieout.build.options import Options
from tieout.compute.processes import ScriptProcesses
from tieout.project import Project

if TYPE_CHECKING:
    from tieout.compute.cluster import ClusterProcesses


def chosen(
    project: Project, options: Options, say: Callable[[str], None]
) -> ScriptProcesses | ClusterProcesses:
    """Whoever runs the scripts of a build."""
    if options.scheduler:
        from tieout.compute.cluster import ClusterProcesses

        return ClusterProcesses(project, options.scheduler, say)
    return ScriptProcesses(project, options.jobs)
