"""Inert: whether a statement binds its names when its module is imported, and does nothing else.

What registers itself binds a name, too, but is reached without it: by a decorator, by a class's base, by a call.
Only what Python itself brings is known to do neither.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping

_DOING = frozenset({"__import__", "eval", "exec", "globals", "locals", "setattr", "vars"})
_BUILT_IN = frozenset(dir(builtins)) - _DOING
_LATER = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.Lambda,
)  # what they hold runs when they are called


def names_of(statement: ast.stmt) -> list[str] | None:
    """The names a definition or an assignment binds; None where it may do anything."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [statement.name]
    targets: Iterable[ast.expr] = ()
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = (statement.target,)
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return names if names and len(names) == len(list(targets)) else None


def is_inert(
    statement: ast.stmt, bound: Collection[str], imports: Mapping[str, Iterable[tuple[str, str]]]
) -> bool:
    """Whether importing its module does no more with a statement than bind its names.

    Args:
        statement: one that binds names, or stands in a class.
        bound: the names that the module binds itself.
        imports: what each imported name stands for, a module and a name in it.
    """

    def harmless(function: ast.expr) -> bool:
        while isinstance(function, ast.Attribute | ast.Call | ast.Subscript):
            function = function.func if isinstance(function, ast.Call) else function.value
        if isinstance(function, ast.Constant):
            return True  # a method of a text
        if not isinstance(function, ast.Name) or function.id in bound:
            return False
        targets = [module.partition(".")[0] for module, _ in imports.get(function.id, ())]
        return set(targets) <= sys.stdlib_module_names if targets else function.id in _BUILT_IN

    def quiet(each: ast.stmt) -> bool:
        if isinstance(each, ast.ClassDef):
            made_by = (*each.decorator_list, *each.bases, *(key.value for key in each.keywords))
            return all(map(harmless, made_by)) and all(map(quiet, each.body))
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            given = (*each.args.defaults, *filter(None, each.args.kw_defaults))
            return all(map(harmless, each.decorator_list)) and all(map(still, given))
        simple = isinstance(each, ast.Pass | ast.Expr) or names_of(each) is not None
        return simple and still(each)

    def still(node: ast.AST) -> bool:
        return all(harmless(call.func) for call in _calls(node))

    return quiet(statement)


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that are made when the node is run."""
    if isinstance(node, ast.Call):
        yield node
    if not isinstance(node, _LATER):
        for child in ast.iter_child_nodes(node):
            yield from _calls(child)
