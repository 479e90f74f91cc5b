"""Cells: which cells a statistic, figure or table comes from, itself and through the statistics it takes."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tieout.compute import graph
from tieout.compute.definition import Definition
from tieout.compute.lineage import COUNTING, Lineage, Role
from tieout.data.dataset import BASIS
from tieout.data.table import Table, cell_text
from tieout.ledger import byhand
from tieout.ledger.fragments import Citation
from tieout.ledger.record import Input

# Where more cells of one column have the same part in a number, the ledger sums them up in one line.
MAX_CELLS = 200

_RANK = {
    str(Role.CONTRIBUTES): 0,
    str(Role.ADDED): 1,
    str(Role.COULD_SWAY): 2,
    str(Role.EXCLUDED): 3,
}

_Place = tuple[str, str, int]  # dataset, column, line (0: the whole column)


@dataclass(frozen=True)
class Cells:
    """The cells of every statistic, figure and table; confidential datasets give none.

    `sealed` names, for what is made of a dataset's confidential columns, that dataset: which of its rows count
    would tell what the columns hold.
    """

    lineages: Mapping[str, Lineage]
    tables: Mapping[str, Table]
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    sealed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _known: dict[str, tuple[Input, ...]] = field(default_factory=dict)

    def of(self, name: str) -> tuple[Input, ...]:
        """Its cells: those that count first, each in order of its table."""
        if name not in self._known:
            found: Iterable[Input] = self._found(name).values()
            if name in self.definitions:
                found = (
                    *byhand.told(self.definitions[name], found, self.open),
                    *self._added(self.definitions[name]),
                )
            self._known[name] = tuple(sorted(found, key=_order))
        return self._known[name]

    def take_over(self, last: Cells, name: str) -> None:
        """Take over a statistic's cells from the last time: nothing they rest on has changed."""
        if name in last._known:
            self._known[name] = last._known[name]

    def sources(self, name: str) -> tuple[Citation, ...]:
        """What it cites: the sources of the cells that contribute, in order.

        Of a confidential dataset all sources together, so that they do not tell which of its rows count.
        """
        shown = (each.sources for each in self.of(name) if each.role in COUNTING)
        return merged((*shown, *(_all_sources(self.tables[each]) for each in self._hidden(name))))

    @cached_property
    def open(self) -> Mapping[str, Table]:
        """The tables whose cells may be shown."""
        return {n: table for n, table in self.tables.items() if not table.dataset.confidential}

    def _added(self, definition: Definition) -> Iterator[Input]:
        """The cells that the author adds."""
        for role, name, reason in byhand.said(definition):
            place = byhand.places(name, self.open) if role is Role.ADDED else None
            if place is not None:
                table, rows, column = place
                for row in rows:
                    cell = cell_input(table, row, column, str(role))
                    yield dataclasses.replace(cell, reason=reason)

    def _hidden(self, name: str) -> tuple[str, ...]:
        """The confidential datasets that it takes, or that contribute, by themselves or through a statistic."""
        lineage = self.lineages[name]
        definition = self.definitions.get(name)
        own = [link.cell.dataset for link in lineage.links if link.role is Role.CONTRIBUTES]
        own += [whole.dataset for whole in lineage.wholes if whole.role is Role.CONTRIBUTES]
        own += [
            each for each in (graph.taken(definition) if definition else ()) if each in self.tables
        ]
        hidden = [each for each in own if self._shut(name, each)]
        for taken in lineage.statistics:
            hidden += self._hidden(taken)
        return tuple(dict.fromkeys(hidden))

    def _shut(self, name: str, dataset: str) -> bool:
        """Whether no cell of a dataset may be told of a number."""
        return self.tables[dataset].dataset.confidential or dataset in self.sealed.get(name, ())

    def _found(self, name: str) -> dict[_Place, Input]:
        found: dict[_Place, Input] = {}
        lineage = self.lineages[name]
        rows: dict[str, list[int]] = {}
        for link in lineage.links:
            rows.setdefault(link.cell.dataset, []).append(link.cell.row)
        for dataset, some in rows.items():
            self.tables[dataset].fetch(some)
        for link in lineage.links:
            table = self.tables[link.cell.dataset]
            if not self._shut(name, link.cell.dataset):
                role, size = str(link.role), link.elasticity
                _add(found, cell_input(table, link.cell.row, link.cell.column, role, size))
        for whole in lineage.wholes:
            table = self.tables[whole.dataset]
            if not self._shut(name, whole.dataset):
                _add(found, _whole(table, whole.column, str(whole.role)))
        for taken, elasticity in lineage.statistics.items():
            for each in self.of(taken):
                _add(found, dataclasses.replace(each, elasticity=each.elasticity * elasticity))
        for taken in lineage.swaying:
            for each in self.of(taken):
                role = str(Role.COULD_SWAY) if each.role in COUNTING else each.role
                _add(found, dataclasses.replace(each, role=role, elasticity=math.nan))
        return found


def summed(inputs: Iterable[Input], tables: Mapping[str, Table]) -> tuple[Input, ...]:
    """The inputs, with a column in which very many cells have the same part summed up in one."""
    groups: dict[tuple[str, str, str], list[Input]] = {}
    for each in inputs:
        groups.setdefault((each.dataset, each.column, each.role), []).append(each)
    return tuple(line for cells in groups.values() for line in _group(cells, tables))


def cell_input(
    table: Table, row: int, column: str, role: str, elasticity: float = math.nan
) -> Input:
    """A cell as an input: its value, the line it stands on and what its row says of it."""
    text = cell_text(table.columns[column][row]) if column else ""
    return Input(
        dataset=table.dataset.name,
        file=table.dataset.path,
        column=column,
        role=role,
        row=table.lines[row],
        key=table.key(row),
        value=text,
        qualifier=table.qualifier(row),
        basis=table.text(BASIS, row),
        elasticity=elasticity,
        sources=tuple(Citation(each.key, each.locator) for each in table.cited(row)),
    )


def merged(groups: Iterable[Iterable[Citation]]) -> tuple[Citation, ...]:
    """The citations of all groups, each once, in order; one without a locator yields to one with."""
    seen: dict[Citation, None] = {}
    for group in groups:
        seen |= dict.fromkeys(group)
    located = {each.id for each in seen if each.locator}
    return tuple(each for each in seen if each.locator or each.id not in located)


def _add(found: dict[_Place, Input], new: Input) -> None:
    """A cell reached on several ways: what it does to the number adds up, the stronger role counts."""
    place = (new.dataset, new.column, new.row)
    before = found.get(place)
    if before is None:
        found[place] = new
    elif before.role == new.role:
        found[place] = dataclasses.replace(new, elasticity=_sum(before.elasticity, new.elasticity))
    elif _RANK[new.role] < _RANK[before.role]:
        found[place] = new


def _group(cells: list[Input], tables: Mapping[str, Table]) -> Iterator[Input]:
    table = tables[cells[0].dataset]
    if any(cell.rows for cell in cells):
        yield _whole(table, cells[0].column, cells[0].role)
    elif len(cells) > MAX_CELLS:
        rows = [row for cell in cells if (row := table.row_at(cell.row)) is not None]
        yield _whole(table, cells[0].column, cells[0].role, rows)
    else:
        yield from cells


def _all_sources(table: Table, rows: Iterable[int] | None = None) -> tuple[Citation, ...]:
    every = table.every_cited() if rows is None else (table.cited(row) for row in rows)
    return merged(tuple(Citation(c.key, c.locator) for c in cited) for cited in every)


def _whole(table: Table, column: str, role: str, rows: Sequence[int] | None = None) -> Input:
    """A column, or the cells of it in these rows, in one line."""
    return Input(
        dataset=table.dataset.name,
        file=table.dataset.path,
        column=column,
        role=role,
        rows=len(table if rows is None else rows),
        sources=_all_sources(table, rows),
    )


def _order(each: Input) -> tuple[int, str, str, int]:
    return (_RANK[each.role], each.dataset, each.column, each.row)


def _sum(one: float, other: float) -> float:
    """Two elasticities by a cell together; of a cell that is zero and moves the number both ways none is known."""
    if one == other == 0 and math.copysign(1.0, one) != math.copysign(1.0, other):
        return math.nan
    return one + other
