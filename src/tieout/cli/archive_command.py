"""`tieout archive`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tieout.cli import options


@click.command(epilog="Example: tieout build && tieout archive -o report-2026.zip")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="The archive; without it archive.zip (of an edition archive-NAME.zip) beside tieout.toml.",
)
@options.edition
@options.quiet()
@options.form()
def command(output: Path | None, edition: str, quiet: bool, form: str) -> None:
    """Put the report with all that it is made of into one file.

    Data, scripts, chapters, outputs, lock and versions, described as an
    RO-Crate down to each number. Confidential data stay out, and the archive
    says so. Reads the last build; the same report gives the same bytes.
    """
    from tieout.archive import archiving
    from tieout.cli import progress
    from tieout.project import Project

    project = Project.find(Path.cwd(), edition)
    target = output or project.root / archiving.name_of(project)
    with progress.shown(quiet=quiet or form == "json") as say:
        made = archiving.archive(project, target, say)
    name = str(output) if output is not None else project.relative(made.path)
    if form == "json":
        data = {
            "archive": name,
            "bytes": made.size,
            "sha256": made.sha256,
            "files": made.files,
            "numbers": made.numbers,
            "left_out": [{"path": path, "reason": why} for path, why in made.contents.left_out],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif not quiet:
        click.echo(f"{name}: {made.size:,} bytes, {made.files:,} files, {made.numbers:,} numbers")
        click.echo(f"  sha256    {made.sha256}")
        for path, why in made.contents.left_out:
            click.echo(f"  left out  {path} ({why})")
