"""`tieout numbers`."""

from __future__ import annotations

import sys

import click

from tieout.cli import options


@click.command(epilog="Example: tieout numbers --format csv > numbers.csv")
@options.form("csv", "json", "md", default="md", said="A spreadsheet's, a program's, or a page's.")
@options.edition
def command(form: str, edition: str) -> None:
    """Print the fact sheet: every number used, in the order of the report.

    With its value, unit, title, bound, sources and where it stands. Reads the
    ledger of the last build.
    """
    from tieout.cli import opened, render
    from tieout.review import facts

    material = opened.material(edition)
    sheet = facts.facts(material)
    if form == "csv":
        text = facts.as_csv(sheet)
    elif form == "json":
        text = facts.as_json(sheet)
    else:
        text = facts.as_markdown(sheet, material.ledger.title)
    # As bytes: Windows would make two line ends of one.
    sys.stdout.buffer.write(text.encode())
    render.findings(opened.stale(material.project))
