"""`tieout preview`."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tieout.cli import options
from tieout.findings import Finding, TieoutError
from tieout.project import ENGINES, Project

if TYPE_CHECKING:
    from tieout.preview.state import Change

PORT = 4848
_SHOWN = 4


@click.command(epilog="Example: tieout preview --port 4848 --no-open")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port on this machine; another one where it is taken.",
)
@click.option(
    "--open/--no-open",
    "opens",
    default=None,
    help="Open a browser; by default on a terminal.",
)
@click.option("--engine", type=click.Choice(ENGINES), help="What renders the chapters.")
@options.jobs
@options.quiet("Say only the address and what is wrong.")
@options.edition
def command(
    port: int, opens: bool | None, engine: str | None, jobs: int, quiet: bool, edition: str
) -> None:
    """Show the report in a browser while you write it.

    A saved change is on the page at once: words, data, scripts, figures, the
    bibliography, the configuration. What is wrong is said over the page as it
    last was whole. The PDF is made when you ask for it there. The pages stand
    in .tieout/preview; the outputs of the last build stay as they are. Ctrl-C
    ends the preview.
    """
    project = Project.find(Path.cwd(), edition)
    from tieout.cli import render
    from tieout.preview.run import Asked, Voice, run

    said: set[Finding] = set()

    def tell(change: Change) -> None:
        if not quiet:
            # A warning is news once; it stays true all day.
            render.findings(each for each in change.findings if each not in said)
            said.update(change.findings)
            click.echo(_line(change))

    def complain(error: Exception) -> None:
        if isinstance(error, TieoutError):
            render.findings(error.findings)
        else:
            render.internal(error)

    def at(address: str) -> None:
        click.echo(f"Preview at {address} (Ctrl-C ends it)")

    asked = Asked(port, engine or "", jobs, sys.stdout.isatty() if opens is None else opens)
    with contextlib.suppress(KeyboardInterrupt):
        run(project, asked, Voice(at, tell, complain))
    if not quiet:
        click.echo("Preview ended.")


def _line(change: Change) -> str:
    """One line about a change."""
    pages = [name for name in change.names if name.endswith(".html")]
    if len(pages) > _SHOWN:
        what = f"{len(pages)} pages"
    elif pages:
        what = ", ".join(pages)
    else:
        what = f"{len(change.names)} files" if change.names else "no page is another"
    later = f"; to follow: {len(change.waiting)}" if change.waiting else ""
    return f"{change.seconds:5.2f} s  {what}{later}"
