"""Run: every statistic, figure and table brought up to date, each only when something it reads changed."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from tieout import catalogue
from tieout.cache import Cache, digest_json
from tieout.compute import keep, lineage, meanwhile, parameters, remembered, weighing
from tieout.compute.claims import Claims
from tieout.compute.code import CodeBase
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.graph import groups, order, reaches, taken
from tieout.compute.lineage import Columns, Lineage
from tieout.compute.messages import Drawing, Grid, Reply, Result, Run, Trace
from tieout.compute.processes import Ask, Heard, Processes, unheard
from tieout.compute.reruns import Rerun, rerun
from tieout.compute.traces import Traces
from tieout.compute.versions import version_of
from tieout.compute.weights import Weights
from tieout.data.table import Table
from tieout.findings import Finding, TieoutError, raise_errors
from tieout.limits import Limits
from tieout.number import Value, encode
from tieout.project import Project

_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Results:
    """What every definition gave, by name, and what had to be computed for it.

    `codes` are digests of the code behind each; `files` the project's Python files, helper modules included;
    `packages` what they import from elsewhere; `weights` who stands behind what is made of confidential data.
    """

    values: Mapping[str, Value]
    drawings: Mapping[str, Drawing]
    grids: Mapping[str, Grid]
    codes: Mapping[str, str]
    files: tuple[Path, ...]
    reruns: tuple[Rerun, ...] = field(default=())
    packages: frozenset[str] = frozenset()
    weights: Mapping[str, Weights] = field(default_factory=dict)


class Runner:
    """Brings definitions up to date; one for a build.

    Statistics come first (`run` with their kind), so that figures can be drawn while chapters are made.
    """

    def __init__(
        self,
        project: Project,
        definitions: Mapping[str, Definition],
        tables: Mapping[str, Table],
        processes: Processes,
        code: CodeBase | None = None,
    ) -> None:
        self._project = project
        self._edition = project.edition
        self._definitions = definitions
        self._tables = tables
        self._processes = processes
        self._secret = {name for name, table in tables.items() if table.dataset.guarded}
        self._cache = Cache(project.work / "cache" / "results")
        self._weights = Cache(project.work / "cache" / "weights")
        # Editions are built side by side, and share what does not depend on them.
        self._claims = Claims(project.work / "cache" / "claims" if project.asked else None)
        self._traces = Traces(Cache(project.work / "cache" / "lineage"), self._claims)
        self._memory = Cache(project.own / "cache")
        self._code = code or CodeBase.of(project)
        self._last = remembered.read(self._memory)
        given = self._edition.parameters if self._edition is not None else ()
        self._order = order(definitions, tables, given)
        self._given = frozenset(given) - {*definitions, *tables}
        self._results: dict[str, Result] = {}
        self._keys: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._reruns: list[Rerun] = []
        self._failed: set[str] = set()

    def run(self, kinds: Iterable[Kind]) -> Results:
        """Bring every definition of these kinds up to date.

        Raises:
            TieoutError: with the faults of all that failed; what does not depend on them was computed.
        """
        wanted = set(kinds)
        found: list[Finding] = []
        names = [name for name in self._order if self._definitions[name].kind in wanted]
        # Statistics wait for each other; figures and tables only for statistics.
        chain = [name for name in names if self._definitions[name].kind is Kind.STATISTIC]
        for group in groups(chain, self._definitions, wide=self._processes.wide):
            found += self._bring(group)
        found += self._bring([name for name in names if name not in chain])
        last = {n: self._last[n] for n in sorted(self._last) if n in self._definitions}
        remembered.write(self._memory, last)
        if found:
            raise TieoutError(*found)
        return self._gathered()

    def known(self) -> Results:
        """Everything known without running any more: what was run, and what the cache holds."""
        for name in self._order:
            definition = self._definitions[name]
            if name in self._results or not set(taken(definition)).issubset(
                {*self._results, *self._tables, *self._given}
            ):
                continue
            key = digest_json([_FORMAT, definition.kind, name, self._parts(definition)])
            kept = self._cache.get(key)
            known = None if kept is None else keep.decoded(kept, definition.kind)
            if known is not None:
                self._results[name], self._keys[name] = known, key
        return self._gathered()

    def trace(self) -> dict[str, Lineage]:
        """The lineage of every statistic, figure and table that was run.

        Raises:
            TieoutError: a function gives two answers to the same inputs.
        """
        traced, found = self._traces.all(self._trace_keys(), self._observed)
        found += [_unsteady(self._definitions[n]) for n, each in traced.items() if not each.steady]
        raise_errors(found)
        return traced

    def traced(self) -> dict[str, Lineage]:
        """The lineages that are known already, of all that was run."""
        return self._traces.known(self._trace_keys())

    def weighed(self, results: Results, limits: Limits) -> Results:
        """The results with who stands behind what was run on confidential data, as far as `limits` say.

        Raises:
            TieoutError: a script failed while it was weighed.
        """
        runs = {
            name: self._run(self._definitions[name])
            for name in self._keys
            if self._secret.intersection(taken(self._definitions[name]))
        }
        weigher = weighing.Weigher(self._weights, self._tables, self._processes, limits)
        return replace(results, weights=weigher.weigh(runs, self._keys))

    def _trace_keys(self) -> dict[str, str]:
        # What takes long comes first: no process waits for another that began a figure at the end.
        kinds = [Kind.FIGURE, Kind.TABLE, Kind.STATISTIC]
        names = sorted(self._keys, key=lambda name: kinds.index(self._definitions[name].kind))
        return {name: digest_json([lineage.FORMAT, self._keys[name]]) for name in names}

    def _observed(self, names: Sequence[str], heard: Heard) -> list[Reply | TieoutError]:
        return self._all([self._trace_ask(self._definitions[name]) for name in names], heard)

    def _trace_ask(self, definition: Definition) -> Ask:
        run = self._run(definition)
        columns = {
            name: Columns(
                tuple(column.name for column in self._tables[name].dataset.values),
                tuple(column.name for column in self._tables[name].dataset.selectors),
            )
            for name in run.datasets
            if not self._tables[name].dataset.confidential  # no cell of it is told of anyway
        }
        value = self._value(definition.name) if definition.kind is Kind.STATISTIC else None
        return self._ask(Trace(run, columns, value), definition)

    def _bring(self, names: Iterable[str]) -> list[Finding]:
        """Bring these up to date; they do not take each other."""
        stale: list[str] = []
        reasons: dict[str, Rerun] = {}
        for name in names:
            if name in self._results:
                continue
            definition = self._definitions[name]
            if self._failed & set(taken(definition)):
                self._failed.add(name)
                continue
            parts = self._parts(definition)
            self._keys[name] = digest_json([_FORMAT, definition.kind, name, parts])
            if not self._is_kept(name):
                stale.append(name)
                reasons[name] = rerun(name, definition.kind, self._last.get(name), parts)
            self._last[name] = parts
        with self._claims.held(self._keys[name] for name in stale):
            stale = [name for name in stale if not self._is_kept(name)]
            self._reruns += [reasons[name] for name in stale]
            return self._computed(stale)

    def _is_kept(self, name: str) -> bool:
        """Whether the cache holds a result; it is taken from there."""
        kept = self._cache.get(self._keys[name])
        if kept and (known := keep.decoded(kept, self._definitions[name].kind)) is not None:
            self._results[name] = known
        return name in self._results

    def _computed(self, stale: list[str]) -> list[Finding]:
        """Compute these, and keep what comes of them."""
        asks = [self._ask(self._run(self._definitions[n]), self._definitions[n]) for n in stale]
        found: list[Finding] = []
        for name, reply in zip(stale, self._all(asks), strict=True):
            if isinstance(reply, TieoutError):
                self._failed.add(name)
                self._last.pop(name, None)
                found += reply.findings
            elif isinstance(reply, Result):
                self._results[name] = reply
                self._cache.put(self._keys[name], keep.encoded(reply))
        return found

    def _all(self, asks: list[Ask], keep: Heard = unheard) -> list[Reply | TieoutError]:
        """The replies, if they were made of the scripts that the digests are of; `keep` is given each that is."""

        def heard(number: int, reply: Reply) -> None:
            with suppress(TieoutError):  # it is raised when all have come
                self._require_same()
                keep(number, reply)

        replies = self._processes.all(asks, unheard if keep is unheard else heard)
        if asks:
            self._require_same()
        return replies

    def _require_same(self) -> None:
        meanwhile.require_same(self._project, {**self._processes.first.read, **self._code.read})

    def _ask(self, request: Run | Trace, definition: Definition) -> Ask:
        tables = [self._tables[name] for name in taken(definition) if name in self._tables]
        return Ask(request, tuple(tables), definition.place)

    def _parts(self, definition: Definition) -> dict[str, str]:
        """Everything the result depends on: a name a person knows, and a digest."""
        code = self._code.digest(definition.module, definition.name)
        self._codes[definition.name] = code
        parts = {definition.path: code}
        for name in taken(definition):
            if name in self._tables:
                parts[self._label(name)] = self._tables[name].digest
            elif name in self._given and self._edition is not None:
                label, value = parameters.key(name, definition, self._edition)
                parts[label] = value
            else:
                parts[name] = "/".join(encode(self._value(name)))
        packages = {"tieout", "pandas", "numpy", *self._code.foreign(definition.module)}
        if definition.kind is Kind.FIGURE:
            packages.add("matplotlib")
        if any(not self._tables[each].listed for each in taken(definition) if each in self._tables):
            packages.add("duckdb")
        for package in sorted(packages):
            version = version_of(package)
            if version:
                parts[f"{package}'s version"] = version
        parts["Python's version"] = platform.python_version()
        return parts

    def _label(self, dataset: str) -> str:
        """A dataset as a person knows it: its file, with its name where several share the file."""
        path = self._tables[dataset].dataset.path
        shared = sum(table.dataset.path == path for table in self._tables.values()) > 1
        return f"{path} ({dataset})" if shared else path

    def _run(self, definition: Definition) -> Run:
        datasets = {name: name for name in taken(definition) if name in self._tables}
        given = parameters.given(definition, self._edition)
        others = {*datasets, *given}
        values = {name: self._value(name) for name in taken(definition) if name not in others}
        withheld = reaches(definition, self._definitions, self._secret)
        return Run(definition, datasets, values, withheld, given, careful=bool(self._secret))

    def _value(self, name: str) -> Value:
        result = self._results[name]
        if isinstance(result, Drawing | Grid):
            raise TypeError(f"{name} is no statistic")
        return result

    def _gathered(self) -> Results:
        modules = {each.module for each in self._definitions.values()}
        return Results(
            values={n: r for n, r in self._results.items() if not isinstance(r, Drawing | Grid)},
            drawings={n: r for n, r in self._results.items() if isinstance(r, Drawing)},
            grids={n: r for n, r in self._results.items() if isinstance(r, Grid)},
            codes=dict(self._codes),
            files=self._code.files(modules),
            reruns=tuple(self._reruns),
            packages=frozenset(name for each in modules for name in self._code.foreign(each)),
        )


def _unsteady(definition: Definition) -> Finding:
    message = f"{definition.kind} '{definition.name}' gives two answers to the same inputs"
    remedy = "Take randomness, the clock and anything else that changes out of it."
    return Finding(catalogue.UNSTEADY, definition.place, message, remedy)
