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
from tieout.data.sources import Sources
from tieout.data.table import Table
from tieout.display import Style, display
from tieout.findings import Finding, nearest
from tieout.ledger import byhand, digests
from tieout.ledger.bounds import bound
from tieout.ledger.cells import Cells, cell_input, summed
from tieout.ledger.published import Agreement, agreement
from tieout.ledger.record import Input, Published, Record
from tieout.number import Quantity, Unit, UnitKind, Value


@dataclass(frozen=True)
class Numbers:
    """Every number a chapter can name: the statistics, and the cells of columns with a unit.

    `codes` holds the digest of the code each definition can reach, `pictures` each figure's SVG text,
    `texts` what it says in words: kind and text; `sealed` the datasets whose cells may not be told of a number;
    `edition` the parameters that the report is built for.
    """

    definitions: Mapping[str, Definition]
    values: Mapping[str, Value]
    lineages: Mapping[str, Lineage]
    tables: Mapping[str, Table]
    sources: Sources
    locale: str
    codes: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    sealed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    edition: Mapping[str, str] = field(default_factory=dict)
    _records: dict[str, Record] = field(default_factory=dict)

    @cached_property
    def cells(self) -> Cells:
        """The cells each statistic, figure and table comes from."""
        return Cells(self.lineages, self.tables, self.definitions, self.sealed)

    @cached_property
    def statistics(self) -> tuple[str, ...]:
        """Names of the statistics."""
        return tuple(n for n, each in self.definitions.items() if each.kind is Kind.STATISTIC)

    @cached_property
    def known(self) -> frozenset[str]:
        """Names of all statistics and data."""
        open_tables = (t for t in self.tables.values() if not t.dataset.confidential)
        data = (name for table in open_tables for name in table.names)
        return frozenset((*self.statistics, *data))

    def knows(self, name: str) -> bool:
        """Whether a chapter can name a number so; `known` lists no cells of datasets too large for it."""
        if name in self.known:
            return True
        table = self.tables.get(name.partition(".")[0])
        hidden = table is None or table.listed or table.dataset.confidential
        return table is not None and not hidden and name in table.names

    def nearest(self, name: str) -> str:
        """The remedy for a name that is not known."""
        dataset = self.tables.get(name.partition(".")[0])
        if dataset is None or dataset.dataset.confidential:
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
            self._records[name] = dataclasses.replace(made, digest=self._digest(made))
        return self._records[name]

    def take_over(self, last: Numbers) -> None:
        """Take over what is known of the numbers that rest on nothing that changed since `last`."""
        if last.locale != self.locale or last.sources != self.sources:
            return
        known: dict[str, bool] = {
            name: table is last.tables.get(name) for name, table in self.tables.items()
        }
        for name, text in self.edition.items():
            known.setdefault(name, text == last.edition.get(name))

        def same(name: str) -> bool:
            if name not in known:
                known[name] = all(
                    getattr(self, part).get(name) == getattr(last, part).get(name)
                    for part in ("definitions", "values", "lineages", "codes", "sealed")
                ) and all(same(each) for each in taken(self.definitions[name]))
            return known[name]

        for name, record in last._records.items():
            if record.kind == "datum" and known.get(record.takes[0], False):
                self._records[name] = record
        for name in self.statistics:
            if same(name):
                self.cells.take_over(last.cells, name)
                if name in last._records:
                    self._records[name] = last._records[name]

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

    def by_hand_faults(self) -> Iterator[Finding]:
        """A finding for each cell added or excluded by hand that names nothing or is not needed."""
        for name, definition in self.definitions.items():
            if any(byhand.said(definition)):
                yield from byhand.faults(definition, self.cells.of(name), self.cells.open)

    def takes(self, definition: Definition) -> tuple[str, ...]:
        """The datasets and statistics that a definition takes."""
        others = self.edition.keys() - {*self.tables, *self.definitions}
        return tuple(name for name in taken(definition) if name not in others)

    def given(self, definition: Definition) -> tuple[tuple[str, str], ...]:
        """The edition's parameters that a definition takes, each with its text."""
        others = {*taken(definition)} - {*self.takes(definition)}
        return tuple((name, self.edition[name]) for name in sorted(others))

    def unseen(
        self,
        takes: Iterable[str],
        inputs: Iterable[Input],
        given: Iterable[tuple[str, str]] = (),
    ) -> list[str]:
        """What is taken but not told cell by cell: parameters, and digests of statistics and whole datasets."""
        whole = {each.dataset for each in inputs if each.rows}
        found = [f"{name}={text}" for name, text in given]
        for name in takes:
            table = self.tables.get(name)
            if table is None:
                found.append(self.record(name).digest)
            elif table.dataset.guarded or name in whole:
                found.append(table.digest)
        return found

    def _statistic(self, name: str) -> Record:
        definition = self.definitions[name]
        unit = Unit.parse(definition.option("unit"))
        decimals = definition.options.get("decimals")
        value = self.values[name]
        cells = self.cells.of(name)
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
            takes=self.takes(definition),
            given=self.given(definition),
            inputs=summed(cells, self.tables),
            bound=bound(cells),
            sources=self.cells.sources(name),
            published=self._published(definition, value, unit),
        )

    def _digest(self, record: Record) -> str:
        if record.kind == "datum":
            return digests.of_number(record, "", ())
        definition = self.definitions[record.name]
        code = self.codes.get(record.name) or definition.source
        unseen = self.unseen(record.takes, record.inputs, record.given)
        return digests.of_number(record, code, unseen)

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

    def _datum(self, name: str) -> Record:
        dataset = name.partition(".")[0]
        table = self.tables[dataset]
        row, column_name = table.names[name]
        column = table.dataset.column(column_name)
        value, unit = table.value(name)
        if column is None:
            raise TypeError(f"{name} is no number")
        cell = cell_input(table, row, column_name, "is")
        return Record(
            name=name,
            kind="datum",
            title=_datum_title(table, row, column.label(self.locale), self.locale),
            doc=column.description or table.dataset.description,
            unit=unit,
            value=value,
            display=display(value, unit, self.locale),
            file=table.dataset.path,
            line=table.lines[row],
            quantity=_quantity(unit),
            bound=cell.qualifier,
            takes=(dataset,),
            inputs=(cell,),
            sources=cell.sources,
        )


def _datum_title(table: Table, row: int, label: str, locale: str) -> str:
    """What a cell is, in words: its row's label, or its key without the sources that stand beside it anyway."""
    sources = {each.key for each in table.cited(row)}
    words = [part.replace("_", " ") for part in table.key(row) if part and part not in sources]
    what = table.text(table.dataset.label, row) if table.dataset.label else ""
    if what:
        words = [what]
    said, heading = ", ".join(words), table.dataset.heading(locale)
    return f"{heading} ({label}): {said}" if said else f"{heading}: {label}"


def _quantity(unit: Unit) -> str:
    kinds = {UnitKind.RATIO: Quantity.RATIO, UnitKind.MULTIPLE: Quantity.RATIO}
    kinds[UnitKind.PERCENT] = Quantity.SHARE
    return str(kinds.get(unit.kind, Quantity.LEVEL))
