"""`tieout explain`."""

from __future__ import annotations

import json

import click

from tieout.cli import completing, options


@click.command(epilog="Example: tieout explain population_rise")
@click.argument("name", metavar="NUMBER", shell_complete=completing.numbers)
@options.form()
@options.edition
def command(name: str, form: str, edition: str) -> None:
    """Show where a number comes from.

    NUMBER is a statistic or a cell (dataset.key.column) as a chapter names it,
    or figure:NAME or table:NAME. Reads the ledger of the last build.
    """
    from tieout.cli import opened, outline, render
    from tieout.review import tree
    from tieout.review.explanation import NumberExplained, explain

    material = opened.material(edition)
    explained = explain(material, name)
    if form == "json":
        click.echo(json.dumps(explained.as_json(), ensure_ascii=False, indent=1))
    elif isinstance(explained, NumberExplained):
        outline.show(tree.of_number(explained))
    else:
        outline.show(tree.of_shown(explained))
    render.findings(opened.stale(material.project))
