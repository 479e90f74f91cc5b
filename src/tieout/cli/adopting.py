"""Adopting: `tieout init --adopt` said to a person or a program."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from pathlib import Path

import click

from tieout.findings import Finding, Severity
from tieout.project import LOCK
from tieout.starter.adopt import Adopted
from tieout.starter.worth import Worth

_SHOWN = 20


def adopt(folder: Path, *, pre_render: bool, every: bool, form: str) -> None:
    """Adopt the book in a folder, lock its numbers and say which typed ones are worth binding."""
    from tieout.build.pipeline import compile_only
    from tieout.ledger import lockfile, locking
    from tieout.prose.chapter import read_chapter
    from tieout.starter import adopt as starter
    from tieout.starter.worth import worth_binding

    adopted = starter.adopt(folder, pre_render=pre_render)
    project = adopted.project
    compiled, _ = compile_only(project, lambda _line: None)
    lockfile.write(project, locking.lock_of(project, compiled.ledger))
    chapters = tuple(read_chapter(project, entry) for entry in adopted.book.entries)
    typed = worth_binding(adopted.book, chapters)
    written = (*adopted.written, LOCK)
    if form == "json":
        data = {
            "folder": str(project.root),
            "written": list(written),
            "change": adopted.change,
            "notes": list(adopted.notes),
            "typed": [each.as_json() for each in typed],
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
        return
    _say(adopted, written, compiled.findings, folder)
    _say_typed(typed, every)


def _say(
    adopted: Adopted, written: tuple[str, ...], found: tuple[Finding, ...], folder: Path
) -> None:
    book = adopted.book
    click.echo(f"Adopted '{book.title}': {len(book.entries)} chapters, none of them touched.")
    click.echo(f"  wrote   {', '.join(written)}")
    if adopted.change:
        click.echo("  changed _quarto.yml:")
        for line in adopted.change.splitlines()[2:]:
            click.echo(f"    {line}")
    for note in adopted.notes:
        click.echo(f"  note    {note}")
    counted = Counter(each.code for each in found if each.severity is not Severity.NOTE)
    if counted:
        said = ", ".join(f"{code} {count}" for code, count in sorted(counted.items()))
        click.echo(f"  found   {said}; 'tieout build' names each, {written[0]} lets them pass")
    click.echo("Next:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {shlex.quote(str(folder))}")
    click.echo("  tieout build                 # pages and PDF, as the book stands")
    click.echo("  tieout add dataset FILE.csv  # then a statistic, then its name in the text")
    if not adopted.change:
        click.echo("  quarto render needs 'pre-render: tieout compile' once a number is bound")


def _say_typed(typed: tuple[Worth, ...], every: bool) -> None:
    likely = [each for each in typed if each.score > 0]
    shown = typed if every else likely[:_SHOWN]
    click.echo(f"Typed numbers worth binding: {len(likely):,} of {len(typed):,}.")
    for each in shown:
        times = f" ({each.times} times)" if each.times > 1 else ""
        click.echo(f"  {each.place.path}:{each.place.line}  {each.written}{times}")
        click.echo(f"      {each.sentence}")
    if len(shown) < len(typed):
        click.echo("  All of them: tieout init --adopt --all, before; afterwards: tieout check")
