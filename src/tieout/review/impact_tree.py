"""Impact tree: what would move, as an outline for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tieout.compute.lineage import COUNTING
from tieout.review.impact import CellImpact, Impact, Moved, numbers_of
from tieout.review.outline import Node, Tone


def of_impact(found: Impact) -> Node:
    """The tree of a file, a row or a cell."""
    table = found.target.table
    below = tuple(_row(found) if found.target.row >= 0 else _file(found))
    where = found.target.place + (f":{found.target.column}" if found.target.column else "")
    key = f", {', '.join(table.key(found.target.row))}" if found.target.row >= 0 else ""
    return Node(f"{where} ({table.dataset.name}{key})", tone=Tone.STRONG, below=below)


def _row(found: Impact) -> Iterator[Node]:
    named = {each.column for each, _ in found.wholes}
    for each in found.cells:
        yield _cell(each, whole=each.cell.column in named or "" in named)
    yield from _wholes(found)
    yield _shown(found)
    if not any(each.moved for each in found.cells) and not found.wholes:
        yield Node("No number depends on it.", tone=Tone.FAINT)


def _cell(each: CellImpact, *, whole: bool) -> Node:
    """A cell and what it moves; `whole`: numbers of its whole column are named below."""
    cell = each.cell
    if not cell.column:
        head = "the row itself, by being there"
    else:
        about = ", ".join(part for part in (cell.qualifier, cell.basis) if part)
        head = f"{cell.column} = {cell.value}" + (f" ({about})" if about else "")
        head += "; if it were 1% higher:" if each.carries else ""
    numbers = tuple(_moved(moved) for moved in each.moved)
    none = "what comes from its column stands below" if whole else "no number depends on it"
    return Node(head, below=numbers or (Node(none, tone=Tone.FAINT),))


def _moved(moved: Moved) -> Node:
    record = moved.record
    uses = []
    for use in moved.uses:
        where = "" if use.where == "text" else f" ({use.where})"
        sentence = textwrap.shorten(use.sentence, 240, placeholder=" …")
        quoted = f"\N{LEFT DOUBLE QUOTATION MARK}{sentence}\N{RIGHT DOUBLE QUOTATION MARK}"
        uses.append(Node(f"{use.place}{where}", tone=Tone.PLACE, below=(Node(quoted),)))
    said = f"{record.name} = {record.display}: {moved}"
    return Node(said, tone=Tone.STRONG if moved.role in COUNTING else Tone.FAINT, below=tuple(uses))


def _file(found: Impact) -> Iterator[Node]:
    share = f"{found.idle} of {found.declared} cells with a unit"
    yield Node(f"{share} have no number depending on them", "idle")
    yield Node(f"{found.carrying} carry a number, {found.swaying} could only sway one", "others")
    cells = [_summary(each) for each in found.cells if each.carries]
    yield Node(f"{len(cells)} cells and rows", "carrying", below=tuple(cells))
    swaying = [_summary(each) for each in found.cells if not each.carries]
    if swaying:
        yield Node(f"{len(swaying)} cells", "swaying", below=tuple(swaying))
    yield from _wholes(found)
    yield _shown(found)


def _summary(each: CellImpact) -> Node:
    value = f" = {each.cell.value}" if each.cell.column else ""
    numbers = numbers_of((each,))
    named = Node(", ".join(numbers), tone=Tone.FAINT)
    return Node(f"line {each.cell.row}  {each.name}{value}", below=(named,))


def _wholes(found: Impact) -> Iterator[Node]:
    for cell, record in found.wholes:
        column = f"column {cell.column}" if cell.column else "rows"
        said = f"{record.name}: {cell.rows} cells of {column}, not told apart ({cell.role})"
        yield Node(said)


def _shown(found: Impact) -> Node:
    shown = tuple(Node(f"{each}: {each.shown.title}") for each in found.shown)
    count = f"{len(shown)} figures and tables" if len(shown) != 1 else "1 figure or table"
    return Node(count, "shown in", below=shown)
