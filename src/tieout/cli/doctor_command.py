"""`tieout doctor`."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path

import click

from tieout.cli import options

_MARKS = {"found": ("ok", "green"), "absent": ("-", "yellow"), "missing": ("!!", "red")}


@click.command(epilog="Example: tieout doctor --format json")
@options.form()
def command(form: str) -> int:
    """Look for everything tieout needs, and say how to get what is missing.

    Exit status 1 when something needed is missing.
    """
    from tieout.build.health import State, examine

    checks = list(examine(Path.cwd()))
    missing = [each for each in checks if each.state is State.MISSING]
    if form == "json":
        data = {"well": not missing, "checks": [each.as_json() for each in checks]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return int(bool(missing))
    for each in checks:
        mark, colour = _MARKS[str(each.state)]
        said = textwrap.wrap(each.said, 80 - 22, break_long_words=False, break_on_hyphens=False)
        if sys.stdout.isatty():
            mark = click.style(f"{mark:<3}", fg=colour)
        click.echo(f"{mark:<3} {each.name:<16}  {(chr(10) + ' ' * 22).join(said)}")
        if each.remedy:
            click.echo(f"{'':<22}help: {each.remedy}")
    count = len(missing)
    found = "Nothing that is needed is missing." if not count else f"{count} needed and missing."
    click.echo(found)
    return int(bool(missing))
