"""`tieout review`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tieout.cli import completing, options
from tieout.findings import Severity, TieoutError

if TYPE_CHECKING:
    from tieout.review.material import Material

_STATES = ("reviewed", "expired", "never")


@click.command(
    epilog='Example: tieout review population_rise --by "A. Reader" --note "both cells read"'
)
@click.argument("name", metavar="[NUMBER]", required=False, shell_complete=completing.numbers)
@click.option("--by", metavar="NAME", help="Who signs it off.")
@click.option("--note", default="", help="What was looked at.")
@click.option("--on", default="", metavar="DATE", help="The day, if the file is to say it.")
@click.option("--withdraw", is_flag=True, help="Take this reviewer's sign-off back.")
@click.option("--list", "listing", is_flag=True, help="List how everything stands.")
@click.option("--state", type=click.Choice(_STATES), help="With --list: only these.")
@options.edition
@options.form()
def command(
    name: str | None,
    by: str | None,
    note: str,
    on: str,
    withdraw: bool,
    listing: bool,
    state: str | None,
    edition: str,
    form: str,
) -> None:
    """Sign a number, figure or table off as held against its sources.

    NUMBER is a statistic or a cell as a chapter names it, or figure:NAME or
    table:NAME. The sign-off is kept in reviews.toml, bound to value, code and
    cells, and expires when one of them changes; with --edition in
    reviews/NAME.toml.
    """
    if listing == (name is not None):
        raise click.UsageError("give either the name of a number, or --list")
    if name is not None and not by:
        raise click.UsageError("say who signs: --by NAME")
    from tieout.cli import opened

    material = opened.material(edition)
    if name is None:
        _list(material, state, form)
        return
    # What is signed must be what the files say now.
    if not withdraw and (found := opened.stale(material.project, Severity.ERROR)):
        raise TieoutError(*found, found=False)
    from tieout.review import standings

    if withdraw:
        made = standings.withdraw(material, name, by or "")
    else:
        made = standings.sign(material, name, by or "", note=note, on=on)
    if form == "json":
        click.echo(json.dumps(made.as_json(), ensure_ascii=False, indent=1))
    else:
        done = "withdrawn" if withdraw else "signed off"
        click.echo(f"{made.name}: {done}; it is now {_said(str(made.standing.state))}.")


def _list(material: Material, state: str | None, form: str) -> None:
    from tieout.cli import opened, render
    from tieout.review.standings import standings

    found = standings(material)
    if form == "json":
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        return
    for each in found.all:
        if state in {None, str(each.standing.state)}:
            by = ", ".join(s.by for s in (*each.standing.holds, *each.standing.expired))
            click.echo(f"{each.standing.state!s:<9} {each.name}" + (f"  ({by})" if by else ""))
    for lost in found.lost:
        click.echo(f"{'lost':<9} {lost.kind}:{lost.name}  ({lost.by}): it is no more")
    counts = ", ".join(f"{count} {_said(name)}" for name, count in found.counts.items())
    click.echo(f"{len(found.all)} numbers, figures and tables: {counts}.")
    render.findings(opened.stale(material.project))


def _said(state: str) -> str:
    return "never reviewed" if state == "never" else state
