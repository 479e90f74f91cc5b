"""Options: those that several commands share, each declared once."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import click

from tieout.cli import completing

Command = TypeVar("Command", bound=Callable[..., Any])
_MOST = 64  # processes at once
_USUAL = 8  # more of them wait for each other, unless somebody asks for them


def form(
    *forms: str, default: str = "text", said: str = "For a person or a program."
) -> Callable[[Command], Command]:
    """`--format`: how the command's result is written; `text` and `json` unless told otherwise."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms or ("text", "json")),
        default=default,
        show_default=default != "text",
        help=said,
    )


def quiet(said: str = "Say nothing unless something is wrong.") -> Callable[[Command], Command]:
    """`--quiet`."""
    return click.option("--quiet", "-q", is_flag=True, help=said)


def jobs(command: Command) -> Command:
    """`--jobs`: how many processes may run at once."""
    return click.option(
        "--jobs",
        "-j",
        type=click.IntRange(1, _MOST),
        default=min(os.cpu_count() or 2, _USUAL),
        show_default=True,
        help="Processes at once.",
    )(command)


def edition(command: Command) -> Command:
    """`--edition NAME`, of a command that works on one edition."""
    return click.option(
        "--edition",
        default="",
        metavar="NAME",
        shell_complete=completing.editions,
        help="Work on this edition (editions.csv), not on the first.",
    )(command)


def editions(command: Command) -> Command:
    """`--edition NAME` as often as wanted, or `--editions all`."""
    return click.option(
        "--edition",
        "--editions",
        "names",
        multiple=True,
        metavar="NAME",
        shell_complete=completing.editions,
        help="This edition of editions.csv, or all; repeatable.",
    )(command)
