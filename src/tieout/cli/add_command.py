"""`tieout add`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tieout.cli import options
from tieout.cli.suggesting import Suggesting
from tieout.project import Project

if TYPE_CHECKING:
    from tieout.starter.dataset import Wanted
    from tieout.starter.pieces import Added


def _datasets(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Names of datasets, for completion."""
    from tieout.cli import completing

    return [name for name in completing.datasets() if name.startswith(typed)]


_takes = click.option(
    "--takes", metavar="DATASET", shell_complete=_datasets, help="The dataset it takes."
)


@click.group(
    cls=Suggesting,
    epilog="Example: tieout add statistic wettest_year --takes rainfall",
)
def command() -> None:
    """Add the next piece: a statistic, figure, dataset or chapter.

    Each is made so that the report still builds; nothing is overwritten.
    """


@command.command(epilog="Example: tieout add statistic wettest_year")
@click.argument("name", metavar="NAME")
@_takes
@click.option("--unit", default="count", show_default=True, help="What it counts.")
@click.option(
    "--script",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The script to put it in, at its end [default: scripts/NAME.py].",
)
@options.form()
def statistic(name: str, takes: str | None, unit: str, script: Path | None, form: str) -> None:
    """Write one statistic: in scripts/NAME.py, or at the end of a script."""
    from tieout.starter import pieces

    _said(pieces.statistic(Project.find(Path.cwd()), name, takes, unit, script), form)


@command.command(epilog="Example: tieout add figure rain_by_year")
@click.argument("name", metavar="NAME")
@_takes
@options.form()
def figure(name: str, takes: str | None, form: str) -> None:
    """Write figures/NAME.py with one figure."""
    from tieout.starter import pieces

    _said(pieces.figure(Project.find(Path.cwd()), name, takes), form)


@command.command(epilog="Example: tieout add chapter rain")
@click.argument("name", metavar="NAME")
@options.form()
def chapter(name: str, form: str) -> None:
    """Write report/NAME.qmd and list it in the book."""
    from tieout.starter import pieces

    _said(pieces.chapter(Project.find(Path.cwd()), name), form)


@command.command(
    epilog="Example: tieout add dataset rain.csv --source yearbook1990 --unit rain=plain"
)
@click.argument(
    "file", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--name", default="", help="What scripts call it [default: from the file's name].")
@click.option("--source", default="", metavar="KEY", help="Its source in the bibliography.")
@click.option("--locator", default="", help="Where in the source: p. 4, table 2.")
@click.option("--source-title", default="", help="For a source the bibliography lacks: its title.")
@click.option("--source-author", default="", help="Its author or publisher.")
@click.option("--source-year", default="", help="Its year.")
@click.option("--source-url", default="", help="Where it is online.")
@click.option("--key", default="", metavar="COLUMN,…", help="Columns that tell its rows apart.")
@click.option(
    "--unit",
    "units",
    multiple=True,
    metavar="COLUMN=UNIT",
    help="What a column counts; repeatable.",
)
@options.form()
def dataset(file: Path, name: str, units: tuple[str, ...], form: str, **said: str) -> None:
    """Add a CSV file to the data package.

    Columns, types and primary key are inferred; the source is asked for where
    neither the file nor an option names it.
    """
    from tieout.starter import dataset as datasets

    project = Project.find(Path.cwd())
    if not said["source"] and datasets.needs_source(file):
        _ask_for_source(project, said)
    _said(datasets.add(project, file, _wanted(name, units, said)), form)


def _wanted(name: str, units: tuple[str, ...], said: dict[str, str]) -> Wanted:
    from tieout.starter.dataset import Entry, Wanted

    entry = None
    if said["source_title"]:
        about = (said[f"source_{part}"] for part in ("title", "author", "year", "url"))
        entry = Entry(*about)
    by_column = {}
    for each in units:
        column, equals, unit = each.rpartition("=")
        if not equals or not column:
            raise click.UsageError(f"--unit '{each}': write COLUMN=UNIT, such as houses=count")
        by_column[column] = unit
    key = tuple(part.strip() for part in said["key"].split(",") if part.strip())
    return Wanted(name, said["source"], said["locator"], entry, key, by_column)


def _ask_for_source(project: Project, said: dict[str, str]) -> None:
    from tieout.data.sources import read_sources

    known = read_sources(project).entries

    def ask(what: str, **more: Any) -> str:
        try:
            return str(click.prompt(what, err=True, **more)).strip()
        except click.Abort:
            if sys.stdin.isatty():
                raise
            raise click.UsageError(
                "there is nobody to ask; name its source: --source KEY"
            ) from None

    if known:
        click.echo(f"In the bibliography: {', '.join(known)}", err=True)
    said["source"] = ask("Source (a key of the bibliography, or a new one)")
    if said["source"] not in known:
        if not re.fullmatch(r"[A-Za-z0-9_][\w:.-]*", said["source"]):
            raise click.UsageError(f"'{said['source']}' cannot be a key: letters, digits and _-:.")
        said["source_title"] = ask("Its title")
        said["source_author"] = ask("Its author or publisher", default="", show_default=False)
        said["source_year"] = ask("Its year", default="", show_default=False)
        said["source_url"] = ask("Its address on the web", default="", show_default=False)
    said["locator"] = said["locator"] or ask("Where in it", default="", show_default=False)


def _said(added: Added, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(added.as_json(), ensure_ascii=False, indent=1))
        return
    for file in added.files:
        click.echo(f"wrote {file}")
    for hint in added.hints:
        click.echo(f"  {hint}")
