"""`tieout lock`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tieout.findings import TieoutError
from tieout.project import Project


@click.command(
    epilog="Example: tieout diff && tieout lock && git commit --all",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--quiet", "-q", is_flag=True, help="Say nothing unless something is wrong.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="For a person or a program.",
)
def command(quiet: bool, form: str) -> None:
    """Accept the numbers as they are now: write tieout.lock.

    Brings the numbers up to date first. Commit the file with the report;
    nothing but this command ever writes it.
    """
    from tieout.build.pipeline import compile_only
    from tieout.cli import progress, render
    from tieout.ledger import lockfile, locking

    project = Project.find(Path.cwd())
    with progress.shown(quiet=quiet or form == "json") as say:
        compiled, _files = compile_only(project, say)
    render.findings(compiled.findings, quiet)
    try:
        old = lockfile.read(project)
    except TieoutError:
        old = None  # a merge left it in pieces: it is written anew
    new = locking.lock_of(project, compiled.ledger)
    drifted = lockfile.drift(old or lockfile.Lock(new.locale, {}, {}), new)
    is_new = lockfile.write(project, new)
    if form == "json":
        changes = [{"name": each.name, "change": str(each.kind)} for each in drifted]
        data = {"written": is_new, "numbers": len(new.numbers), "changes": changes}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif not quiet:
        for each in drifted if old is not None else ():
            click.echo(f"{each.kind!s:<9} {each}")
        said = "Wrote" if is_new else "Nothing changed in"
        click.echo(f"{said} {lockfile.FILE}: {len(new.numbers):,} numbers.")
