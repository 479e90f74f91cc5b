"""Run: every statistic, figure and table brought up to date, each only when something it reads changed."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.cache import Cache, digest_json, write_whole
from tieout.compute import lineage
from tieout.compute.code import CodeBase
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.graph import order, taken
from tieout.compute.lineage import Columns, Lineage
from tieout.compute.messages import Drawing, Grid, Result, Run, Trace
from tieout.compute.process import ScriptProcess
from tieout.data.table import Table
from tieout.findings import Finding, TieoutError, raise_errors
from tieout.number import Value, decode, encode
from tieout.project import Project

_FORMAT = "1"


class Reason(StrEnum):
    """Why something was computed again."""

    FIRST_RUN = "first run"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Rerun:
    """Something computed in this build: why, and which of the things it reads changed."""

    name: str
    kind: Kind
    reason: Reason
    what: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`changed: data/x.csv`, `first run`."""
        return f"{self.reason}: {', '.join(self.what)}" if self.what else str(self.reason)


@dataclass(frozen=True, slots=True)
class Results:
    """What every definition gave, by name, and what had to be computed for it.

    `files` are the project's Python files that the scripts are made of, helper modules included.
    """

    values: Mapping[str, Value]
    drawings: Mapping[str, Drawing]
    grids: Mapping[str, Grid]
    files: tuple[Path, ...]
    reruns: tuple[Rerun, ...] = field(default=())


class Runner:
    """Brings definitions up to date; one for a build.

    Statistics come first (`run` with their kind), so that figures can be drawn while chapters are made.
    """

    def __init__(
        self,
        project: Project,
        definitions: Mapping[str, Definition],
        tables: Mapping[str, Table],
        process: ScriptProcess,
    ) -> None:
        self._definitions = definitions
        self._tables = tables
        self._process = process
        self._cache = Cache(project.work / "cache" / "results")
        self._traces = Cache(project.work / "cache" / "lineage")
        self._memory = project.work / "cache" / "last.json"
        self._code = CodeBase(project.root)
        self._last = _remembered(self._memory)
        self._order = order(definitions, tables)
        self._results: dict[str, Result] = {}
        self._keys: dict[str, str] = {}
        self._reruns: list[Rerun] = []

    def run(self, kinds: Iterable[Kind]) -> Results:
        """Bring every definition of these kinds up to date.

        Raises:
            TieoutError: with the faults of all that failed; what does not depend on them was computed.
        """
        wanted = set(kinds)
        found: list[Finding] = []
        failed: set[str] = set()
        for name in self._order:
            definition = self._definitions[name]
            if definition.kind not in wanted or name in self._results:
                continue
            if failed & set(taken(definition)):
                failed.add(name)
                continue
            try:
                self._results[name] = self._one(definition)
            except TieoutError as error:
                failed.add(name)
                found += error.findings
        self._remember()
        if found:
            raise TieoutError(*found)
        return self._gathered()

    def trace(self) -> dict[str, Lineage]:
        """The lineage of every statistic that was run.

        Raises:
            TieoutError: a function gives two answers to the same inputs.
        """
        found: list[Finding] = []
        traced: dict[str, Lineage] = {}
        for name in self._order:
            definition = self._definitions[name]
            if definition.kind is not Kind.STATISTIC or name not in self._keys:
                continue
            key = digest_json([lineage.FORMAT, self._keys[name]])
            kept = self._traces.get(key)
            made = None if kept is None else lineage.load(kept)
            if made is None:
                made = self._observe(definition)
                self._traces.put(key, lineage.dump(made))
            if not made.steady:
                message = f"statistic '{name}' gives two answers to the same inputs"
                remedy = "Take randomness, the clock and anything else that changes out of it."
                found.append(Finding(catalogue.UNSTEADY, definition.place, message, remedy))
            traced[name] = made
        raise_errors(found)
        return traced

    def _observe(self, definition: Definition) -> Lineage:
        run = self._request(definition)
        columns = {
            name: Columns(
                tuple(column.name for column in self._tables[name].dataset.values),
                tuple(column.name for column in self._tables[name].dataset.selectors),
            )
            for name in run.datasets
        }
        reply = self._process.ask(Trace(run, columns), definition.place)
        if not isinstance(reply, Lineage):
            raise TypeError(f"no lineage for {definition.name}")
        return reply

    def _one(self, definition: Definition) -> Result:
        parts = self._parts(definition)
        key = digest_json([_FORMAT, definition.kind, definition.name, parts])
        self._keys[definition.name] = key
        kept = self._cache.get(key)
        result = None if kept is None else _decoded(kept, definition.kind)
        if result is None:
            self._reruns.append(self._rerun(definition, parts))
            result = self._compute(definition)
            self._cache.put(key, _encoded(result))
        self._last[definition.name] = parts
        return result

    def _parts(self, definition: Definition) -> dict[str, str]:
        """Everything the result depends on: a name a person knows, and a digest."""
        parts = {f"{definition.path}": self._code.digest(definition.module, definition.name)}
        for name in taken(definition):
            if name in self._tables:
                parts[self._label(name)] = self._tables[name].digest
            else:
                parts[name] = "/".join(encode(self._value(name)))
        packages = {"tieout", "pandas", "numpy", *self._code.foreign(definition.module)}
        if definition.kind is Kind.FIGURE:
            packages.add("matplotlib")
        for package in sorted(packages):
            version = _version(package)
            if version:
                parts[f"{package}'s version"] = version
        parts["Python's version"] = platform.python_version()
        return parts

    def _label(self, dataset: str) -> str:
        """A dataset as a person knows it: its file, with its name where several share the file."""
        path = self._tables[dataset].dataset.path
        shared = sum(table.dataset.path == path for table in self._tables.values()) > 1
        return f"{path} ({dataset})" if shared else path

    def _rerun(self, definition: Definition, parts: Mapping[str, str]) -> Rerun:
        before = self._last.get(definition.name)
        if before is None:
            return Rerun(definition.name, definition.kind, Reason.FIRST_RUN)
        changed = [name for name in parts if before.get(name) != parts[name]]
        changed += [name for name in before if name not in parts]
        if not changed:
            return Rerun(definition.name, definition.kind, Reason.MISSING)
        return Rerun(definition.name, definition.kind, Reason.CHANGED, tuple(changed))

    def _compute(self, definition: Definition) -> Result:
        reply = self._process.ask(self._request(definition), definition.place)
        if reply is None or not isinstance(reply, Result):
            raise TypeError(f"no result for {definition.name}")
        return reply

    def _request(self, definition: Definition) -> Run:
        """What a definition takes, its tables handed over."""
        datasets = {name: name for name in taken(definition) if name in self._tables}
        for name in datasets:
            self._process.hold(self._tables[name])
        values = {name: self._value(name) for name in taken(definition) if name not in datasets}
        return Run(definition, datasets, values)

    def _value(self, name: str) -> Value:
        result = self._results[name]
        if isinstance(result, Drawing | Grid):
            raise TypeError(f"{name} is no statistic")
        return result

    def _gathered(self) -> Results:
        return Results(
            values={n: r for n, r in self._results.items() if not isinstance(r, Drawing | Grid)},
            drawings={n: r for n, r in self._results.items() if isinstance(r, Drawing)},
            grids={n: r for n, r in self._results.items() if isinstance(r, Grid)},
            files=self._code.files({each.module for each in self._definitions.values()}),
            reruns=tuple(self._reruns),
        )

    def _remember(self) -> None:
        known = {name: self._last[name] for name in sorted(self._last) if name in self._definitions}
        data = json.dumps(known, indent=1, sort_keys=True).encode()
        try:
            if self._memory.is_file() and self._memory.read_bytes() == data:
                return
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._memory, data)
        except OSError:
            return  # only the reasons given next time are poorer for it


def _remembered(path: Any) -> dict[str, dict[str, str]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(data, dict):
        return {}
    return {name: parts for name, parts in data.items() if isinstance(parts, dict)}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        # A package may be imported by another name than it is installed by: PIL, sklearn, yaml.
        names = _distributions().get(package, [])
        return ", ".join(f"{name} {metadata.version(name)}" for name in sorted(set(names)))


@cache
def _distributions() -> Mapping[str, list[str]]:
    return metadata.packages_distributions()


def _encoded(result: Result) -> bytes:
    if isinstance(result, Drawing):
        data: object = [result.svg, result.width, result.height, result.csv]
    elif isinstance(result, Grid):
        rows = [
            [c if c is None or isinstance(c, str) else encode(c) for c in r] for r in result.rows
        ]
        data = [list(result.header), rows]
    else:
        data = encode(result)
    return json.dumps(data, ensure_ascii=False).encode()


def _decoded(kept: bytes, kind: Kind) -> Result | None:
    try:
        data = json.loads(kept)
        if kind is Kind.FIGURE:
            return Drawing(*data)
        if kind is Kind.TABLE:
            rows = [tuple(decode(c) if isinstance(c, list) else c for c in row) for row in data[1]]
            return Grid(tuple(data[0]), tuple(rows))
        return decode(data)
    except (ValueError, TypeError, IndexError):
        return None  # written by another version: computed anew
