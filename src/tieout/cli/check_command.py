"""`tieout check`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import click

from tieout.cli.findings_formats import FORMATS, as_github, as_json, as_sarif
from tieout.findings import Finding, Severity
from tieout.project import Project


@click.command(
    epilog="Example: tieout check --fix report/prisons.qmd",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.argument("paths", nargs=-1, metavar="[FILE]...")
@click.option(
    "--fix", is_flag=True, help="Write the shortcode where a typed number has one answer."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help="For a person, a program, a code host or a GitHub job.",
)
@click.option("--quiet", "-q", is_flag=True, help="Leave out the notes.")
def command(paths: tuple[str, ...], fix: bool, form: str, quiet: bool) -> None:
    """Hold the chapters against the numbers of the last build.

    Typed numbers, words that their numbers contradict, published values that
    differ, sums that do not add up, references to nothing. Reads the ledger and
    the chapters; runs no script and no engine. With FILE, only what is found there.

    Exit code 0: nothing found but notes; 1: something found; 2: could not check.
    """
    project = Project.find(Path.cwd())
    from tieout.checks import fixes, runner, waivers
    from tieout.checks.gather import gather
    from tieout.ledger.load import load

    gathered = gather(project, load(project), _changed(project))
    allowed = waivers.read(gathered.files, runner.CODES)
    severities = dict(project.config.severity)
    found = (*gathered.findings, *runner.found(gathered.report))
    standing = _chosen(project, paths, runner.judged(found, allowed, severities))
    made: tuple[fixes.Fix, ...] = ()
    if fix:
        made = fixes.apply(project, fixes.fixes(gathered.report, standing))
        places = {each.place for each in made}
        standing = tuple(f for f in standing if f.place not in places)
    if quiet:
        standing = tuple(each for each in standing if each.severity is not Severity.NOTE)
    bad = any(each.severity is not Severity.NOTE for each in standing)
    _say(standing, len(made), form, bad=bad)
    click.get_current_context().exit(1 if bad else 0)


def _chosen(
    project: Project, paths: tuple[str, ...], found: tuple[Finding, ...]
) -> tuple[Finding, ...]:
    if not paths:
        return found
    wanted = [project.relative(Path(path).resolve()) for path in paths]
    return tuple(
        each
        for each in found
        if any(each.place.path == one or each.place.path.startswith(f"{one}/") for one in wanted)
    )


def _changed(project: Project) -> Mapping[str, str] | None:
    """The data and scripts that changed since the last build, and its ledger if somebody else wrote it."""
    from tieout.build import stamp

    last = stamp.read(project)
    if last is None:
        return None
    ledger = project.output / "ledger.json"
    name = project.relative(ledger)
    changed: dict[str, str] = {}
    if last.outputs.get(name) != hashlib.sha256(ledger.read_bytes()).hexdigest():
        changed[name] = "not as the last build wrote it"
    now = stamp.inputs(project, last.inputs)
    data = project.relative(project.data.parent)
    for path in sorted({*now, *last.inputs}):
        if path.endswith(".md") or not (path.endswith(".py") or path.startswith(f"{data}/")):
            continue  # chapters are read as they stand
        if path not in last.inputs:
            changed[path] = "new"
        elif path not in now:
            changed[path] = "gone"
        elif now[path] != last.inputs[path]:
            changed[path] = "changed"
    return changed


def _say(found: tuple[Finding, ...], fixed: int, form: str, *, bad: bool) -> None:
    if form == "json":
        click.echo(as_json(found, "found" if bad else "fine", fixed))
    elif form == "sarif":
        click.echo(as_sarif(found))
    elif form == "github":
        if found:
            click.echo(as_github(found))
    else:
        for each in found:
            click.echo(str(each))
        click.echo(_summary(found, fixed), err=True)


def _summary(found: tuple[Finding, ...], fixed: int) -> str:
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    counts = [
        f"{count} {name}{'' if count == 1 else 's'}"
        for severity, name in names.items()
        if (count := sum(each.severity is severity for each in found))
    ]
    said = ", ".join(counts) if counts else "Nothing found"
    return f"{said}; {fixed} fixed." if fixed else f"{said}."
