"""Code: the digest of everything a function's result can depend on in the project's own Python files.

Read from the syntax tree, never by running: the function, every top-level name it uses in its module,
transitively, through imports of other modules of the project. A module's statements that are neither
definitions nor imports may do anything, so they count for every function whose script imports the module,
itself or through others. Code that imports or evaluates what only a run can tell depends on every file.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tieout.cache import digest
from tieout.compute.define import Kind
from tieout.memo import Signature, signature
from tieout.text import python

_WHOLE, _LOADED = "", "(loaded)"  # all of a module; only what happens when it is imported
_UNFORESEEABLE = frozenset({"__import__", "eval", "exec", "importlib", "runpy"})


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's top-level names: what each is bound by, what is imported, and the loose statements."""

    bindings: Mapping[str, tuple[str, ...]]  # name -> the statements that bind it, dumped
    uses: Mapping[str, frozenset[str]]  # name -> names those statements use
    imports: Mapping[str, tuple[tuple[str, str], ...]]  # local name -> (module, name in it or "")
    loose: tuple[str, ...]
    loose_uses: frozenset[str]
    stars: tuple[str, ...]


@dataclass(slots=True)
class CodeBase:
    """The Python files of a project, each parsed once."""

    root: Path
    read: dict[Path, Signature] = field(default_factory=dict)  # the files as they were before
    _modules: dict[str, _Module | None] = field(default_factory=dict)
    _digests: dict[tuple[str, str], str] = field(default_factory=dict)
    _foreign: dict[str, frozenset[str]] = field(default_factory=dict)

    def digest(self, module: str, function: str) -> str:
        """The digest of a function with all the project's code it can reach."""
        known = (module, function)
        if known not in self._digests:
            self._digests[known] = digest(*sorted(set(self._reach(module, function))))
        return self._digests[known]

    def foreign(self, module: str) -> frozenset[str]:
        """Names of packages outside the project and Python itself that the module or its helpers import."""
        if module not in self._foreign:
            names = {name.partition(".")[0] for name in self._closure([module])[1]}
            self._foreign[module] = frozenset(names - sys.stdlib_module_names)
        return self._foreign[module]

    def files(self, modules: Iterable[str]) -> tuple[Path, ...]:
        """The project's files that the modules are made of: their own and those of their helpers."""
        found = (self._file(name) for name in self._closure(modules)[0])
        return tuple(sorted(file for file in found if file is not None))

    def _closure(self, modules: Iterable[str]) -> tuple[set[str], set[str]]:
        """Names of the project's modules that these import, themselves included, and names of others."""
        seen: set[str] = set()
        outside: set[str] = set()
        queue = list(modules)
        while queue:
            name = queue.pop()
            found = self._module(name)
            if found is None:
                outside.add(name)
            elif name not in seen:
                seen.add(name)
                queue += [target for target, _ in self._imported(found)]
        return seen, outside

    def _reach(self, module: str, name: str) -> Iterator[str]:
        seen: set[tuple[str, str]] = set()
        queue = [(module, name)]
        while queue:
            here = queue.pop()
            if here in seen:
                continue
            seen.add(here)
            module, name = here
            queue += [(outer, _LOADED) for outer in _outer(module)]
            found = self._module(module)
            if found is None:
                continue
            if name == _LOADED:
                yield from (f"{module}:{text}" for text in found.loose)
                queue += [(module, used) for used in found.loose_uses]
                queue += [(target, _LOADED) for target, _ in self._imported(found)]
                continue
            queue.append((module, _LOADED))
            for each in (name,) if name else {*found.bindings, *found.imports}:
                yield from (f"{module}.{each}:{text}" for text in found.bindings.get(each, ()))
                queue += [(module, used) for used in found.uses.get(each, ())]
                queue += [self._target(*target) for target in found.imports.get(each, ())]
                if each in _UNFORESEEABLE:
                    yield from self._everything()
            if name not in found.bindings and name not in found.imports:
                queue += [(star, name) for star in found.stars]

    def _imported(self, module: _Module) -> Iterator[tuple[str, str]]:
        for targets in module.imports.values():
            yield from (self._target(*target) for target in targets)
        yield from ((star, _WHOLE) for star in module.stars)

    def _everything(self) -> Iterator[str]:
        """The digest of every Python file of the project, generated and hidden folders apart."""
        for file in sorted(self.root.rglob("*.py")):
            path = file.relative_to(self.root)
            if not any(part.startswith((".", "_")) for part in path.parent.parts):
                self.read[file] = signature(file)
                yield f"{path}:{digest(file.read_bytes())}"

    def _target(self, module: str, name: str) -> tuple[str, str]:
        """`from scripts import periods` names a module, not a name in one."""
        if name and self._module(f"{module}.{name}") is not None:
            return f"{module}.{name}", ""
        return module, name

    def _module(self, name: str) -> _Module | None:
        if name not in self._modules:
            file = self._file(name)
            if file:
                self.read[file] = signature(file)
            self._modules[name] = _read(file, name) if file and name else None
        return self._modules[name]

    def _file(self, name: str) -> Path | None:
        base = self.root.joinpath(*name.split("."))
        files = (base.with_suffix(".py"), base / "__init__.py")
        return next((file for file in files if name and file.is_file()), None)


def _outer(module: str) -> Iterator[str]:
    """The packages a module lies in: importing it runs their `__init__.py`."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _read(path: Path, name: str) -> _Module | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return _parsed(data, name if path.name == "__init__.py" else name.rpartition(".")[0])


@lru_cache(maxsize=4096)  # by content: one build asks several times, and a preview all day
def _parsed(data: bytes, package: str) -> _Module | None:
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
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for local, target in _imported(statement, package):
                if local == "*":
                    stars.append(target[0])
                else:
                    imports.setdefault(local, []).append(target)
            continue
        names = _bound(statement)
        text, used = _dump(statement), _used(statement)
        for local, target in _imported_within(statement, package):
            imports.setdefault(local, []).append(target)
        if names is None:
            if not _is_docstring(statement):
                loose.append(text)
                loose_uses |= used
            continue
        for each in names:
            bindings.setdefault(each, []).append(text)
            uses.setdefault(each, set()).update(used)
    return _Module(
        bindings={key: tuple(value) for key, value in bindings.items()},
        uses={key: frozenset(value) for key, value in uses.items()},
        imports={key: tuple(value) for key, value in imports.items()},
        loose=tuple(loose),
        loose_uses=frozenset(loose_uses),
        stars=tuple(stars),
    )


def _bound(statement: ast.stmt) -> list[str] | None:
    """The names a statement binds and nothing else, or None when it may do anything."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets: Iterable[ast.expr] = ()
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = (statement.target,)
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if names and len(names) == len(list(targets)) else None


def _used(statement: ast.stmt) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(statement) if isinstance(node, ast.Name))


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
