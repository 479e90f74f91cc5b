"""Numbers: the record of each statistic and datum: value, cells, sources, published value."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.graph import taken
from tieout.compute.lineage import Lineage
from tieout.data.package import BASIS, Dataset
from tieout.data.sources import Sources
from tieout.data.table import Table
from tieout.display import Style, display
from tieout.findings import Finding, nearest
from tieout.ledger.bounds import bound
from tieout.ledger.fragments import Citation
from tieout.ledger.published import Agreement, agreement
from tieout.ledger.record import Input, Published, Record
from tieout.number import Quantity, Unit, UnitKind, Value, exact_text

# Where more cells of one column have the same part in a number, they are summed up in one line.
MAX_CELLS = 200


@dataclass(frozen=True)
class Numbers:
    """Every number a chapter can name: the statistics, and the cells of columns with a unit."""

    definitions: Mapping[str, Definition]
    values: Mapping[str, Value]
    lineages: Mapping[str, Lineage]
    tables: Mapping[str, Table]
    sources: Sources
    locale: str
    _records: dict[str, Record] = field(default_factory=dict)

    @cached_property
    def statistics(self) -> tuple[str, ...]:
        """Names of the statistics."""
        return tuple(n for n, each in self.definitions.items() if each.kind is Kind.STATISTIC)

    @cached_property
    def known(self) -> frozenset[str]:
        """Names of all statistics and data."""
        data = (name for table in self.tables.values() for name in table.names)
        return frozenset((*self.statistics, *data))

    def nearest(self, name: str) -> str:
        """The remedy for a name that is not known."""
        dataset = self.tables.get(name.partition(".")[0])
        if dataset is None:
            return nearest(name, self.known) or "Name a statistic, or a cell: dataset.key.column."
        columns = [column.name for column in dataset.dataset.values]
        hint = nearest(name, dataset.names)
        keys = ".".join(dataset.dataset.primary_key)
        shape = f"{dataset.dataset.name}.{keys}.column, with column one of {', '.join(columns)}"
        return hint or f"Its cells are named {shape}."

    def record(self, name: str) -> Record:
        """The record of a known number."""
        if name not in self._records:
            made = self._statistic(name) if name in self.statistics else self._datum(name)
            self._records[name] = made
        return self._records[name]

    def published_faults(self) -> Iterator[Finding]:
        """A finding for each published value that is no number, has no known source, or differs unexplained."""
        for name in self.statistics:
            definition = self.definitions[name]
            published = self.record(name).published
            if published is None:
                continue
            if published.source and published.source not in self.sources.entries:
                finding = self.sources.require(published.source, definition.place)
                if finding is not None:
                    yield finding
            if published.agreement == Agreement.UNREADABLE:
                message = f"published value '{published.printed}' of '{name}' holds no number"
                remedy = "Write it as printed, in digits."
                yield Finding(catalogue.PUBLISHED_UNREADABLE, definition.place, message, remedy)
            if published.agreement == Agreement.DIFFERS and not published.note:
                shown = self.record(name).display
                message = f"'{name}' is {shown}, but {published.printed} was published"
                remedy = 'Say why in note="…".'
                yield Finding(catalogue.PUBLISHED_DIFFERS, definition.place, message, remedy)

    def _statistic(self, name: str) -> Record:
        definition = self.definitions[name]
        unit = Unit.parse(definition.option("unit"))
        decimals = definition.options.get("decimals")
        value = self.values[name]
        inputs = self._inputs(definition)
        return Record(
            name=name,
            kind="statistic",
            title=definition.title,
            doc=definition.doc,
            unit=unit,
            value=value,
            display=display(value, unit, self.locale, Style(decimals=decimals)),
            file=definition.path,
            line=definition.line,
            formula=definition.source,
            quantity=definition.option("quantity") or _quantity(unit),
            takes=taken(definition),
            inputs=inputs,
            bound=bound(inputs),
            sources=merged(each.sources for each in inputs if each.role == "contributes"),
            published=self._published(definition, value, unit),
        )

    def _published(self, definition: Definition, value: Value, unit: Unit) -> Published | None:
        printed = definition.option("published")
        if not printed:
            return None
        return Published(
            printed=printed,
            agreement=str(agreement(value, unit, printed, self.locale)),
            source=definition.option("published_in"),
            locator=definition.option("published_at"),
            note=definition.option("note"),
        )

    def _inputs(self, definition: Definition) -> tuple[Input, ...]:
        """The cells the statistic comes from, itself or through another statistic, in order of the tables."""
        lineage = self.lineages[definition.name]
        found: dict[Input, Input] = {}
        for link in lineage.links:
            table = self.tables[link.cell.dataset]
            if not table.dataset.confidential:
                cell = cell_input(table, link.cell.row, link.cell.column, str(link.role))
                found[cell] = dataclasses.replace(cell, elasticity=link.elasticity)
        for whole in lineage.wholes:
            table = self.tables[whole.dataset]
            if not table.dataset.confidential:
                each = _whole(table, whole.column, str(whole.role))
                found[each] = each
        for name, elasticity in lineage.statistics.items():
            for each in self.record(name).inputs:
                through = dataclasses.replace(each, elasticity=each.elasticity * elasticity)
                before = found.get(each)
                if before is not None:
                    through = dataclasses.replace(
                        each, elasticity=before.elasticity + through.elasticity
                    )
                found[each] = through
        return tuple(_summed(sorted(found.values(), key=_order), self.tables))

    def _datum(self, name: str) -> Record:
        dataset = name.partition(".")[0]
        table = self.tables[dataset]
        row, column_name = table.names[name]
        column = table.dataset.column(column_name)
        value = table.columns[column_name][row]
        if column is None or column.unit is None or isinstance(value, bool | str) or value is None:
            raise TypeError(f"{name} is no number")
        number: Value = value  # type: ignore[assignment]  # schema types with a unit are numbers
        cell = cell_input(table, row, column_name, "is")
        return Record(
            name=name,
            kind="datum",
            title=_datum_title(table.dataset, table.key(row), column.label(self.locale)),
            doc=column.description or table.dataset.description,
            unit=column.unit,
            value=number,
            display=display(number, column.unit, self.locale),
            file=table.dataset.path,
            line=table.lines[row],
            quantity=_quantity(column.unit),
            bound=cell.qualifier,
            takes=(dataset,),
            inputs=(cell,),
            sources=cell.sources,
        )


def cell_input(table: Table, row: int, column: str, role: str) -> Input:
    """A cell as an input: its value, the line it stands on and what its row says of it."""
    value = table.columns[column][row] if column else None
    return Input(
        dataset=table.dataset.name,
        file=table.dataset.path,
        column=column,
        role=role,
        row=table.lines[row],
        key=table.key(row),
        value="" if value is None else exact_text(value) if not isinstance(value, str) else value,  # type: ignore[arg-type]
        qualifier=table.qualifier(row),
        basis=table.text(BASIS, row),
        sources=tuple(Citation(each.key, each.locator) for each in table.cited(row)),
    )


def _whole(table: Table, column: str, role: str, rows: Iterable[int] | None = None) -> Input:
    """A column, or the cells of it in these rows, in one line."""
    chosen = tuple(table.rows() if rows is None else rows)
    groups = (tuple(Citation(c.key, c.locator) for c in table.cited(row)) for row in chosen)
    return Input(
        dataset=table.dataset.name,
        file=table.dataset.path,
        column=column,
        role=role,
        rows=len(chosen),
        sources=merged(groups),
    )


def _summed(inputs: list[Input], tables: Mapping[str, Table]) -> Iterator[Input]:
    """The inputs, with a column in which very many cells have the same part summed up in one."""
    groups: dict[tuple[str, str, str], list[Input]] = {}
    for each in inputs:
        groups.setdefault((each.dataset, each.column, each.role), []).append(each)
    for (dataset, column, role), cells in groups.items():
        if len(cells) <= MAX_CELLS:
            yield from cells
            continue
        rows = {line: row for row, line in enumerate(tables[dataset].lines)}
        yield _whole(tables[dataset], column, role, [rows[cell.row] for cell in cells])


def _order(each: Input) -> tuple[int, str, str, int]:
    return (0 if each.role == "contributes" else 1, each.dataset, each.column, each.row)


def merged(groups: Iterable[Iterable[Citation]]) -> tuple[Citation, ...]:
    """The citations of all groups, each once, in order; one without a locator yields to one with."""
    seen: dict[Citation, None] = {}
    for group in groups:
        seen |= dict.fromkeys(group)
    located = {each.id for each in seen if each.locator}
    return tuple(each for each in seen if each.locator or each.id not in located)


def _datum_title(dataset: Dataset, key: tuple[str, ...], label: str) -> str:
    return f"{dataset.title}, {', '.join(part for part in key if part)}: {label}"


def _quantity(unit: Unit) -> str:
    kinds = {UnitKind.RATIO: Quantity.RATIO, UnitKind.MULTIPLE: Quantity.RATIO}
    kinds[UnitKind.PERCENT] = Quantity.SHARE
    return str(kinds.get(unit.kind, Quantity.LEVEL))
