"""`tieout trace`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tieout.cli import options


@click.command(epilog="Example: tieout trace data/population.csv:14:people")
@click.argument("cell", metavar="FILE[:ROW[:COLUMN]]")
@options.form()
@options.edition
def command(cell: str, form: str, edition: str) -> None:
    """Show what would move if a cell of the data were wrong.

    ROW is the line of the file, or key=2016-12,all. Without one: each cell of
    the file that some number depends on, and how many none does.
    """
    from tieout.cli import opened, outline, render
    from tieout.review import impact_tree
    from tieout.review.impact import impact
    from tieout.review.target import targets

    material = opened.material(edition)
    found = [impact(material, each) for each in targets(material, cell, Path.cwd())]
    if form == "json":
        data = {"targets": [each.as_json() for each in found]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for each in found:
            outline.show(impact_tree.of_impact(each))
    render.findings(opened.stale(material.project))
