"""Hovers: what is known of a number, figure or source, as Markdown for a small window beside it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from tieout.compute.lineage import COUNTING
from tieout.data.dataset import NOTE, Dataset
from tieout.editor import names
from tieout.editor.desk import World
from tieout.editor.subject import Subject
from tieout.ledger import signoff
from tieout.ledger.fragments import Citation
from tieout.ledger.record import Input, Record, Shown
from tieout.prose.chapter import Chapter
from tieout.review.explanation import effect, exactly, no_cells
from tieout.review.spoken import plain
from tieout.review.tree import kind_of
from tieout.text import python

_MAX_CELLS = 8
_MAX_LINES = 16


def hover(world: World, chapters: Iterable[Chapter], subject: Subject) -> str:
    """What to show; empty where nothing is known."""
    said: Iterable[str] = ()
    if subject.kind == "number":
        record = world.record(subject.name)
        if record is not None:
            said = _number(world, record)
        elif subject.name in world.package.datasets:
            said = _dataset(world, world.package.datasets[subject.name])
        elif world.defined(subject.name, "statistic"):
            said = _unbuilt(world, subject.name)
    elif subject.kind in {"figure", "table"}:
        shown = world.ledger.shown.get(subject.name)
        said = _shown(world, shown) if shown is not None else _unbuilt(world, subject.name)
    elif subject.kind == "source":
        said = _source(world, subject.name)
    elif subject.kind == "label":
        said = _label(world, chapters, subject.name)
    return "\n\n".join(each for each in said if each)


def code(formula: str) -> str:
    """A function without its decorators and its docstring, which are shown apart."""
    try:
        (function,) = python(textwrap.dedent(formula)).body
    except (SyntaxError, ValueError):
        return formula.strip("\n")
    lines = textwrap.dedent(formula).split("\n")
    if not isinstance(function, ast.FunctionDef) or ast.get_docstring(function) is None:
        return "\n".join(lines[getattr(function, "lineno", 1) - 1 :]).strip("\n")
    words = function.body[0]
    kept = [*lines[function.lineno - 1 : words.lineno - 1], *lines[words.end_lineno or 0 :]]
    return "\n".join(kept).strip("\n")


def _number(world: World, record: Record) -> Iterator[str]:
    yield f"**{_escaped(record.display)}**{_bound(record)} \N{EN DASH} {_escaped(record.title)}"
    what = f"`{record.name}`, {kind_of(record)}"
    exact = exactly(record)
    yield what if exact == record.display else f"{what}; exactly {_escaped(exact)}"
    yield from _words(record.doc, record.title)
    if record.formula:
        yield _fenced(code(record.formula))
        yield _link(world, record.file, record.line)
    cells = [each for each in record.inputs if each.role in COUNTING]
    if record.kind == "datum":
        yield from (_cell(world, each, bare=True) for each in cells)
    elif cells or not record.takes:
        yield _cells(world, record, cells)
    if record.published is not None:
        published = record.published
        where = _cited(world, Citation(published.source, published.locator))
        note = f" ({_escaped(published.note)})" if published.note else ""
        said = f"{_escaped(published.printed)}{f' in {where}' if published.source else ''}"
        yield f"**Published** {said}: {published.agreement}{note}"
    yield _standing(world, record)


def _bound(record: Record) -> str:
    return f" (known as *{record.bound}*)" if record.bound else ""


def _cells(world: World, record: Record, cells: list[Input]) -> str:
    sway = sum(1 for each in record.inputs if each.role == "could sway")
    if not cells:
        return f"No cells are shown: {no_cells(record.takes)}."
    count = len(cells) if len(cells) != 1 else "one"
    lines = [f"**From {count} cell{'' if len(cells) == 1 else 's'}**", ""]
    lines += [f"- {_cell(world, each)}" for each in cells[:_MAX_CELLS]]
    if len(cells) > _MAX_CELLS:
        lines.append(f"- … and {len(cells) - _MAX_CELLS} more")
    if sway:
        lines.append(f"- {sway} more could sway it")
    return "\n".join(lines)


def _cell(world: World, cell: Input, *, bare: bool = False) -> str:
    """A cell: what it holds, how surely, who says so, and where it stands."""
    if cell.rows:
        return f"{cell.rows} cells of `{cell.dataset}`, {_escaped(cell.column or 'rows')}"
    name = ".".join((cell.dataset, *cell.key, *((cell.column,) if cell.column else ())))
    value = f" = {_escaped(cell.value)}" if cell.value and not bare else ""
    about = [each for each in (cell.qualifier, cell.basis) if each]
    if not bare and cell.column:
        about.append(effect(cell))
    about += [_cited(world, each) for each in cell.sources]
    note = _note(world, cell) if bare else ""
    said = "; ".join(each for each in (*about, _link(world, cell.file, cell.row)) if each)
    head = said if bare else f"`{name}`{value}: {said}"
    return f"{head}\n\n{_escaped(note)}" if note else head


def _note(world: World, cell: Input) -> str:
    table = world.tables.get(cell.dataset)
    row = None if table is None else table.row_at(cell.row)
    if table is None or row is None:
        return ""
    return table.text(NOTE, row) if table.key(row) == cell.key else ""


def _shown(world: World, shown: Shown) -> Iterator[str]:
    yield f"**{_escaped(shown.title)}** \N{EN DASH} {shown.kind} `{shown.name}`"
    yield _escaped(plain(shown.caption))
    if shown.alt:
        yield f"Alternative text: {_escaped(plain(shown.alt))}"
    if shown.takes:
        yield f"Shows {', '.join(f'`{each}`' for each in shown.takes)}"
    image = world.project.output / "html" / shown.image
    picture = f"[picture]({image.as_uri()})" if shown.image and image.is_file() else ""
    yield " \N{MIDDLE DOT} ".join(
        part for part in (_link(world, shown.file, shown.line), picture) if part
    )
    yield _standing(world, shown)


def _unbuilt(world: World, name: str) -> Iterator[str]:
    defined = world.defined(name)
    if defined is not None:
        where = _link(world, defined.place.path, defined.place.line)
        yield f"`{name}`, a {defined.kind} that was not built yet: run `tieout build`"
        yield where


def _dataset(world: World, dataset: Dataset) -> Iterator[str]:
    yield f"**{_escaped(dataset.title)}** \N{EN DASH} dataset `{dataset.name}`"
    yield _escaped(dataset.description)
    if dataset.confidential:
        yield "Confidential: its rows are shown nowhere."
        return
    table = world.tables.get(dataset.name)
    count = f"{len(table)} rows, " if table is not None else ""
    yield f"{count}key {', '.join(f'`{each}`' for each in dataset.primary_key)}"
    yield "\n".join(
        f"- `{each.name}` {_escaped(each.title)}, {each.unit}" for each in dataset.values
    )
    yield _link(world, dataset.path, 1)


def _source(world: World, key: str) -> Iterator[str]:
    entry = world.sources.entries.get(key)
    if entry is None:
        return
    yield f"**{_escaped(entry.label)}** \N{EN DASH} {entry.type} `{key}`"
    yield f"*{_escaped(entry.title)}*"
    fields = entry.fields
    where = [fields[n] for n in ("journal", "booktitle", "publisher", "institution") if n in fields]
    where += [fields[n] for n in ("date", "year") if n in fields][:1]
    yield _escaped(re.sub(r"[{}]", "", ", ".join(where)))
    yield fields.get("url", "") or (f"https://doi.org/{fields['doi']}" if "doi" in fields else "")
    cells = sum(
        1
        for table in world.tables.values()
        if table.listed and not table.dataset.confidential and key in table.citing
        for row in table.rows()
        if any(each.key == key for each in table.cited(row))
    )
    rows = f"{cells} row{'' if cells == 1 else 's'} of the data name it \N{MIDDLE DOT} "
    one = len(world.project.bibliographies) == 1
    yield (rows if cells else "") + (_link(world, world.sources.path, entry.line) if one else "")


def _label(world: World, chapters: Iterable[Chapter], label: str) -> Iterator[str]:
    kind, _, name = label.partition("-")
    shown = world.ledger.shown.get(name)
    if kind.lower() in {"fig", "tbl"} and shown is not None:
        yield from _shown(world, shown)
        return
    for each in names.labelled(world, chapters):
        if each.name in {label, f"{kind.lower()}-{name}"}:
            yield f"**{_escaped(each.said)}**"
            return


def _standing(world: World, thing: Record | Shown) -> str:
    """Where it is used, and who vouched for it."""
    uses = len(thing.uses)
    said = [f"used {uses} times" if uses != 1 else "used once"] if uses else ["used nowhere"]
    standing = signoff.standing(thing, world.signed)
    if standing.state is signoff.State.REVIEWED:
        said.append(f"signed off by {', '.join(dict.fromkeys(e.by for e in standing.holds))}")
    elif standing.state is signoff.State.EXPIRED:
        said.append("changed since it was signed off")
    return _escaped("; ".join(said).capitalize())


def _words(doc: str, title: str) -> Iterator[str]:
    """The description, where it says more than the title."""
    for part in doc.split("\n\n"):
        text = " ".join(part.split())
        if text and text.rstrip(".") != title.rstrip("."):
            yield _escaped(text)


def _fenced(text: str) -> str:
    lines = text.split("\n")
    if len(lines) > _MAX_LINES:
        lines = [*lines[:_MAX_LINES], "    …"]
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return "\n".join((f"{fence}python", *lines, fence))


def _cited(world: World, citation: Citation) -> str:
    entry = world.sources.entries.get(citation.id)
    name = entry.label if entry is not None else citation.id
    return _escaped(f"{name}, {citation.locator}" if citation.locator else name)


def _link(world: World, path: str, line: int) -> str:
    file: Path = world.project.root / path
    text = f"{path}:{line}" if line else path
    return f"[{text}]({file.as_uri()}#L{max(line, 1)})" if path else ""


def _escaped(text: str) -> str:
    """Text that stays text in Markdown: a cell or a title may hold anything."""
    return re.sub(r"([\\`*_{}\[\]<>#|~$&])", r"\\\1", " ".join(text.split()))
