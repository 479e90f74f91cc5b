"""`tieout diff`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tieout.cli import options
from tieout.findings import Severity, TieoutError
from tieout.project import Project

if TYPE_CHECKING:
    from tieout.diff.changes import Diff
    from tieout.ledger.record import Ledger


@click.command(epilog="Example: tieout diff main --format md > comment.md")
@click.argument("revision", metavar="[REV]", default="HEAD")
@click.option(
    "--what-if",
    "suppositions",
    multiple=True,
    metavar="FILE:ROW:COLUMN=VALUE",
    help="Show what this change of the data would do; repeatable.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 when something changed.")
@options.form(
    "text", "md", "json", "html", said="For a terminal, a pull request, a program or a browser."
)
@options.edition
@click.pass_context
def command(
    context: click.Context,
    revision: str,
    suppositions: tuple[str, ...],
    exit_code: bool,
    form: str,
    edition: str,
) -> None:
    """Show what changed since REV, the last commit by default.

    Numbers moved, added and gone, the sentences that use them before and after,
    claims that stopped being true, figures whose data moved, sign-offs that
    expire. Compares tieout.lock and the chapters at REV, read through git, with
    the last build; nothing is checked out and no script is run.

    With --what-if: the same for a change of the data that nobody made. ROW is
    the line of the file, or key=2016-12,all.
    """
    from tieout.cli import opened, render

    project = Project.find(Path.cwd(), edition)
    if suppositions:
        if context.get_parameter_source("revision") is not click.core.ParameterSource.DEFAULT:
            raise click.UsageError("give either a revision or --what-if")
        diff, ledger = _supposed(project, suppositions)
    else:
        from tieout.diff.since import since
        from tieout.ledger.load import load

        ledger = load(project)
        # The words of now around the numbers of then would tell of changes that nobody made.
        if found := opened.stale(project, Severity.ERROR):
            raise TieoutError(*found, found=False)
        diff = since(project, ledger, revision)
    _show(diff, ledger, form)
    render.findings(diff.findings)
    if exit_code and diff:
        context.exit(1)


def _supposed(project: Project, suppositions: tuple[str, ...]) -> tuple[Diff, Ledger]:
    from tieout.cli import progress
    from tieout.diff.supposed import supposing

    with progress.shown(quiet=not sys.stderr.isatty()) as say:
        return supposing(project, suppositions, Path.cwd(), say)


def _show(diff: Diff, ledger: Ledger, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(diff.as_json(), ensure_ascii=False, indent=1))
    elif form == "md":
        from tieout.diff.comment import markdown

        click.echo(markdown(diff), nl=False)
    elif form == "html":
        from tieout.diff.page import html

        click.echo(html(diff, ledger.title), nl=False)
    else:
        from tieout.cli import outline
        from tieout.diff import tree

        outline.show(tree.of_diff(diff))
