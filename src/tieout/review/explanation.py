"""Explanation: everything a reviewer asks of one number, figure or table, as data; others render it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tieout.compute.lineage import COUNTING, Role
from tieout.ledger.fragments import Citation
from tieout.ledger.record import Input, Record, Shown, cited
from tieout.ledger.signoff import Standing
from tieout.number import exact, exact_text
from tieout.review.held import held
from tieout.review.material import Material
from tieout.review.printed import Printed, printed
from tieout.review.spoken import Spoken, plain


@dataclass(frozen=True, slots=True)
class Reference:
    """A source with where in it, and the name a reader knows it by."""

    key: str
    locator: str
    label: str
    title: str = ""
    url: str = ""

    def __str__(self) -> str:
        """`World Prison Brief 2017 [prisonbrief2017], p. 4`."""
        name = f"{self.label} [{self.key}]" if self.label != self.key else self.key
        return f"{name}, {self.locator}" if self.locator else name


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cell behind a number: what it holds, what it does to the number, and where it comes from."""

    cell: Input
    column: str
    note: str
    sources: tuple[Reference, ...]

    @property
    def name(self) -> str:
        """The cell as a person names it: its key, and its column."""
        if self.cell.rows:
            return f"{self.cell.dataset}.{self.cell.column or 'rows'}, {self.cell.rows} rows"
        column = (self.cell.column,) if self.cell.column else ()
        return ".".join((self.cell.dataset, *self.cell.key, *column))

    @property
    def place(self) -> str:
        """`data/prisoners.csv:2`."""
        return f"{self.cell.file}:{self.cell.row}" if self.cell.row else self.cell.file

    @property
    def effect(self) -> str:
        """What the cell does to the number, in a few words."""
        return effect(self.cell)

    def as_json(self) -> dict[str, Any]:
        """The cell as JSON data."""
        data = self.cell.as_json()
        data["sources"] = [
            cited(Citation(s.key, s.locator)) | {"label": s.label} for s in self.sources
        ]
        return data | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class NumberExplained:
    """What is known of a number.

    Attributes:
        formula: the function's text with the line each stands on.
        statistics: the statistics it takes.
        bounded_by: the cells whose qualifiers make the number's bound.
        used_by: statistics, figures and tables that take the number.
        held: what is to be said of it where confidential data stand behind it.
    """

    record: Record
    formula: tuple[tuple[int, str], ...]
    statistics: tuple[Record, ...]
    cells: tuple[Evidence, ...]
    bounded_by: tuple[Evidence, ...]
    published_in: Reference | None
    uses: tuple[Spoken, ...]
    used_by: tuple[str, ...]
    standing: Standing
    held: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON data: the ledger's record, with names, notes and sentences."""
        data = self.record.as_json()
        data["inputs"] = [each.as_json() for each in self.cells]
        data["uses"] = [each.as_json() for each in self.uses]
        data["used_by"] = list(self.used_by)
        data |= {"held": list(self.held)} if self.held else {}
        data["review"] = _standing(self.standing)
        return data


@dataclass(frozen=True, slots=True)
class ShownExplained:
    """What is known of a figure or table: its datasets, numbers, cells and sources.

    `texts` are what a figure prints; `picture` is its file, relative to the project, empty where there is none.
    """

    shown: Shown
    formula: tuple[tuple[int, str], ...]
    datasets: tuple[tuple[str, str], ...]
    statistics: tuple[Record, ...]
    cells: tuple[Evidence, ...]
    sources: tuple[Reference, ...]
    uses: tuple[Spoken, ...]
    standing: Standing
    texts: tuple[Printed, ...] = ()
    picture: str = ""
    held: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """The caption without its markup."""
        return plain(self.shown.caption)

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON data."""
        data = self.shown.as_json()
        data["datasets"] = [{"name": name, "file": file} for name, file in self.datasets]
        data["statistics"] = [each.name for each in self.statistics]
        data["inputs"] = [each.as_json() for each in self.cells]
        if self.shown.kind == "figure":
            data["texts"] = [each.as_json() for each in self.texts]
            data["picture"] = self.picture
        data |= {"held": list(self.held)} if self.held else {}
        data["review"] = _standing(self.standing)
        return data


def explain(material: Material, name: str) -> NumberExplained | ShownExplained:
    """Explain what a name names.

    Raises:
        TieoutError: the name is not known.
    """
    thing = material.find(name)
    return number(material, thing) if isinstance(thing, Record) else picture(material, thing)


def number(material: Material, record: Record) -> NumberExplained:
    """Explain a number."""
    cells = tuple(_evidence(material, each) for each in record.inputs)
    counted = [each for each in cells if each.cell.role in COUNTING]
    published = record.published
    printed_in = None
    if published is not None and published.source:
        printed_in = reference(material, Citation(published.source, published.locator))
    return NumberExplained(
        record=record,
        formula=numbered(record.formula, record.line),
        statistics=_statistics(material, record.takes),
        cells=cells,
        bounded_by=tuple(each for each in counted if each.cell.qualifier),
        published_in=printed_in,
        uses=material.spoken(record),
        used_by=tuple(_used_by(material, record.name)),
        standing=material.standing(record),
        held=held(material.ledger, record.name, record.takes),
    )


def picture(material: Material, shown: Shown) -> ShownExplained:
    """Explain a figure or table."""
    tables = [material.tables[name] for name in shown.takes if name in material.tables]
    file = material.project.output / "html" / shown.image
    return ShownExplained(
        shown=shown,
        formula=numbered(shown.formula, shown.line),
        datasets=tuple((table.dataset.name, table.dataset.path) for table in tables),
        statistics=_statistics(material, shown.takes),
        cells=tuple(_evidence(material, each) for each in shown.inputs),
        sources=tuple(reference(material, each) for each in shown.sources),
        uses=material.spoken(shown),
        standing=material.standing(shown),
        texts=printed(material, shown),
        held=held(material.ledger, shown.name, shown.takes),
        picture=material.project.relative(file) if shown.image and file.is_file() else "",
    )


def no_cells(takes: Sequence[str]) -> str:
    """Why no cell is shown of what takes these datasets and statistics."""
    return (
        "no change of what it takes moved it, or that is confidential"
        if takes
        else "it takes no data"
    )


def reference(material: Material, citation: Citation) -> Reference:
    """A citation with the name a reader knows its source by."""
    entry = material.sources.entries.get(citation.id)
    if entry is None:
        return Reference(citation.id, citation.locator, citation.id)
    url = entry.fields.get("url", "")
    return Reference(citation.id, citation.locator, entry.label, entry.title, url)


def effect(cell: Input) -> str:
    """What a cell does to a number, in a few words: `+1.78% per 1%`."""
    if cell.role == "is":
        return "is the number"
    if cell.role == Role.COULD_SWAY:
        return "could sway it"
    if cell.reason:
        return f"{cell.role}: {cell.reason}"
    if math.isnan(cell.elasticity):
        return "contributes" if cell.column else "counts by being there"
    if not cell.elasticity:  # the cell is zero: a part of it is nothing
        return f"more of it moves it {'up' if math.copysign(1.0, cell.elasticity) > 0 else 'down'}"
    return f"{percent(cell.elasticity)} per 1%"


def percent(size: float) -> str:
    """A size in per cent with its sign and three significant digits: `+1.78%`."""
    text = f"{size:+.3g}"
    return f"{float(text):+,.0f}%" if "e" in text and abs(size) > 1 else f"{text}%"


def exactly(record: Record) -> str:
    """The value without loss; a fraction with its decimal beside it."""
    text = exact_text(record.value)
    return f"{text} = {float(exact(record.value)):.10g}" if "/" in text else text


def numbered(formula: str, line: int) -> tuple[tuple[int, str], ...]:
    """A function's text with line numbers; `line` is where its `def` stands, below its decorators."""
    lines = formula.rstrip("\n").split("\n") if formula else []
    above = next((n for n, text in enumerate(lines) if text.startswith(("def ", "async def "))), 0)
    return tuple((line - above + n, text) for n, text in enumerate(lines))


def _evidence(material: Material, cell: Input) -> Evidence:
    table = material.tables.get(cell.dataset)
    column = None if table is None else table.dataset.column(cell.column)
    return Evidence(
        cell=cell,
        column=column.label(material.ledger.locale) if column is not None else cell.column,
        note=material.note(cell) if cell.row else "",
        sources=tuple(reference(material, each) for each in cell.sources),
    )


def _statistics(material: Material, names: Iterable[str]) -> tuple[Record, ...]:
    return tuple(material.records[name] for name in names if name in material.records)


def _used_by(material: Material, name: str) -> Iterator[str]:
    for record in material.records.values():
        if record.kind == "statistic" and name in record.takes:
            yield record.name
    yield from (f"{s.kind}:{s.name}" for s in material.ledger.shown.values() if name in s.takes)


def _standing(standing: Standing) -> dict[str, Any]:
    def words(signed: Iterable[Any]) -> list[dict[str, str]]:
        return [each.as_json() for each in signed]

    data: dict[str, Any] = {"state": str(standing.state), "by": words(standing.holds)}
    return data | ({"expired": words(standing.expired)} if standing.expired else {})
