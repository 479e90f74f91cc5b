"""`tieout compare`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tieout.cli import options

if TYPE_CHECKING:
    from tieout.review.returned import Edit


@click.command(epilog="Example: tieout compare returned.docx --sent sent.docx")
@click.argument("returned", type=click.Path(path_type=Path))
@click.option(
    "--sent",
    type=click.Path(path_type=Path),
    help="The file as it was sent; without it the last build's report.docx.",
)
@options.form("text", "json", "md", said="For a person, a program, or a page.")
@click.pass_context
def command(context: click.Context, returned: Path, sent: Path | None, form: str) -> None:
    """Show what a copy editor changed in a Word file, by chapter and line.

    Tracked changes count as accepted; comments are listed. A number that was
    retyped is a finding: numbers change by their data. Exit code 1 if there is
    one.
    """
    from tieout.cli import render
    from tieout.project import Project
    from tieout.prose.book import read_book
    from tieout.prose.chapter import read_chapter
    from tieout.review import returned as comparing
    from tieout.review.wordfile import paragraphs

    project = Project.find(Path.cwd())
    before = paragraphs(sent or project.output / "report.docx")
    after = paragraphs(returned)
    chapters = [read_chapter(project, entry) for entry in read_book(project).entries]
    edits = comparing.edits(before, after, chapters)
    found = [finding for edit in edits for finding in edit.findings()]
    if form == "json":
        data = {"edits": [e.as_json() for e in edits], "findings": [f.as_json() for f in found]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    elif form == "md":
        click.echo(_markdown(edits))
    else:
        for edit in edits:
            _show(edit)
        click.echo(_counted(edits))
        render.findings(found)
    if found:
        context.exit(1)


def _where(edit: Edit) -> str:
    return f"{edit.place.path}:{edit.place.line}" if edit.place.line else edit.place.path


def _show(edit: Edit) -> None:
    click.echo(f"{_where(edit)}  {edit.heading or edit.kind}")
    for sign, text in (("-", edit.was), ("+", edit.now)):
        if text and edit.was != edit.now:
            click.echo(f"  {sign} {text}")
    for comment in edit.comments:
        if edit.was == edit.now:
            click.echo(f"    {edit.now}")
        click.echo(f"  > {comment.author}: {comment.text}")


def _counted(edits: tuple[Edit, ...]) -> str:
    edited = sum(1 for edit in edits if edit.was != edit.now)
    numbers = sum(1 for edit in edits for number in edit.numbers if number.now)
    comments = sum(len(edit.comments) for edit in edits)
    parts = (
        (edited, "paragraph", "edited"),
        (numbers, "number", "retyped"),
        (comments, "comment", ""),
    )
    said = [f"{n} {what}{'' if n == 1 else 's'} {did}".strip() for n, what, did in parts]
    return f"{', '.join(said)}." if any(n for n, _, _ in parts) else "Nothing changed."


def _markdown(edits: tuple[Edit, ...]) -> str:
    from tieout.review import markdown

    lines = []
    for edit in edits:
        lines.append(f"- {markdown.code(_where(edit))} {markdown.escaped(edit.heading)}".rstrip())
        for name, text in (("was", edit.was), ("now", edit.now)):
            if text and edit.was != edit.now:
                lines.append(f"    - {name}: {markdown.escaped(text)}")
        lines += [f"    - **{markdown.escaped(str(number))}**" for number in edit.numbers]
        for comment in edit.comments:
            lines.append(
                f"    - {markdown.escaped(comment.author)}: {markdown.escaped(comment.text)}"
            )
    return "\n".join([*lines, "", _counted(edits)])
