"""Syntax: what each top-level name of a Python file is bound by, uses and imports, read without running it."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tieout.cache import Cache, digest
from tieout.compute.define import Kind
from tieout.compute.inert import is_inert, names_of
from tieout.text import python

_FORMAT = "2"  # of what is kept


@dataclass(frozen=True, slots=True)
class Module:
    """A module's top-level names: what each is bound by, what is imported, and the loose statements.

    Loose is what may do more than bind a name when the module is imported: a function that registers itself is both.
    """

    bindings: Mapping[str, tuple[str, ...]]  # name -> the statements that bind it, dumped
    uses: Mapping[str, frozenset[str]]  # name -> names those statements use
    imports: Mapping[str, tuple[tuple[str, str], ...]]  # local name -> (module, name in it or "")
    loose: tuple[str, ...]
    loose_uses: frozenset[str]
    stars: tuple[str, ...]


@lru_cache(maxsize=4096)  # by content: one build asks several times, and a preview all day
def module_of(data: bytes, package: str, folder: Path) -> Module | None:
    """What a file's text says; None where it is no Python: whoever imports it hears of that.

    Args:
        data: the file's text.
        package: the package it lies in, which its relative imports begin at.
        folder: where what was read before is kept.
    """
    # Python writes a tree as text a little otherwise from one version to the next.
    key = digest(_FORMAT, ".".join(map(str, sys.version_info)), package, data)
    kept = Cache(folder).get(key)
    if kept is not None:
        return _decoded(json.loads(kept))
    made = _parsed(data, package)
    if made is not None:
        Cache(folder).put(key, json.dumps(_encoded(made)).encode())
    return made


def _encoded(module: Module) -> dict[str, Any]:
    return {
        "bindings": dict(module.bindings),
        "uses": {name: sorted(used) for name, used in module.uses.items()},
        "imports": dict(module.imports),
        "loose": module.loose,
        "loose_uses": sorted(module.loose_uses),
        "stars": module.stars,
    }


def _decoded(data: dict[str, Any]) -> Module:
    return Module(
        bindings={name: tuple(texts) for name, texts in data["bindings"].items()},
        uses={name: frozenset(used) for name, used in data["uses"].items()},
        imports={
            name: tuple((module, within) for module, within in each)
            for name, each in data["imports"].items()
        },
        loose=tuple(data["loose"]),
        loose_uses=frozenset(data["loose_uses"]),
        stars=tuple(data["stars"]),
    )


def _parsed(data: bytes, package: str) -> Module | None:
    try:
        tree = python(data)
    except SyntaxError:
        return None  # the worker reports it when it imports the script
    bindings: dict[str, list[str]] = {}
    uses: dict[str, set[str]] = {}
    imports: dict[str, list[tuple[str, str]]] = {}
    loose: list[str] = []
    loose_uses: set[str] = set()
    stars: list[str] = []
    statements = []
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for local, target in _imported(statement, package):
                if local == "*":
                    stars.append(target[0])
                else:
                    imports.setdefault(local, []).append(target)
        elif not _is_docstring(statement):
            statements.append((statement, _dump(statement)))
            for local, target in _imported_within(statement, package):
                imports.setdefault(local, []).append(target)
    bound = {name for statement, _ in statements for name in names_of(statement) or ()}
    for statement, text in statements:
        used, names = _used(statement), names_of(statement)
        for each in names or ():
            bindings.setdefault(each, []).append(text)
            uses.setdefault(each, set()).update(used)
        if names is None or not is_inert(statement, bound, imports):
            loose.append(text)
            loose_uses |= used
    return Module(
        bindings={key: tuple(value) for key, value in bindings.items()},
        uses={key: frozenset(value) for key, value in uses.items()},
        imports={key: tuple(value) for key, value in imports.items()},
        loose=tuple(loose),
        loose_uses=frozenset(loose_uses),
        stars=tuple(stars),
    )


def _used(statement: ast.stmt) -> frozenset[str]:
    names = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    # Any module that was imported can be had from `sys.modules`.
    reached = (node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute))
    return frozenset(names | {"__import__" for attribute in reached if attribute == "modules"})


def _imported(
    statement: ast.Import | ast.ImportFrom, package: str
) -> Iterator[tuple[str, tuple[str, str]]]:
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            target = alias.name if alias.asname else alias.name.partition(".")[0]
            yield alias.asname or target, (alias.name, "")
        return
    module = statement.module or ""
    if statement.level:
        base = package.split(".")
        base = base[: len(base) - statement.level + 1]
        module = ".".join([*base, module] if module else base)
    for alias in statement.names:
        yield alias.asname or alias.name, (module, "" if alias.name == "*" else alias.name)


def _imported_within(statement: ast.stmt, package: str) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imported(node, package)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _dump(statement: ast.stmt) -> str:
    """The statement's meaning: without positions, comments, docstrings and our own decorators."""
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            node.body = [each for each in node.body if not _is_docstring(each)] or [ast.Pass()]
            node.decorator_list = [each for each in node.decorator_list if not _is_ours(each)]
    # As text again: unlike a dump of the tree it stays the same from one Python version to the next.
    return ast.unparse(statement)


def _is_ours(decorator: ast.expr) -> bool:
    """A caption or a published value changes nothing that the function computes."""
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in set(Kind)
