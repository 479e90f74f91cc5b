"""Asked: what the rules looked up while they read a chapter, so that their findings hold while that is the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tieout.cache import digest
from tieout.checks.report import Report

Thing = TypeVar("Thing")
_EVERY = "*"  # no number or dataset is named so


@dataclass(frozen=True)
class Asked:
    """The names of the numbers, datasets and displays that were looked up; `*` stands for all names there are."""

    records: set[str] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    displays: set[str] = field(default_factory=set)

    def watching(self, part: Report) -> Report:
        """The part, for rules to read; what they look up is kept account of here."""
        watched = dataclasses.replace(
            part,
            records=_Watched(part.records, self.records),
            tables=_Watched(part.tables, self.tables),
        )
        watched.__dict__.update(data=part.data, whole=part.whole, asked=self.displays)
        return watched

    def as_json(self) -> dict[str, list[str]]:
        """The names as JSON data."""
        return {
            "records": sorted(self.records),
            "tables": sorted(self.tables),
            "displays": sorted(self.displays),
        }


def answers(part: Report, asked: Mapping[str, list[str]], known: dict[str, str]) -> str:
    """What stands for everything that was looked up, as it is now; `known` keeps what stands for each number."""
    said: list[object] = []
    for name in asked["records"]:
        if name == _EVERY:
            said.append(sorted(part.records))
            continue
        if name not in known:
            record = part.record(name)
            # Where else it is used has no part in what can be said of it here.
            known[name] = "" if record is None else repr(dataclasses.replace(record, uses=()))
        said.append(known[name])
    for name in asked["tables"]:
        table = part.tables.get(name)
        said.append(
            table.digest if table is not None else sorted(part.tables) if name == _EVERY else ""
        )
    said += [part.whole.looks(written) for written in asked["displays"]]
    return digest(repr(said))


class _Watched(Mapping[str, Thing]):
    """A mapping that keeps account of what is looked up in it."""

    def __init__(self, inner: Mapping[str, Thing], asked: set[str]) -> None:
        self._inner = inner
        self._asked = asked

    def __getitem__(self, name: str) -> Thing:
        self._asked.add(name)
        return self._inner[name]

    def __iter__(self) -> Iterator[str]:
        self._asked.add(_EVERY)
        return iter(self._inner)

    def __len__(self) -> int:
        self._asked.add(_EVERY)
        return len(self._inner)
