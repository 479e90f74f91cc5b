"""Names: every number, figure, table, source and label that an author can name, found as one types."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tieout.checks.crossrefs import labels
from tieout.data.table import Table
from tieout.display import display
from tieout.editor.desk import World
from tieout.prose.chapter import Chapter

# Of so few data the full names are offered at once; of more, the next part of a name.
_FEW = 60
# Of a very large table the names of its first rows do.
_MAX_NAMES = 100_000
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<text>.*?)[ \t]*(?:\{[^{}\n]*\})?[ \t]*#*$")

_PARTS: dict[str, tuple[Table, Parts]] = {}


class Name(NamedTuple):
    """Something that can be named.

    Attributes:
        kind: `statistic`, `datum`, `part` (of a datum's name), `dataset`, `figure`, `table`, `source`, `label`.
        shown: a number's display.
        said: what it is, in a few words.
        rank: what is more likely meant has a smaller one.
    """

    name: str
    kind: str
    shown: str = ""
    said: str = ""
    rank: int = 0


@dataclass(frozen=True)
class Parts:
    """The data of a table by the parts of their names: what may follow each beginning, and how many."""

    names: Mapping[str, tuple[int, str]]
    after: dict[tuple[str, ...], dict[str, int]] = field(default_factory=dict)

    def under(self, beginning: tuple[str, ...]) -> Iterator[str]:
        """The names that begin so."""
        start = ".".join((*beginning, ""))
        return (name for name in self.names if name.startswith(start))


def numbers(world: World, typed: str) -> list[Name]:
    """The numbers, and beginnings of numbers' names, that an author who typed this may mean."""
    head = typed.partition(".")[0]
    table = world.tables.get(head)
    if "." in typed and table is not None and not table.dataset.confidential:
        return list(_data(world, table, typed))
    found = [*_statistics(world), *_used(world)]
    for name, each in world.tables.items():
        if not each.dataset.confidential and each.names:
            found.append(Name(name, "dataset", "", each.dataset.title, 3))
    return found


def shown(world: World, kind: str) -> list[Name]:
    """The figures or the tables."""
    titles = {each.name: each.title for each in world.ledger.shown.values() if each.kind == kind}
    return [
        Name(each.name, kind, "", titles.get(each.name, ""), 0 if each.name in titles else 1)
        for each in world.definitions
        if each.kind == kind
    ]


def sources(world: World) -> list[Name]:
    """The entries of the bibliography."""
    entries = world.sources.entries.values()
    return [Name(each.key, "source", each.label, each.title) for each in entries]


def labelled(world: World, chapters: Iterable[Chapter]) -> list[Name]:
    """Everything a cross-reference can name."""
    found = []
    for chapter in chapters:
        for label, offset in labels(chapter):
            each = world.ledger.shown.get(label.partition("-")[2])
            said = each.title if each is not None else heading(chapter.text, offset)
            found.append(Name(label, "label", "", said))
    return found


def heading(text: str, offset: int) -> str:
    """The heading on the line of an offset, without its markup; or the line itself."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : len(text) if end < 0 else end]
    found = _HEADING.match(line)
    return found["text"] if found else line.strip()


def fits(name: str, typed: str) -> bool:
    """Whether the letters typed stand in the name in this order, as editors match them."""
    letters = iter(name.lower())
    return all(letter in letters for letter in typed.lower())


def _statistics(world: World) -> Iterator[Name]:
    records = world.ledger.records
    seen = set()
    for each in world.definitions:
        if each.kind == "statistic":
            seen.add(each.name)
            record = records.get(each.name)
            if record is None:
                yield Name(each.name, "statistic", "", "not built yet", 1)
            else:
                yield Name(each.name, "statistic", record.display, record.title, 0)


def _used(world: World) -> Iterator[Name]:
    for record in world.ledger.records.values():
        if record.kind == "datum" and world.numbers.knows(record.name):
            yield Name(record.name, "datum", record.display, record.title, 2)


def _data(world: World, table: Table, typed: str) -> Iterator[Name]:
    """What may follow the parts of a datum's name that are typed already."""
    parts = _parts(table)
    known: tuple[str, ...] = (table.dataset.name,)
    rest = typed.partition(".")[2]
    while True:
        # A part may hold a dot itself: the longest that fits is the one that is typed.
        fitting = [each for each in parts.after.get(known, ()) if rest.startswith(f"{each}.")]
        if not fitting:
            break
        known = (*known, max(fitting, key=len))
        rest = rest[len(known[-1]) + 1 :]
    following = parts.after.get(known, {})
    leaves = len(known) == 1 + len(table.dataset.primary_key)
    if leaves or sum(following.values()) <= _FEW:
        for name in parts.under(known):
            yield Name(name, "datum", *_cell(world, table, name))
        return
    for part, count in following.items():
        yield Name(".".join((*known, part)), "part", "", f"{count} data", 0)


def _cell(world: World, table: Table, name: str) -> tuple[str, str]:
    """How a datum is displayed, and what its column holds."""
    column = table.dataset.column(table.names[name][1])
    shown = display(*table.value(name), world.ledger.locale)
    return shown, column.label(world.ledger.locale) if column is not None else ""


def _parts(table: Table) -> Parts:
    known = _PARTS.get(table.dataset.name)
    if known is None or known[0] is not table:
        known = _PARTS[table.dataset.name] = (table, _read(table))
    return known[1]


def _read(table: Table) -> Parts:
    parts = Parts(table.names)
    for row, column in itertools.islice(parts.names.values(), _MAX_NAMES):
        full = (table.dataset.name, *table.key(row), column)
        for depth in range(1, len(full)):
            following = parts.after.setdefault(full[:depth], {})
            following[full[depth]] = following.get(full[depth], 0) + 1
    return parts
