"""`tieout lock`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tieout.cli import editions as several
from tieout.cli import options
from tieout.findings import TieoutError
from tieout.project import Project


@click.command(epilog="Example: tieout diff && tieout lock && git commit --all")
@options.editions
@options.quiet()
@options.form()
def command(quiet: bool, form: str, names: tuple[str, ...]) -> None:
    """Accept the numbers as they are now: write tieout.lock.

    Brings the numbers up to date first. Commit the file with the report;
    nothing but this command ever writes it. Each edition has a file of its
    own, locks/NAME.lock.
    """
    project = Project.find(Path.cwd())
    wanted = several.wanted(project, names)
    told = {each.name: _locked(project.of(each), form, quiet=quiet) for each in wanted}
    data = {"editions": told} if wanted else _locked(project, form, quiet=quiet)
    if form == "json":
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _locked(project: Project, form: str, *, quiet: bool) -> dict[str, object]:
    """Write the lock of the report, or of one edition, and say what that changed."""
    from tieout.build.pipeline import compile_only
    from tieout.cli import progress, render
    from tieout.ledger import lockfile, locking

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
    if form == "text" and not quiet:
        for each in drifted if old is not None else ():
            click.echo(f"{each.kind!s:<9} {each}")
        said = "Wrote" if is_new else "Nothing changed in"
        click.echo(f"{said} {lockfile.file_of(project)}: {len(new.numbers):,} numbers.")
    changes = [{"name": each.name, "change": str(each.kind)} for each in drifted]
    return {"written": is_new, "numbers": len(new.numbers), "changes": changes}
