"""Held: everything that a build would publish of confidential data, held to the rules of disclosure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.graph import taken
from tieout.compute.weights import Weighed, Weights
from tieout.data.table import Table
from tieout.findings import Finding, Rule
from tieout.ledger.disclosure import exceptions, rules
from tieout.ledger.disclosure.differences import Fact, told
from tieout.ledger.disclosure.persons import about, persons
from tieout.ledger.disclosure.quoted import quoted
from tieout.limits import Limits

_REMEDY = {
    catalogue.TOO_FEW: "Tell of more of them together, or leave the number out.",
    catalogue.DOMINATED: "Leave the number out, or tell of a larger whole.",
    catalogue.ONE_TO_GUESS: "Leave the number out, or tell of a larger whole.",
    catalogue.EXTREME_VALUE: "Give a quantile that many stand around, or leave the number out.",
    catalogue.ALL_OR_NONE: "Put classes together, or leave the number out.",
    catalogue.TELLING_DIFFERENCE: "Leave one of them out, or tell of the same individuals.",
    catalogue.UNWEIGHED: "Raise 'runs' in [disclosure] of tieout.toml.",
    catalogue.QUOTED_CELL: "Label groups, not individuals.",
}
_REASON = 'If it may be published all the same, say why in the data package: "tieout:disclosure".'


@dataclass(frozen=True, slots=True)
class Held:
    """What is published of confidential data.

    Attributes:
        weights: who stands behind what was run on it, by name.
        texts: the words of each figure and table, by name.
        edition: the edition that publishes it, if there are several.
        others: what other editions tell.
    """

    definitions: Mapping[str, Definition]
    tables: Mapping[str, Table]
    weights: Mapping[str, Weights]
    texts: Mapping[str, tuple[str, ...]]
    limits: Limits
    edition: str = ""
    others: tuple[Fact, ...] = ()

    def findings(self) -> Iterator[Finding]:
        """A finding for each number, figure and table that breaks a rule and is not excepted."""
        datasets = [table.dataset for table in self.tables.values()]
        kinds = {name: str(each.kind) for name, each in self.definitions.items()}
        yield from exceptions.faults(datasets, kinds)
        let = exceptions.read(datasets)
        used: set[exceptions.Exemption] = set()
        for rule, names, message in self._broken():
            excepted = [
                each
                for each in let
                if each.name in names and each.rule in {"", rule.code} and self._takes(each)
            ]
            used.update(excepted)
            if not excepted:
                place = self.definitions[names[0]].place
                yield Finding(rule, place, message, f"{_REMEDY[rule]} {_REASON}")
        for each in let:
            if each not in used and each.name in self.definitions:
                dataset = self.tables[each.dataset].dataset
                message = (
                    f"dataset '{dataset.name}', tieout:disclosure: '{each.name}' breaks no rule"
                )
                remedy = "Take the exception out."
                yield Finding(catalogue.NEEDLESS_EXCEPTION, dataset.place, message, remedy)

    def _takes(self, each: exceptions.Exemption) -> bool:
        return each.dataset in taken(self.definitions[each.name])

    def _broken(self) -> Iterator[tuple[Rule, tuple[str, ...], str]]:
        """Each rule that is broken, the names of what breaks it, and how."""
        for name, weights in self.weights.items():
            if weights.depends:
                yield from ((rule, (name,), said) for rule, said in self._alone(name, weights))
        for facts in told((*self.facts(), *self.others), self.limits.minimum):
            own = tuple(dict.fromkeys(_owner(each) for each in facts if not each.edition))
            several = any(each.edition for each in facts)
            said = tuple(dict.fromkeys(self._whose(each, several=several) for each in facts))
            *first, last = said
            what = f"{', '.join(first)} and {last}" if first else f"{last}: its cells"
            message = f"{what} together tell of fewer than {self.limits.minimum} individuals"
            names = dict.fromkeys((*own, *map(_owner, facts)))
            yield catalogue.TELLING_DIFFERENCE, tuple(names), message

    def facts(self) -> tuple[Fact, ...]:
        """What can be taken from each other: of how many, or of what sum, each number tells."""
        excepted = {each.name for each in exceptions.read(t.dataset for t in self.tables.values())}
        named = {name: persons(each) for name, each in self.tables.items() if each.dataset.guarded}
        return tuple(
            each
            for name, weights in self.weights.items()
            for each in self._facts(name, weights, named)
            # What is too little by itself is said already, unless it may be published.
            if name in excepted or not rules.few(len(each.rows), self.limits)
        )

    def _whose(self, fact: Fact, *, several: bool) -> str:
        what = f"{fact.kind} '{_owner(fact)}'"
        return f"{what} of edition '{fact.edition or self.edition}'" if several else what

    def _alone(self, name: str, weights: Weights) -> Iterator[tuple[Rule, str]]:
        """What is wrong with one of them by itself, each thing said once."""
        definition, what = self.definitions[name], self._what(name)
        if not weights.whole:
            yield catalogue.UNWEIGHED, f"{what} rests on more rows than may be weighed"
            return
        found: dict[tuple[Rule, str], list[str]] = {}
        if definition.kind is not Kind.STATISTIC and weights.breaks:
            key = (catalogue.TOO_FEW, "has a part that stands or falls with one individual")
            found[key] = []
        for part in _checked(weights.parts, definition):
            for broken in rules.broken(part, self.limits, whole=_is_share(part, definition)):
                found.setdefault(broken, []).append(_at(part))
        for (rule, said), columns in found.items():
            named = [each for each in dict.fromkeys(columns) if each]
            where = f", column {named[0]}," if len(named) == 1 else ""
            several = f" in {len(columns)} of its cells" if definition.kind is Kind.TABLE else ""
            yield rule, f"{what}{where} {said}{several if columns else ''}"
        texts = self.texts.get(name, ())
        for dataset in taken(definition):
            table = self.tables.get(dataset)
            for column in quoted(texts, table, self.limits) if table is not None else ():
                yield catalogue.QUOTED_CELL, f"{what} quotes a cell of '{dataset}.{column}'"

    def _facts(
        self, name: str, weights: Weights, named: Mapping[str, Sequence[str]]
    ) -> Iterator[Fact]:
        """What a number says that can be taken from what another says: none of a figure's marks."""
        kind = self.definitions[name].kind
        if kind is Kind.FIGURE:
            return
        for n, part in enumerate(weights.parts):
            if part.kind != "number":
                continue
            for dataset, rows in part.rows.items():
                table, known = self.tables[dataset], named[dataset]
                head = f"{dataset}."
                measures = [c.removeprefix(head) for c in part.portions if c.startswith(head)]
                told_of = [(column, rows) for column in measures or [""]]
                if not measures:
                    told_of += [
                        ("", part.lower.get(dataset, ())),
                        ("", part.upper.get(dataset, ())),
                    ]
                for column, some in told_of:
                    who = frozenset(known[each] for each in some)
                    if some:
                        yield Fact(f"{name}:{n}", about(table, column), who, kind=str(kind))

    def _what(self, name: str) -> str:
        return f"{self.definitions[name].kind} '{name}'"


def _owner(fact: Fact) -> str:
    return fact.name.partition(":")[0]


def sealed(
    weights: Mapping[str, Weights],
    definitions: Mapping[str, Definition],
    tables: Mapping[str, Table],
) -> dict[str, frozenset[str]]:
    """The datasets of which nothing may be said that leads from a number to its cells, by the number's name."""
    return {
        name: frozenset(
            dataset
            for dataset in taken(definitions[name])
            if dataset in tables and tables[dataset].dataset.guarded
        )
        for name, each in weights.items()
        if each.depends
    }


def _checked(parts: Iterable[Weighed], definition: Definition) -> Iterator[Weighed]:
    """The parts that the rules are for: of figures and texts those that somebody moves."""
    for part in parts:
        if part.kind == "number" and (part.rows or part.flat or definition.kind is Kind.STATISTIC):
            if definition.kind is Kind.STATISTIC and not part.rows:
                yield dataclasses.replace(part, rows={"": ()})
            else:
                yield part
        elif part.kind != "number" and part.rows:
            yield part


def _is_share(part: Weighed, definition: Definition) -> bool:
    """Whether 1 is all of something."""
    if definition.kind is Kind.STATISTIC:
        return definition.option("unit") == "percent"
    units = definition.options.get("units") or {}
    return isinstance(units, Mapping) and units.get(_heading(part)) == "percent"


def _at(part: Weighed) -> str:
    """The number of a cell's column, from 1: its heading may itself come from confidential cells."""
    return str(int(part.where.split("\0", 2)[1]) + 1) if "\0" in part.where else ""


def _heading(part: Weighed) -> str:
    return part.where.split("\0", 2)[2] if "\0" in part.where else ""
