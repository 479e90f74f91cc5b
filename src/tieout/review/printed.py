"""Printed: what a figure says in words and digits, each text with the numbers that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tieout.compute.lineage import COUNTING
from tieout.ledger.numbers import Numbers
from tieout.ledger.record import Record, Shown
from tieout.review.material import Material


@dataclass(frozen=True, slots=True)
class Printed:
    """A text of a figure: where it stands, what it says, and the numbers it prints of those the figure is given."""

    kind: str
    text: str
    numbers: tuple[Record, ...]

    @property
    def traced(self) -> str:
        """The numbers' names."""
        return ", ".join(each.name for each in self.numbers)

    def as_json(self) -> dict[str, Any]:
        """The text as JSON data."""
        data: dict[str, Any] = {"kind": self.kind, "text": self.text}
        names = [each.name for each in self.numbers]
        return data | ({"numbers": names} if names else {})


def printed(material: Material, shown: Shown) -> tuple[Printed, ...]:
    """Every text of a figure, in order; a text that prints no number of the figure's stands without."""
    given = tuple(dict.fromkeys(_given(material, shown))) if shown.texts else ()
    return tuple(
        Printed(kind, text, tuple(each for each in given if _stands(each.display, text)))
        for kind, text in shown.texts
    )


def _given(material: Material, shown: Shown) -> Iterator[Record]:
    """The statistics a figure takes, those that come from nothing but its cells, and these cells."""
    yield from (material.records[name] for name in shown.takes if name in material.records)
    cells = {(each.dataset, each.row, each.column) for each in shown.inputs if not each.rows}
    for record in material.records.values():
        own = [each for each in record.inputs if each.role in COUNTING]
        places = {(each.dataset, each.row, each.column) for each in own if not each.rows}
        if record.kind == "statistic" and places and len(places) == len(own) and places <= cells:
            yield record
    numbers = Numbers({}, {}, {}, material.tables, material.sources, material.ledger.locale)
    for cell in shown.inputs:
        name = ".".join((cell.dataset, *cell.key, cell.column))
        table = material.tables.get(cell.dataset)
        if not cell.rows and table is not None and name in table.names:
            yield material.records.get(name) or numbers.record(name)


def _stands(display: str, text: str) -> bool:
    """Whether a number stands in a text as one of its own: 5 does not stand in 55."""
    return re.search(rf"(?<![\d.,]){re.escape(display)}(?!\d|[.,]\d)", text) is not None
