"""Tree: an explanation as an outline for the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from tieout.compute.lineage import Role
from tieout.ledger.published import Agreement
from tieout.ledger.record import Record
from tieout.ledger.signoff import Standing, State
from tieout.review.explanation import (
    Evidence,
    NumberExplained,
    ShownExplained,
    exactly,
    no_cells,
)
from tieout.review.outline import Node, Tone
from tieout.review.printed import Printed
from tieout.review.spoken import Spoken

_VERBS = {
    "is": "as printed",
    str(Role.CONTRIBUTES): "contributing",
    str(Role.ADDED): "added by hand",
    str(Role.COULD_SWAY): "that could sway it",
    str(Role.EXCLUDED): "excluded by hand",
}
_STATES = {State.REVIEWED: Tone.GOOD, State.EXPIRED: Tone.DOUBTFUL, State.NEVER: Tone.FAINT}


def of_number(explained: NumberExplained) -> Node:
    """A number's tree."""
    record = explained.record
    return Node(
        f"{record.name} = {record.display}", tone=Tone.STRONG, below=tuple(_number(explained))
    )


def of_shown(explained: ShownExplained) -> Node:
    """A figure's or table's tree."""
    shown = explained.shown
    return Node(f"{shown.kind} {shown.name}", tone=Tone.STRONG, below=tuple(_shown(explained)))


def _number(explained: NumberExplained) -> Iterator[Node]:
    record = explained.record
    yield Node(exactly(record), "value")
    yield Node(f"{record.display} ({kind_of(record)})", "display")
    yield Node(record.title, "title")
    yield from _words(record.doc, record.title)
    yield from _code(record.file, explained.formula)
    if explained.statistics:
        taken = [Node(f"{each.name} = {each.display}") for each in explained.statistics]
        yield Node(_counted(len(taken), "statistic"), "takes", below=tuple(taken))
    yield from (Node(f"{name} = {text}", "edition") for name, text in record.given)
    yield _cells(explained.cells, record.takes)
    yield from (Node(said, "disclosure") for said in explained.held)
    if record.bound:
        cells = [
            Node(f"{e.name} is '{e.cell.qualifier}'; {e.effect}") for e in explained.bounded_by
        ]
        yield Node(record.bound, "bound", Tone.DOUBTFUL, tuple(cells))
    if record.published is not None:
        yield _published(explained)
    yield _uses(explained.uses)
    if explained.used_by:
        yield Node(", ".join(explained.used_by), "used by")
    yield review(explained.standing)


def kind_of(record: Record) -> str:
    """What a number is, in a few words: `percent, a change`."""
    article = "a cell of the data, " if record.kind == "datum" else ""
    return f"{article}{record.unit}" + (f", a {record.quantity}" if record.quantity else "")


def _shown(explained: ShownExplained) -> Iterator[Node]:
    shown = explained.shown
    yield Node(shown.title, "title")
    yield Node(explained.caption, "caption")
    if shown.alt:
        yield Node(shown.alt, "alt text")
    last = explained.formula[-1][0] if explained.formula else shown.line
    yield Node(f"{shown.file}:{shown.line}, to line {last}", "script", Tone.PLACE)
    datasets = [Node(f"{name} ({file})") for name, file in explained.datasets]
    yield Node(_counted(len(datasets), "dataset"), "data", below=tuple(datasets))
    if explained.statistics:
        numbers = [Node(f"{each.name} = {each.display}") for each in explained.statistics]
        yield Node(_counted(len(numbers), "statistic"), "takes", below=tuple(numbers))
    yield from (Node(f"{name} = {text}", "edition") for name, text in shown.given)
    if shown.kind == "figure":
        yield Node(
            explained.picture or "not on disk; 'tieout build' draws it", "picture", Tone.PLACE
        )
        yield _texts(explained.texts)
    yield _cells(explained.cells, shown.takes)
    yield from (Node(said, "disclosure") for said in explained.held)
    sources = [Node(str(each)) for each in explained.sources]
    yield Node(_counted(len(sources), "source"), "sources", below=tuple(sources))
    places = [Node(str(each.place), tone=Tone.PLACE) for each in explained.uses]
    yield Node(_counted(len(places), "place"), "shown at", below=tuple(places))
    yield review(explained.standing)


def _texts(texts: tuple[Printed, ...]) -> Node:
    """What a figure says, and which numbers it prints."""
    below = []
    for each in texts:
        traced = f" = {each.traced}" if each.numbers else ""
        below.append(Node(f"{each.kind}: {each.text}{traced}"))
    return Node(_counted(len(texts), "text"), "prints", below=tuple(below))


def _words(doc: str, title: str) -> Iterator[Node]:
    """The description, where it says more than the title."""
    paragraphs = [" ".join(part.split()) for part in doc.split("\n\n") if part.strip()]
    said = [each for each in paragraphs if each.rstrip(".") != title.rstrip(".")]
    if said:
        yield Node(" ".join(said), "in words")


def _code(file: str, formula: tuple[tuple[int, str], ...]) -> Iterator[Node]:
    if not formula:
        return
    width = len(str(formula[-1][0]))
    lines = tuple(
        Node(f"{line:>{width}}  {text}".rstrip(), tone=Tone.CODE, verbatim=True)
        for line, text in formula
    )
    yield Node(f"{file}:{formula[0][0]}", "formula", Tone.PLACE, lines)


def _cells(cells: tuple[Evidence, ...], takes: tuple[str, ...]) -> Node:
    roles = [each.cell.role for each in cells]
    said = [
        _counted(roles.count(role), "cell") + f" {verb}"
        for role, verb in _VERBS.items()
        if role in roles
    ]
    if not cells:
        said = [f"none: {no_cells(takes)}"]
    return Node(", ".join(said), "cells", below=tuple(_cell(each) for each in cells))


def _cell(each: Evidence) -> Node:
    cell = each.cell
    about = [each.effect, *(part for part in (cell.qualifier, cell.basis) if part)]
    below = [Node(f"{each.place}  {', '.join(about)}", tone=Tone.PLACE)]
    below += [Node(f"source: {source}") for source in each.sources]
    if each.note:
        below.append(Node(f"note: {each.note}", tone=Tone.FAINT))
    value = f" = {cell.value}" if cell.value else ""
    return Node(f"{each.name}{value}", below=tuple(below))


def _published(explained: NumberExplained) -> Node:
    published = explained.record.published
    if published is None:
        raise ValueError(f"{explained.record.name} was never published")
    good = published.agreement in {Agreement.AGREES, Agreement.ROUNDED}
    tone = Tone.GOOD if good else Tone.DOUBTFUL
    below = [Node(f"in {explained.published_in}")] if explained.published_in else []
    if published.note:
        below.append(Node(f"note: {published.note}"))
    text = f"{published.printed}: {published.agreement}"
    return Node(text, "published", tone, tuple(below))


def _uses(uses: Iterable[Spoken]) -> Node:
    nodes = []
    for each in uses:
        where = "" if each.where == "text" else f" ({each.where})"
        sentence = textwrap.shorten(each.sentence, 400, placeholder=" …")
        quoted = Node(f"\N{LEFT DOUBLE QUOTATION MARK}{sentence}\N{RIGHT DOUBLE QUOTATION MARK}")
        nodes.append(Node(f"{each.place}{where}", tone=Tone.PLACE, below=(quoted,)))
    said = _counted(len(nodes), "use") if nodes else "none: no chapter names it"
    return Node(said, "uses", below=tuple(nodes))


def review(standing: Standing) -> Node:
    """Who signed it off, and whether that still holds."""
    holds = [Node(f"{each.by}{_on(each.on)}{_note(each.note)}") for each in standing.holds]
    expired = [
        Node(f"expired: {each.by}{_on(each.on)}, when it was {each.shown or 'another'}")
        for each in standing.expired
    ]
    text = str(standing.state) if standing.state is not State.NEVER else "never reviewed"
    return Node(text, "review", _STATES[standing.state], (*holds, *expired))


def _on(day: str) -> str:
    return f", {day}" if day else ""


def _note(note: str) -> str:
    return f": {note}" if note else ""


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
