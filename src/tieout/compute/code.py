"""Code: the digest of everything a function's result can depend on in the project's own Python files.

Read from the syntax tree, never by running: the function, every top-level name it uses in its module,
transitively, through imports of other modules of the project. A module's statements that are neither
definitions nor imports may do anything, and so may a decorator, a base or a call in a definition: they count
for every function whose script imports the module, itself or through others. Code that imports, evaluates or
looks up what only a run can tell depends on every file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tieout.cache import digest
from tieout.compute.syntax import Module, module_of
from tieout.memo import Signature, signature
from tieout.project import Project

_WHOLE, _LOADED = "", "(loaded)"  # all of a module; only what happens when it is imported
_Spot: TypeAlias = tuple[str, str]  # a module, and a name in it
_Step: TypeAlias = tuple[tuple[str, ...], tuple[_Spot, ...]]
_UNFORESEEABLE = frozenset(
    {"__import__", "eval", "exec", "globals", "importlib", "locals", "runpy", "vars"}
)


@dataclass(slots=True)
class CodeBase:
    """The Python files of a project, each parsed once; what was parsed is kept in a folder of the cache."""

    root: Path
    kept: Path
    read: dict[Path, Signature] = field(default_factory=dict)  # the files as they were before
    _modules: dict[str, Module | None] = field(default_factory=dict)
    _digests: dict[tuple[str, str], str] = field(default_factory=dict)
    _foreign: dict[str, frozenset[str]] = field(default_factory=dict)
    _loaded: dict[str, tuple[frozenset[_Spot], frozenset[str]]] = field(default_factory=dict)
    _steps: dict[_Spot, _Step] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> CodeBase:
        """The project's."""
        return cls(project.root, project.work / "cache" / "code")

    def digest(self, module: str, function: str) -> str:
        """The digest of a function with all the project's code it can reach."""
        known = (module, function)
        if known not in self._digests:
            before, loaded = self._at_import(module)
            texts = loaded.union(self._reach(known, set(before)))
            self._digests[known] = digest(*sorted(texts))
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

    def _at_import(self, module: str) -> tuple[frozenset[_Spot], frozenset[str]]:
        """What importing a module reaches, whichever of its functions is asked for, and the texts of it."""
        if module not in self._loaded:
            seen: set[_Spot] = set()
            texts = frozenset(self._reach((module, _LOADED), seen))
            self._loaded[module] = frozenset(seen), texts
        return self._loaded[module]

    def _reach(self, start: _Spot, seen: set[_Spot]) -> Iterator[str]:
        """The texts reached from a spot; `seen`: what was reached before, to which what is reached now is added."""
        queue = [start]
        while queue:
            here = queue.pop()
            if here in seen:
                continue
            seen.add(here)
            if here not in self._steps:
                self._steps[here] = self._step(*here)
            texts, further = self._steps[here]
            yield from texts
            queue += further

    def _step(self, module: str, name: str) -> _Step:
        """What stands at a spot, and the spots that it leads to: the same whoever comes by."""
        further: list[_Spot] = [(outer, _LOADED) for outer in _outer(module)]
        found = self._module(module)
        if found is None:
            return (), tuple(further)
        if name == _LOADED:
            further += [(module, used) for used in found.loose_uses]
            further += [(target, _LOADED) for target, _ in self._imported(found)]
            return tuple(f"{module}:{text}" for text in found.loose), tuple(further)
        texts: list[str] = []
        further.append((module, _LOADED))
        for each in (name,) if name else {*found.bindings, *found.imports}:
            texts += (f"{module}.{each}:{text}" for text in found.bindings.get(each, ()))
            further += [(module, used) for used in found.uses.get(each, ())]
            further += [self._target(*target) for target in found.imports.get(each, ())]
            if each in _UNFORESEEABLE:
                texts += self._everything()
        if name not in found.bindings and name not in found.imports:
            further += [(star, name) for star in found.stars]
        return tuple(texts), tuple(further)

    def _imported(self, module: Module) -> Iterator[tuple[str, str]]:
        for targets in module.imports.values():
            yield from (self._target(*target) for target in targets)
        yield from ((star, _WHOLE) for star in module.stars)

    def _everything(self) -> Iterator[str]:
        """The digest of every Python file of the project, generated and hidden folders apart."""
        for file in sorted(self.root.rglob("*.py")):
            path = file.relative_to(self.root)
            hidden = any(part.startswith((".", "_")) for part in path.parent.parts)
            if not hidden and file.is_file():
                self.read[file] = signature(file)
                yield f"{path}:{digest(file.read_bytes())}"

    def _target(self, module: str, name: str) -> tuple[str, str]:
        """`from scripts import periods` names a module, not a name in one."""
        if name and self._module(f"{module}.{name}") is not None:
            return f"{module}.{name}", ""
        return module, name

    def _module(self, name: str) -> Module | None:
        if name not in self._modules:
            file = self._file(name)
            if file:
                self.read[file] = signature(file)
            self._modules[name] = self._read(file, name) if file and name else None
        return self._modules[name]

    def _read(self, file: Path, name: str) -> Module | None:
        try:
            data = file.read_bytes()
        except OSError:
            return None
        return module_of(data, _package(file, name), self.kept)

    def _file(self, name: str) -> Path | None:
        base = self.root.joinpath(*name.split("."))
        files = (base.with_suffix(".py"), base / "__init__.py")
        return next((file for file in files if name and file.is_file()), None)


def _outer(module: str) -> Iterator[str]:
    """The packages a module lies in: importing it runs their `__init__.py`."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _package(path: Path, name: str) -> str:
    return name if path.name == "__init__.py" else name.rpartition(".")[0]
