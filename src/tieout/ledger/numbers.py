"""Numbers: the record of each statistic and datum: value, cells, sources, published value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.graph import taken
from tieout.data.package import BASIS, Dataset
from tieout.data.sources import Sources
from tieout.data.table import Table
from tieout.display import Style, display
from tieout.findings import Finding, nearest
from tieout.ledger.fragments import Citation
from tieout.ledger.published import Agreement, agreement
from tieout.ledger.record import Input, Published, Record
from tieout.number import Quantity, Unit, UnitKind, Value, exact_text

# Until every cell of a column this long is worth a line of its own, the column is summed up in one.
MAX_CELLS = 200


@dataclass(frozen=True)
class Numbers:
    """Every number a chapter can name: the statistics, and the cells of columns with a unit."""

    definitions: Mapping[str, Definition]
    values: Mapping[str, Value]
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
        inputs = tuple(self._inputs(definition))
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
            sources=merged(each.sources for each in inputs),
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

    def _inputs(self, definition: Definition) -> Iterator[Input]:
        """The cells of every dataset the statistic takes, itself or through another statistic."""
        seen: dict[Input, None] = {}
        for name in taken(definition):
            if name in self.tables:
                seen |= dict.fromkeys(self._cells(self.tables[name]))
            else:
                seen |= dict.fromkeys(self.record(name).inputs)
        return iter(seen)

    def _cells(self, table: Table) -> Iterator[Input]:
        if table.dataset.confidential:
            return
        columns = table.dataset.values
        if len(table) * len(columns) > MAX_CELLS:
            sources = merged(
                tuple(Citation(c.key, c.locator) for c in table.cited(row)) for row in table.rows()
            )
            for column in columns:
                yield Input(
                    dataset=table.dataset.name,
                    file=table.dataset.path,
                    column=column.name,
                    role="reads",
                    rows=len(table),
                    sources=sources,
                )
            return
        for column in columns:
            for row in table.rows():
                if table.columns[column.name][row] is not None:
                    yield cell_input(table, row, column.name, "reads")

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
            takes=(dataset,),
            inputs=(cell,),
            sources=cell.sources,
        )


def cell_input(table: Table, row: int, column: str, role: str) -> Input:
    """A cell as an input: its value, the line it stands on and what its row says of it."""
    value = table.columns[column][row]
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
