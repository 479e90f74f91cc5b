"""`tieout build`."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tieout.cli import editions as several
from tieout.cli import options
from tieout.edition import Edition
from tieout.project import ENGINES, FORMATS, Project

if TYPE_CHECKING:
    from tieout.build.options import Options


def _formats(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = tuple(name.strip() for name in value.split(",") if name.strip())
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        known = ", ".join(FORMATS)
        raise click.BadParameter(f"unknown format '{', '.join(unknown)}'; known: {known}")
    return tuple(name for name in FORMATS if name in names)


@click.command(epilog="Example: tieout build --to html --only prisons.qmd")
@click.option(
    "--to", "formats", callback=_formats, help="Formats to make, such as html,pdf,docx,epub."
)
@click.option("--engine", type=click.Choice(ENGINES), help="What renders the chapters.")
@click.option("--only", multiple=True, metavar="CHAPTER", help="Make this chapter's page only.")
@options.jobs
@options.editions
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="Run scripts on a Dask cluster (tcp://…)."
)
@click.option("--locked", is_flag=True, help="Fail when a number moved without tieout.lock.")
@click.option(
    "--show-confidential",
    is_flag=True,
    help="Show what scripts print and raise over confidential data, on standard error.",
)
@options.quiet()
@click.option("--verbose", "-v", is_flag=True, help="Say what was rebuilt, one line each.")
@options.form()
def command(  # noqa: PLR0913, PLR0917  # one an option
    formats: tuple[str, ...] | None,
    engine: str | None,
    only: tuple[str, ...],
    jobs: int,
    names: tuple[str, ...],
    scheduler: str,
    locked: bool,
    show_confidential: bool,
    quiet: bool,
    verbose: bool,
    form: str,
) -> None:
    """Rebuild the report: statistics, figures, pages, PDF, Word and EPUB.

    Only what changed since the last build is made again. A build that fails
    leaves the last outputs as they were.

    With --edition or --editions: these editions of editions.csv, as many at
    once as --jobs says (with --scheduler one after the other), each into
    _output/editions/NAME.
    """
    import gc
    import time

    begun = time.perf_counter()
    project = Project.find(Path.cwd())
    from tieout.build import options as build_options
    from tieout.build import stamp
    from tieout.build.unchanged import unchanged

    asked = build_options.Options(formats, engine, only, jobs, locked, scheduler)
    if show_confidential:
        from tieout.compute.hush import SHOW

        os.environ[SHOW] = "1"  # the processes that run scripts go by it
    if wanted := several.wanted(project, names):
        _build_editions(project, wanted, asked, form, quiet=quiet, verbose=verbose)
        return
    # Before anything heavy is imported: is there anything to do?
    last, files = stamp.read(project), stamp.Files()
    if same := unchanged(project, asked, last, files):
        from tieout.cli import render

        same = replace(same, seconds=time.perf_counter() - begun)
        render.summary(same, form, quiet, verbose)
        return
    # Few objects of one build go in circles: to look for these after every 700 takes a twentieth of its time.
    # (A process that stays, a preview's or an editor's, would grow.)
    gc.set_threshold(200_000)
    from tieout.build import early

    with early.begun(project, asked, last, files) as at_work:
        from tieout.build.pipeline import build
        from tieout.cli import progress, render

        with progress.shown(quiet=quiet or form == "json") as say:
            summary = build(project, asked, say, at_work)
    render.summary(summary, form, quiet, verbose)


def _build_editions(
    project: Project,
    wanted: tuple[Edition, ...],
    asked: Options,
    form: str,
    *,
    quiet: bool,
    verbose: bool,
) -> None:
    from tieout.build.editions import build
    from tieout.cli import progress

    with progress.shown(quiet=quiet or form == "json") as say:
        made = build(project, wanted, asked, say)
    several.show(made, form, quiet=quiet, verbose=verbose)
    click.get_current_context().exit(made.code)
