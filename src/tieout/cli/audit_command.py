"""`tieout audit`."""

from __future__ import annotations

import click

from tieout.cli import options


@click.command(epilog="Example: tieout audit && open _output/audit/index.html")
@options.quiet()
@options.edition
def command(quiet: bool, edition: str) -> None:
    """Make the dossier for reviewers: one page that works without a network.

    Every number with its value, formula, cells, sources, published value, uses
    and sign-off; every figure beside its script and data. Reads the last build.
    """
    from tieout.cli import opened, render
    from tieout.review.dossier import page

    material = opened.material(edition)
    path = page.write(material)
    if not quiet:
        click.echo(material.project.relative(path))
    render.findings(opened.stale(material.project), quiet)
