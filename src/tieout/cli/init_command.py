"""`tieout init`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from tieout.cli import options

LICENCE = "CC BY 4.0"


@click.command(
    epilog='Example: tieout init storks --title "Storks of the delta" --author "A. Writer"'
)
@click.argument(
    "folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--title", help="The report's title.")
@click.option("--author", help="Who writes it.")
@click.option("--licence", "--license", "licence", help=f"Its licence [default: {LICENCE}].")
@click.option("--adopt", is_flag=True, help="Adopt the Quarto book that stands in DIR.")
@click.option("--pre-render", is_flag=True, help="With --adopt: let 'quarto render' call tieout.")
@click.option("--all", "every", is_flag=True, help="With --adopt: list every typed number.")
@options.form(said="With --adopt: for a person or a program.")
@click.option("--yes", "-y", is_flag=True, help="Ask nothing; take what is not given as usual.")
def command(
    folder: Path,
    title: str | None,
    author: str | None,
    licence: str | None,
    adopt: bool,
    pre_render: bool,
    every: bool,
    form: str,
    yes: bool,
) -> None:
    """Begin a report in DIR: a small one that builds at once.

    One dataset, two statistics, one figure and two chapters to replace with
    your own, with tests, Makefile and CI. Nothing is ever overwritten.

    With --adopt, a Quarto book that stands in DIR or in a folder of it becomes
    a report: configuration, extension and lock are added, no chapter is
    touched, and the typed numbers worth binding are listed.
    """
    if adopt:
        from tieout.cli import adopting

        adopting.adopt(folder, pre_render=pre_render, every=every, form=form)
        return
    from tieout.starter.begin import Answers, begin

    named = folder.resolve().name.replace("-", " ").replace("_", " ").strip()
    usual = named[:1].upper() + named[1:] or "A report"
    answers = Answers(
        title=_asked("Title", title, usual, yes),
        author=_asked("Author", author, "The authors", yes),
        licence=_asked("Licence", licence, LICENCE, yes),
    )
    begun = begin(folder, answers)
    where = "" if folder.resolve() == Path.cwd() else f" in {folder}"
    click.echo(f"Began '{answers.title}'{where}: {len(begun.written)} files.")
    for path in begun.kept:
        click.echo(f"  left as it was: {path}")
    click.echo("Next:")
    if where:
        click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo("  tieout build      # _output/html/index.html, _output/report.pdf")
    click.echo("  tieout lock       # tieout.lock: every number as it stands; commit it")


def _asked(what: str, given: str | None, usual: str, yes: bool) -> str:
    """What was given, else what the author says, else what is usual."""
    if given is not None and given.strip():
        return given.strip()
    if yes:
        return usual
    try:
        return str(click.prompt(what, default=usual, err=True)).strip() or usual
    except click.Abort:
        if sys.stdin.isatty():
            raise
        message = "there is nobody to ask; give --title, --author and --licence, or --yes"
        raise click.UsageError(message) from None
