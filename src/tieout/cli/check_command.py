"""`tieout check`."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from tieout.cli import editions as several
from tieout.cli import options
from tieout.cli.chosen import chosen, is_chosen
from tieout.cli.findings_formats import FORMATS, as_github, as_json, as_sarif
from tieout.findings import Finding, Severity
from tieout.ledger import signoff
from tieout.ledger.load import load
from tieout.project import Project


@click.command(epilog="Example: tieout check --fix report/prisons.qmd")
@click.argument("paths", nargs=-1, metavar="[FILE]...")
@click.option(
    "--fix", is_flag=True, help="Mend what has one right answer: typed numbers, needless waivers."
)
@options.form(*FORMATS, said="For a person, a program, a code host or a GitHub job.")
@options.editions
@options.quiet("Leave out the notes.")
def command(
    paths: tuple[str, ...],
    fix: bool,
    form: str,
    names: tuple[str, ...],
    quiet: bool,
) -> None:
    """Hold the chapters against the numbers of the last build.

    Typed numbers, words that their numbers contradict, published values that
    differ, sums that do not add up, references to nothing. Reads the ledger and
    the chapters; runs no script and no engine. With FILE, only what is found there.

    Exit code 0: nothing found but notes; 1: something found; 2: could not check.
    """
    project = Project.find(Path.cwd())
    wanted = several.wanted(project, names)
    each_one = [project.of(edition) for edition in wanted] or [project]
    files = chosen(each_one, paths)
    standing = several.merged(
        [
            (one.asked, tuple(each for each in _found(one) if is_chosen(each, files)))
            for one in each_one
        ]
    )
    fixed = 0
    if fix:
        fixed, standing = _fixed(each_one[0], standing)
    if quiet:
        standing = tuple(each for each in standing if each.severity is not Severity.NOTE)
    bad = any(each.severity is not Severity.NOTE for each in standing)
    _say(standing, fixed, form, bad=bad)
    if form == "text":
        _say_unread(each_one[0])
    click.get_current_context().exit(1 if bad else 0)


def _found(project: Project) -> tuple[Finding, ...]:
    """What is found in the whole project: from the cache where all that was read is as it was."""
    from tieout.build import stamp
    from tieout.checks import kept

    ledger = project.output / "ledger.json"
    if not ledger.is_file():
        load(project)  # says what to run
    last = stamp.read(project)
    now = stamp.inputs(project, last.inputs if last is not None else ())
    now[project.relative(ledger)] = hashlib.sha256(ledger.read_bytes()).hexdigest()
    for signed in signoff.files(project):
        reviews = project.root / signed
        if reviews.is_file():
            now[signed] = hashlib.sha256(reviews.read_bytes()).hexdigest()
    name = kept.key(now, repr(last))
    found = kept.read(project, name)
    if found is not None:
        return found
    from tieout.checks import runner, waivers
    from tieout.checks.gather import gather

    gathered = gather(project, load(project), stamp.changed_since(project, last, now))
    allowed = waivers.read(gathered.files, runner.CODES)
    everything = (
        *gathered.findings,
        *runner.found(gathered.report, kept.chapters(project)),
    )
    found = runner.judged(everything, allowed, dict(project.config.severity))
    kept.write(project, name, found, [path for path in gathered.files if path not in now])
    return found


def _fixed(project: Project, standing: tuple[Finding, ...]) -> tuple[int, tuple[Finding, ...]]:
    """How many findings were mended in place, and those that are left."""
    if not any(each.code in {"TIE801", "TIE802", "TIE862"} for each in standing):
        return 0, standing
    from tieout.checks import fixes
    from tieout.checks.gather import gather

    gathered = gather(project, load(project), None)
    wanted = fixes.fixes(gathered.report, standing) + fixes.needless(gathered.files, standing)
    made = {each.place for each in fixes.apply(project, wanted)}
    return len(made), tuple(each for each in standing if each.place not in made)


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


def _say_unread(project: Project) -> None:
    """That nobody read the words, where the report's language is not known: silence would pass for approval."""
    from tieout.checks.language import language
    from tieout.prose.book import read_book

    lang = read_book(project).lang
    if language(lang) is None:
        click.echo(
            f"Numbers and words in the text were not read: tieout does not know the words of '{lang}' yet.",
            err=True,
        )


def _summary(found: tuple[Finding, ...], fixed: int) -> str:
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
    counts = [
        f"{count} {name}{'' if count == 1 else 's'}"
        for severity, name in names.items()
        if (count := sum(each.severity is severity for each in found))
    ]
    said = ", ".join(counts) if counts else "Nothing found"
    return f"{said}; {fixed} fixed." if fixed else f"{said}."
