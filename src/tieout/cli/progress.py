"""Progress: one line that never scrolls on a terminal, plain lines without one; always on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click


@contextmanager
def shown(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function that tells the user what is going on."""
    if quiet:
        yield lambda _line: None
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status("starting", spinner="dots") as status:
            yield lambda line: status.update(_plain(line))
    else:
        yield lambda line: click.echo(line, err=True)


def _plain(line: str) -> str:
    from rich.markup import escape

    return escape(line)
