"""Editions: which editions of a report a command is to work on, and what is said of several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tieout.edition import ALL, Edition, chosen
from tieout.findings import Finding, in_order
from tieout.project import Project

if TYPE_CHECKING:
    from tieout.build.editions import Editions

_FEW = 20


def wanted(project: Project, names: Sequence[str]) -> tuple[Edition, ...]:
    """The editions asked for, in their file's order; none where nobody asked.

    Raises:
        TieoutError: one of them is unknown, or there are none.
    """
    if not names:
        return ()
    known, file = project.editions(), project.config.editions.file
    every = ALL in names and bool(known)
    asked = {chosen(known, name, file).name for name in names if name != ALL or not known}
    return tuple(each for each in known if every or each.name in asked)


def merged(found: Sequence[tuple[str, tuple[Finding, ...]]]) -> tuple[Finding, ...]:
    """What is found in several editions, by name, each thing once; with the editions where it is not found in all."""
    names: dict[Finding, list[str]] = {}
    for name, findings in found:
        for each in findings:
            names.setdefault(each, []).append(name)
    return in_order(
        each if len(where) == len(found) else replace(each, detail=(*each.detail, _where(where)))
        for each, where in names.items()
    )


def _where(names: Sequence[str]) -> str:
    return f"in {'edition' if len(names) == 1 else 'editions'} {_few(names)}"


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"{', '.join(names[:_FEW])}{more}"


def show(made: Editions, form: str, *, quiet: bool, verbose: bool) -> None:
    """What a build of several editions did."""
    import json

    from tieout.cli import render

    if form == "json":
        click.echo(json.dumps(made.as_json(), ensure_ascii=False, indent=1))
        return
    alike: dict[tuple[Finding, ...], list[str]] = {}
    for each in made.failed:
        alike.setdefault(each.findings, []).append(each.name)
    for findings, names in alike.items():
        click.echo(click.style(f"{_few(names)}: failed", fg="red", bold=True), err=True)
        render.findings(findings)
    lived = [(each.name, each.summary.findings if each.summary else ()) for each in made.outcomes]
    render.lived_with(merged(lived), quiet=quiet, verbose=verbose)
    if quiet:
        return
    built = [each for each in made.outcomes if each.summary is not None]
    anew = [each for each in built if each.summary is not None and not each.summary.fresh]
    said = f"{len(anew)} of {len(made.outcomes)} editions built in {made.seconds:.2f} s"
    if len(built) > len(anew):
        said += f", {len(built) - len(anew)} as they were"
    click.echo(f"{said}{f', {len(made.failed)} failed' if made.failed else ''}.")
    computed = sum(len(each.summary.reruns) for each in anew if each.summary is not None)
    if anew:
        render.row("computed", [f"{computed:,} statistics, figures and tables"])
    if made.removed:
        render.row("removed", [", ".join(made.removed)])
    if made.failed:
        names = [each.name for each in made.failed]
        render.row("failed", [f"{_few(names)}; what they had is as it was"])
    render.row("outputs", list(made.outputs), each=True)
