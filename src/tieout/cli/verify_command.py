"""`tieout verify`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tieout.cli import options

if TYPE_CHECKING:
    from tieout.verify.result import Tally, Verification

_SAID = {
    "inputs": "inputs as the manifest has them",
    "digests": "published files as the manifest has them",
    "lock": "numbers as tieout.lock holds them",
    "numbers": "published numbers rebuilt",
    "outputs": "published files rebuilt, byte for byte",
}


@click.command(epilog="Example: tieout verify --against published.zip")
@click.argument("report", type=click.Path(exists=True, path_type=Path), required=False)
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR|FILE.zip",
    help="Published outputs; without it the report's own.",
)
@click.option("--no-run", is_flag=True, help="Run nothing: check digests, and lock by ledger.")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Put the rebuilt outputs there, to look at them.",
)
@options.jobs
@options.edition
@options.quiet()
@options.form()
@click.pass_context
def command(
    context: click.Context,
    report: Path | None,
    against: Path | None,
    no_run: bool,
    keep: Path | None,
    jobs: int,
    edition: str,
    quiet: bool,
    form: str,
) -> None:
    """Rebuild the report from a clean copy, and compare.

    REPORT is a folder, or an archive made by 'tieout archive'; without it the
    current folder. Its numbers are held against tieout.lock; numbers and files
    against what is published. Rebuilding runs the report's scripts. Exit code 1
    when something differs.
    """
    from tieout.cli import progress, render
    from tieout.verify import verifying

    here = report or Path.cwd()
    archive = report.name if report is not None and report.is_file() else ""
    asked = verifying.Options(against, is_run=not no_run, jobs=jobs, keep=keep, archive=archive)
    with (
        progress.shown(quiet=quiet or form == "json") as say,
        verifying.opened(here, edition) as project,
    ):
        made = verifying.verify(project, asked, say)
    if form == "json":
        click.echo(json.dumps(made.as_json(), ensure_ascii=False, indent=1))
    else:
        render.findings(made.findings, quiet)
        if not quiet:
            _show(made)
    context.exit(0 if made.is_verified else 1)


def _show(made: Verification) -> None:
    how = "Rebuilt from a clean copy" if made.is_rebuilt else "Nothing was run; checked"
    click.echo(f"{how} in {made.seconds:.1f} s, held against {' and '.join(made.against)}.")
    for name, tally in made.tallies.items():
        click.echo(f"  {_counted(tally):>15}  {_SAID[name]}{_left_out(tally)}")
    count = len([each for each in made.findings if each.severity == "error"])
    click.echo(
        "Verified." if made.is_verified else f"Not verified: {count} finding{'s' * (count != 1)}."
    )


def _counted(tally: Tally) -> str:
    return f"{tally.good:,} of {tally.total:,}"


def _left_out(tally: Tally) -> str:
    return f"; {tally.aside:,} left out ({tally.why})" if tally.aside else ""
