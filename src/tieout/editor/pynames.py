"""Pynames: where a script speaks of a marked function, by Python's own rules of scope; nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tieout.text import python

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass
class PyNames:
    """Finds the places of one name in a script.

    Attributes:
        name: the marked function's.
        module: the module that defines it, such as `scripts.prisons`.
        here: whether this script is that module.
        marked: the marked functions of this script: their parameter of that name is filled with it.
    """

    text: str
    name: str
    module: str
    here: bool
    marked: frozenset[str]
    _found: set[int] = field(default_factory=set)
    _modules: set[str] = field(default_factory=set)

    def places(self) -> list[int]:
        """The offsets at which the name stands for the function or its value, in order.

        Raises:
            SyntaxError: the script cannot be read.
        """
        tree = python(self.text)
        self._starts = [0, *(hit.end() for hit in re.finditer("\n", self.text))]
        self._lines = self.text.split("\n")
        bound = self.here or any(map(self._imports, ast.walk(tree)))
        for node in tree.body:
            self._visit(node, refers=bound, top=True)
        return sorted(self._found)

    def words(self) -> frozenset[str]:
        """Every name that the script uses for anything."""
        found: set[str] = set()
        for node in ast.walk(python(self.text)):
            for attribute in ("id", "name", "arg", "attr", "asname"):
                word = getattr(node, attribute, None)
                if isinstance(word, str):
                    found.add(word)
        return frozenset(found)

    def _imports(self, node: ast.AST) -> bool:
        """Whether the node imports the function under its own name; modules imported are kept in mind."""
        parent, _, last = self.module.rpartition(".")
        bound = False
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                if node.module == self.module and alias.name == self.name:
                    self._add(alias)
                    bound = bound or alias.asname is None
                elif node.module == parent and alias.name == last:
                    self._modules.add(alias.asname or last)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == self.module:
                    self._modules.add(alias.asname or alias.name)
        return bound

    def _visit(self, node: ast.AST, *, refers: bool, top: bool = False) -> None:
        if isinstance(node, _FUNCTIONS):
            self._function(node, refers=refers, top=top)
            return
        if isinstance(node, ast.Lambda):
            inside = refers and self.name not in _arguments(node.args)
            self._each([*node.args.defaults, *filter(None, node.args.kw_defaults)], refers)
            self._visit(node.body, refers=inside)
            return
        if isinstance(node, _COMPREHENSIONS):
            refers = refers and not any(_stores(each.target, self.name) for each in node.generators)
        if isinstance(node, ast.Name) and node.id == self.name and refers:
            self._add(node)
        if (
            isinstance(node, ast.Attribute)
            and node.attr == self.name
            and ast.unparse(node.value) in self._modules
        ):
            end = self._offset(node.end_lineno or 0, node.end_col_offset or 0)
            self._found.add(end - len(self.name))
        self._each(ast.iter_child_nodes(node), refers)

    def _function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, *, refers: bool, top: bool
    ) -> None:
        self._each(node.decorator_list, refers)
        arguments = _arguments(node.args)
        self._each([*node.args.defaults, *filter(None, node.args.kw_defaults)], refers)
        notes = [each.annotation for each in arguments.values() if each.annotation is not None]
        self._each([*notes, *([node.returns] if node.returns else [])], refers)
        if top and self.here and node.name == self.name:
            start = self._offset(node.lineno, node.col_offset)
            hit = re.compile(rf"(?:async\s+)?def\s+(?={self.name}\b)").match(self.text, start)
            if hit is not None:
                self._found.add(hit.end())
        inside = refers
        if self.name in arguments:
            inside = top and node.name in self.marked
            if inside:
                self._add(arguments[self.name])
        elif any(_stores(each, self.name) for each in node.body):
            inside = False
        self._each(node.body, inside)

    def _each(self, nodes: Sequence[ast.AST] | Iterator[ast.AST], refers: bool) -> None:
        for node in nodes:
            self._visit(node, refers=refers)

    def _add(self, node: ast.Name | ast.arg | ast.alias) -> None:
        self._found.add(self._offset(node.lineno, node.col_offset))

    def _offset(self, line: int, column: int) -> int:
        before = self._lines[line - 1].encode()[:column]  # Python counts bytes
        return self._starts[line - 1] + len(before.decode("utf-8", "replace"))


def _arguments(given: ast.arguments) -> dict[str, ast.arg]:
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    every += [each for each in (given.vararg, given.kwarg) if each is not None]
    return {each.arg: each for each in every}


def _stores(node: ast.AST, name: str) -> bool:
    """Whether a statement of a function gives the name another meaning there."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return node.name == name
    if isinstance(node, (*_COMPREHENSIONS, ast.Lambda)):
        return False
    if isinstance(node, ast.Name):
        return node.id == name and isinstance(node.ctx, ast.Store | ast.Del)
    return any(_stores(each, name) for each in ast.iter_child_nodes(node))
