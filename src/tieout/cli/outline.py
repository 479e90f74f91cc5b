"""Outline: a tree on the terminal, in colour where there is one and colour is wanted, plain otherwise."""

from __future__ import annotations

import os
import shutil
import sys

import click

from tieout.review.outline import Node, Tone, layout

_WIDTH = 80
_STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.FAINT: "dim",
    Tone.GOOD: "green",
    Tone.DOUBTFUL: "yellow",
    Tone.CODE: "cyan",
    Tone.PLACE: "blue",
}


def show(root: Node) -> None:
    """Print a tree, in 80 columns or as many as the terminal has."""
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDTH
    lines = layout(root, min(_WIDTH, max(40, columns)))
    if not coloured:
        for line in lines:
            click.echo(str(line))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        parts = (line.guide, "dim"), (line.label, "dim"), (line.text, _STYLES[line.tone])
        console.print(Text.assemble(*parts))
