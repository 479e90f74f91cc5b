"""Render: results and findings as a person or a program reads them; the only place that prints."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tieout import catalogue
from tieout.findings import Finding, Place, Severity, TieoutError
from tieout.project import Project

if TYPE_CHECKING:
    from tieout.build.summary import Summary

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
_SHOWN = 12
_FEW = 5  # of one code: whoever lives with more has seen them


def summary(made: Summary, form: str, quiet: bool, verbose: bool) -> None:
    """What a build did."""
    if form == "json":
        click.echo(jsonlib.dumps(made.as_json(), ensure_ascii=False, indent=1))
        return
    lived_with(made.findings, quiet=quiet, verbose=verbose)
    if quiet:
        return
    if made.fresh:
        click.echo(f"Nothing changed ({made.seconds:.2f} s).")
    else:
        click.echo(f"Built in {made.seconds:.2f} s with {made.engine}.")
        row("computed", _recomputed(made, verbose))
        row("files", _written(made, verbose))
        row("stages", [", ".join(f"{s.name} {s.seconds:.2f} s" for s in made.stages)])
        row("report", [", ".join(_so_many(n, name) for name, n in made.counts.items())])
        for title, value in made.shown.items():
            click.echo(f"            {value:>9}  {title}")
    row("outputs", list(made.outputs), each=True)


def _so_many(count: int, things: str) -> str:
    """`1 dataset`, `2 datasets`; `1 number used`."""
    noun, _, rest = things.partition(" ")
    named = f"{noun.removesuffix('s')} {rest}".rstrip() if count == 1 else things
    return f"{count:,} {named}"


def findings(found: Iterable[Finding], quiet: bool = False) -> None:
    """Findings on standard error; quiet leaves the errors."""
    for finding in found:
        if not quiet or finding.severity is Severity.ERROR:
            click.echo(_finding(finding), err=True)


def lived_with(found: Iterable[Finding], *, quiet: bool, verbose: bool) -> None:
    """What is found in a report that was built: unless all is asked for, a few of each code, and how many more."""
    if verbose or quiet:
        findings(found, quiet)
        return
    of_code: dict[str, list[Finding]] = {}
    for finding in found:
        of_code.setdefault(finding.rule.code, []).append(finding)
    findings(each for of_one in of_code.values() for each in of_one[:_FEW])
    left = {code: len(of_one) - _FEW for code, of_one in of_code.items() if len(of_one) > _FEW}
    if left:
        more = ", ".join(f"{count:,} of {code}" for code, count in sorted(left.items()))
        click.echo(f"And {more}; --verbose tells all.", err=True)


def failure(error: TieoutError, *, json: bool = False) -> None:
    """Why a command stopped."""
    if json:
        data = {"result": "failed", "findings": [each.as_json() for each in error.findings]}
        click.echo(jsonlib.dumps(data, ensure_ascii=False, indent=1))
        return
    findings(error.findings)
    count = len(error.findings)
    said = "1 finding" if count == 1 else f"{count} findings"
    # Only a build has outputs to worry about.
    kept = " The last outputs are as they were." if "build" in sys.argv[1:2] else ""
    click.echo(f"{said}.{kept}", err=True)


def internal(error: Exception) -> None:
    """A fault of tieout's own: one line, and the traceback for whoever mends it."""
    import traceback

    message = f"{type(error).__name__}: {error}"
    lines = traceback.format_exception(error)
    if not isinstance(error, ImportError) and _holds_secrets():  # it may quote a cell
        message = (
            f"{type(error).__name__}, whose message is withheld: it may quote confidential data"
        )
        lines = traceback.format_tb(error.__traceback__)
    remedy = "This is a fault in tieout. Please report it with the lines above."
    click.echo("".join(lines), err=True)
    click.echo(_finding(Finding(catalogue.INTERNAL, Place("tieout"), message, remedy)), err=True)


def _holds_secrets() -> bool:
    """Whether the project around the current folder holds confidential data, or may: it cannot be read."""
    from tieout.data.confidential import withheld
    from tieout.data.package import read_package

    try:
        return bool(withheld(read_package(Project.find(Path.cwd()))).names)
    except TieoutError as error:
        return error.found
    except OSError:  # the current folder is gone
        return True


def _finding(finding: Finding) -> str:
    first, *rest = str(finding).split("\n")
    severity = click.style(str(finding.severity), fg=_COLOURS[finding.severity], bold=True)
    head = (
        first.replace(f" {finding.severity} ", f" {severity} ", 1) if sys.stderr.isatty() else first
    )
    return "\n".join((head, *rest))


def _recomputed(made: Summary, verbose: bool) -> list[str]:
    if not made.reruns:
        return ["nothing: every statistic, figure and table was up to date"]
    shown = made.reruns if verbose else made.reruns[:_SHOWN]
    lines = [f"{each.name} ({each})" for each in shown]
    if len(made.reruns) > len(shown):
        lines = [f"{len(made.reruns)}, {_counted([str(each.reason) for each in made.reruns])}"]
    return lines


def _written(made: Summary, verbose: bool) -> list[str]:
    total = len(made.written) + made.kept
    head = f"{len(made.written)} of {total} written, {made.kept} as they were"
    pages = [f"{name} ({why})" for name, why in made.written.items() if _is_page(name)]
    return [head, *(pages if verbose or len(pages) <= _SHOWN else [])]


def _is_page(name: str) -> bool:
    return name.endswith((".html", ".pdf"))


def _counted(reasons: list[str]) -> str:
    return ", ".join(f"{reason}: {reasons.count(reason)}" for reason in dict.fromkeys(reasons))


def row(label: str, lines: list[str], *, each: bool = False) -> None:
    """A label and its text, wrapped at 80 columns; long words (paths) are never broken."""
    import textwrap

    indent = " " * 12
    first = f"  {label:<10}"
    for line in lines:
        width = 10_000 if each else 80
        click.echo(
            textwrap.fill(
                line,
                width,
                initial_indent=first,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
        first = indent
