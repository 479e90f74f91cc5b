"""Code: the digest of everything a function's result can depend on in the project's own Python files.

Read from the syntax tree, never by running: the function, every top-level name it uses in its module,
transitively, through imports of other modules of the project. A module's statements that are neither
definitions nor imports may do anything, so they count for every function that reaches the module.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tieout.cache import digest
from tieout.compute.define import Kind


@dataclass(frozen=True, slots=True)
class _Module:
    """A module's top-level names: what each is bound by, what is imported, and the loose statements."""

    bindings: Mapping[str, tuple[str, ...]]  # name -> the statements that bind it, dumped
    uses: Mapping[str, frozenset[str]]  # name -> names those statements use
    imports: Mapping[str, tuple[str, str]]  # local name -> (module, name in it or "")
    loose: tuple[str, ...]
    loose_uses: frozenset[str]
    stars: tuple[str, ...]


@dataclass(slots=True)
class CodeBase:
    """The Python files of a project, each parsed once."""

    root: Path
    _modules: dict[str, _Module | None] = field(default_factory=dict)

    def digest(self, module: str, function: str) -> str:
        """The digest of a function with all the project's code it can reach."""
        parts = sorted(set(self._reach(module, function)))
        return digest(*parts)

    def foreign(self, module: str) -> frozenset[str]:
        """Top-level names of packages outside the project that the module or its helpers import."""
        seen: set[str] = set()
        outside: set[str] = set()
        queue = [module]
        while queue:
            name = queue.pop()
            if name in seen:
                continue
            seen.add(name)
            found = self._module(name)
            if found is None:
                outside.add(name.partition(".")[0])
                continue
            queue += [target for target, _ in found.imports.values()]
            queue += found.stars
        return frozenset(outside)

    def _reach(self, module: str, name: str) -> Iterator[str]:
        seen: set[tuple[str, str]] = set()
        queue = [(module, name)]
        while queue:
            here = queue.pop()
            if here in seen:
                continue
            seen.add(here)
            module, name = here
            found = self._module(module)
            if found is None:
                continue
            if (module, "") not in seen:
                seen.add((module, ""))
                yield from (f"{module}:{text}" for text in found.loose)
                queue += [(module, used) for used in found.loose_uses]
            names = [name] if name else list(found.bindings)
            for each in names:
                yield from (f"{module}.{each}:{text}" for text in found.bindings.get(each, ()))
                queue += [(module, used) for used in found.uses.get(each, ())]
                if each in found.imports:
                    queue.append(self._target(*found.imports[each]))
                elif each not in found.bindings:
                    queue += [(star, each) for star in found.stars]
            if not name:
                queue += [self._target(*target) for target in found.imports.values()]

    def _target(self, module: str, name: str) -> tuple[str, str]:
        """`from scripts import periods` names a module, not a name in one."""
        if name and self._module(f"{module}.{name}") is not None:
            return f"{module}.{name}", ""
        return module, name

    def _module(self, name: str) -> _Module | None:
        if name not in self._modules:
            base = self.root.joinpath(*name.split("."))
            files = (base.with_suffix(".py"), base / "__init__.py")
            file = next((file for file in files if file.is_file()), None)
            self._modules[name] = _read(file, name) if file and name else None
        return self._modules[name]


def _read(path: Path, name: str) -> _Module | None:
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None  # the worker reports it when it imports the script
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    bindings: dict[str, list[str]] = {}
    uses: dict[str, set[str]] = {}
    imports: dict[str, tuple[str, str]] = {}
    loose: list[str] = []
    loose_uses: set[str] = set()
    stars: list[str] = []
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for local, target in _imported(statement, package):
                if local == "*":
                    stars.append(target[0])
                else:
                    imports[local] = target
            continue
        names = _bound(statement)
        text, used = _dump(statement), _used(statement)
        inner = dict(_imported_within(statement, package))
        imports |= {key: value for key, value in inner.items() if key not in imports}
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
        imports=imports,
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
    return ast.dump(statement)


def _is_ours(decorator: ast.expr) -> bool:
    """A caption or a published value changes nothing that the function computes."""
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in set(Kind)
