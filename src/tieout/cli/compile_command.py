"""`tieout compile`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tieout.cli import options
from tieout.project import Project


@click.command(epilog="Example: tieout compile && quarto render report")
@options.quiet()
@options.edition
def command(quiet: bool, edition: str) -> None:
    """Bring the ledger and the fragments up to date, without rendering.

    `quarto render` and `quarto preview` call this before each render, so that
    they work on the report as it stands.
    """
    if os.environ.get("TIEOUT_BUILDING"):
        return  # called back by a render that `tieout build` itself began
    from tieout.build.pipeline import compile_only
    from tieout.cli import progress, render
    from tieout.engines import extension

    project = Project.find(Path.cwd(), edition)
    with progress.shown(quiet=quiet) as say:
        compiled, files = compile_only(project, say)
        extension.install(project)
        extension.write_fragments(project, compiled.fragments, files)
    render.findings(compiled.findings, quiet)
