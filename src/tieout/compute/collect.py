"""Collect: every statistic, figure and table that the project's scripts define, checked before any of them runs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tieout
from tieout import catalogue
from tieout.cache import Cache, digest
from tieout.compute import meanwhile, parameters
from tieout.compute.code import CodeBase
from tieout.compute.define import Kind
from tieout.compute.definition import Definition, Parameter
from tieout.compute.messages import Collect, Collected
from tieout.compute.process import ScriptProcess
from tieout.data.table import Table
from tieout.display import MAX_DECIMALS
from tieout.findings import Finding, Place, raise_errors
from tieout.number import Quantity, Unit
from tieout.project import Project

_FORMAT = "2"
_BY_HAND = 'Write {}={{"dataset.key.column": "why"}}.'
_DECIMALS = f"Give a whole number from 0 to {MAX_DECIMALS}."


def collect(
    project: Project, process: ScriptProcess, tables: Mapping[str, Table]
) -> tuple[dict[str, Definition], tuple[Finding, ...]]:
    """Every definition by name, in order of name, and the warnings about them.

    The scripts are imported only when one of them changed since they were last collected.

    Raises:
        TieoutError: a script cannot be imported, or a definition is wrong.
    """
    raise_errors(project.odd_scripts())
    files = project.python_files()
    cache = Cache(project.work / "cache" / "definitions")
    process.imports(_all(project, files))
    key = _key(project, files)
    kept = cache.get(key)
    if kept is None:
        withheld = any(table.dataset.guarded for table in tables.values())
        definitions, changed = _import(project, process, files, withheld=withheld)
        meanwhile.require_same(project, process.read)
        parts = [[dataclasses.asdict(each) for each in definitions], changed]
        cache.put(key, json.dumps(parts).encode())
    else:
        known, changed = json.loads(kept)
        definitions = tuple(_definition(item) for item in known)
    clashing = parameters.faults(definitions, tables, project.edition)
    settings = (_setting(*each) for each in changed)
    found = (*_faults(definitions, set(tables)), *clashing, *settings)
    raise_errors(found)
    named = {each.name: each for each in sorted(definitions, key=lambda each: each.name)}
    return named, found


def is_collected(project: Project) -> bool:
    """Whether the definitions of the scripts as they stand are known already."""
    cache = Cache(project.work / "cache" / "definitions")
    return cache.get(_key(project, project.python_files())) is not None


def _key(project: Project, files: Iterable[Path]) -> str:
    # The whole of every Python file that importing them imports: a decorator may be told anything.
    parts: list[str | bytes] = [_FORMAT, tieout.__version__]
    parts += [project.config.scripts, project.config.figures]
    for file in sorted(_all(project, files)):
        parts += [project.relative(file), file.read_bytes()]
    return digest(*parts)


def _all(project: Project, files: Iterable[Path]) -> set[Path]:
    """The scripts with the helper modules they import."""
    chosen = set(files)
    helpers = CodeBase.of(project).files(_module(project, file) for file in chosen)
    return chosen.union(helpers)


def _import(
    project: Project, process: ScriptProcess, files: Iterable[Path], *, withheld: bool
) -> tuple[tuple[Definition, ...], tuple[tuple[str, str], ...]]:
    modules = tuple((_module(project, file), project.relative(file)) for file in files)
    if not modules:
        return (), ()
    reply = process.ask(Collect(modules, withheld), Place(modules[0][1]))
    return (reply.definitions, reply.changed) if isinstance(reply, Collected) else ((), ())


def _setting(path: str, setting: str) -> Finding:
    message = f"importing it changes {setting} for every script; it was put back"
    remedy = "Change it in the function that needs it: each begins with the settings as they were."
    return Finding(catalogue.CHANGED_SETTING, Place(path, 1), message, remedy)


def _module(project: Project, file: Path) -> str:
    parts = file.relative_to(project.root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _definition(item: dict[str, Any]) -> Definition:
    parameters = tuple(Parameter(**each) for each in item["parameters"])
    return Definition(**{**item, "kind": Kind(item["kind"]), "parameters": parameters})


def _faults(definitions: Iterable[Definition], datasets: set[str]) -> Iterator[Finding]:
    seen: dict[str, Definition] = {}
    for definition in sorted(definitions, key=lambda each: each.place):
        first = seen.setdefault(definition.name, definition)
        if first is not definition:
            message = f"'{definition.name}' is already defined at {first.place}"
            yield Finding(
                catalogue.DUPLICATE_NAME, definition.place, message, "Rename one of them."
            )
        if definition.name in datasets:
            message = f"{definition.kind} '{definition.name}' has the name of a dataset"
            yield Finding(catalogue.DUPLICATE_NAME, definition.place, message, "Rename it.")
        yield from _definition_faults(definition)


def _definition_faults(definition: Definition) -> Iterator[Finding]:
    for parameter in definition.parameters:
        if parameter.name.startswith("*"):
            yield _fault(
                definition,
                f"parameter '{parameter.name}' has no name to be filled by",
                "Name each dataset and statistic it takes.",
            )
    for option in ("adds", "excludes"):
        if not isinstance(definition.options.get(option) or {}, dict):
            yield _fault(definition, f"{option}= is no mapping", _BY_HAND.format(option))
    if definition.kind is Kind.STATISTIC:
        yield from _statistic_faults(definition)
    elif not definition.option("caption").strip():
        message = f"{definition.kind} '{definition.name}' has no caption"
        yield Finding(catalogue.NO_CAPTION, definition.place, message, 'Write caption="…".')
    if definition.kind is Kind.FIGURE and not definition.option("alt").strip():
        message = f"figure '{definition.name}' has no alternative text"
        remedy = 'Write alt="…": what a reader who cannot see it needs to know.'
        yield Finding(catalogue.NO_ALT_TEXT, definition.place, message, remedy)
    if definition.kind is Kind.TABLE:
        yield from _table_faults(definition)


def _statistic_faults(definition: Definition) -> Iterator[Finding]:
    try:
        Unit.parse(definition.option("unit"))
    except ValueError as error:
        message, _, remedy = str(error).partition(". ")
        yield _fault(definition, message, remedy)
    quantity = definition.option("quantity")
    if quantity and quantity not in set(Quantity):
        known = ", ".join(Quantity)
        yield _fault(definition, f"unknown quantity '{quantity}'", f"Known: {known}.")
    decimals = definition.options.get("decimals")
    if decimals is not None and not _is_decimals(decimals):
        yield _fault(definition, f"decimals={decimals!r}", _DECIMALS)
    if not definition.doc:
        message = f"statistic '{definition.name}' has no docstring"
        remedy = "Say what the number is and how it is computed: readers see it."
        yield Finding(catalogue.NO_DOCSTRING, definition.place, message, remedy)


def _table_faults(definition: Definition) -> Iterator[Finding]:
    given = {name: definition.options.get(name) or {} for name in ("units", "decimals")}
    for name, by_column in given.items():
        if not isinstance(by_column, dict):
            yield _fault(definition, f"{name}={by_column}", f'Write {name}={{"column": …}}.')
            given[name] = {}
    for column, unit in given["units"].items():
        try:
            Unit.parse(str(unit))
        except ValueError as error:
            message, _, remedy = str(error).partition(". ")
            yield _fault(definition, f"column '{column}': {message}", remedy)
    for column, places in given["decimals"].items():
        if not _is_decimals(places):
            yield _fault(definition, f"column '{column}': decimals={places!r}", _DECIMALS)


def _fault(definition: Definition, message: str, remedy: str) -> Finding:
    said = f"{definition.kind} '{definition.name}': {message}"
    return Finding(catalogue.BAD_DEFINITION, definition.place, said, remedy)


def _is_decimals(given: object) -> bool:
    return type(given) is int and 0 <= given <= MAX_DECIMALS
