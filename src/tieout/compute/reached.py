"""Reached: the project's own modules that the functions of one of them can come by.

By a name of the module that stands for another one or for something defined there, or by a name or a text in the code
of its functions: `from scripts import shelf` within a function, `import_module("scripts.shelf")`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, KeysView, Mapping
from functools import cached_property, partial
from types import CodeType, FunctionType, MethodType, ModuleType

_MOST = 1_000  # containers, and entries of each, that are looked into


def reached(name: str, modules: Iterable[ModuleType]) -> list[ModuleType]:
    """The module itself and those it reaches, by whichever way; all of them where there is no such module.

    Args:
        name: of the module, as it is imported.
        modules: all of the project's own that are imported.
    """
    own = {each.__name__: each for each in modules}
    if name not in own:
        return list(own.values())
    called: dict[str, set[str]] = {}  # by the last part of their names
    for each in own:
        called.setdefault(each.rpartition(".")[2], set()).add(each)
    found = {name}
    left = [name]
    while left:
        for each in _nearest(own[left.pop()], own.keys(), called):
            if each not in found:
                found.add(each)
                left.append(each)
    return [module for each, module in own.items() if each in found]


def _nearest(
    module: ModuleType, own: KeysView[str], called: Mapping[str, set[str]]
) -> Iterator[str]:
    """What a module reaches by itself."""
    for value in _things(module):
        # Of a module its name; of what is defined in one, that one's; of an object, its class's.
        at = value.__name__ if isinstance(value, ModuleType) else module_of(value)
        yield from own & {at, module_of(type(value))}
    for code in _codes(module):
        for text in (*code.co_names, *(each for each in code.co_consts if isinstance(each, str))):
            if text in own:
                yield text
            yield from called.get(text.rpartition(".")[2], ())


def _things(module: ModuleType) -> Iterator[object]:
    """What a module's names stand for, and what is in containers among it, as functions that entered themselves."""
    left: deque[object] = deque(vars(module).values())
    seen: set[int] = set()
    while left and len(seen) < _MOST:
        thing = left.popleft()
        yield thing
        if isinstance(thing, dict | list | tuple | set | deque) and id(thing) not in seen:
            seen.add(id(thing))
            left += list(dict.values(thing) if isinstance(thing, dict) else thing)[:_MOST]


def _codes(module: ModuleType) -> Iterator[CodeType]:
    """The code of everything that is defined in a module, and the code within it."""
    left = list(_things(module))
    seen: set[int] = set()
    while left:
        thing = left.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, CodeType):
            yield thing
            left += [each for each in thing.co_consts if isinstance(each, CodeType)]
        elif isinstance(thing, type):
            left += vars(thing).values() if thing.__module__ == module.__name__ else ()
        else:
            left += _called(thing)


def _called(thing: object) -> tuple[object, ...]:
    """What is run when a thing is called, or read as an attribute: code, or functions that hold it."""
    if isinstance(thing, FunctionType):
        return (thing.__code__, vars(thing).get("__wrapped__"))
    if isinstance(thing, staticmethod | classmethod | MethodType):
        return (thing.__func__,)
    if isinstance(thing, cached_property):
        return (thing.func,)
    if isinstance(thing, property):
        return (thing.fget, thing.fset, thing.fdel)
    held = _told(thing, "__dict__")
    wrapped = held.get("__wrapped__") if isinstance(held, dict) else None
    return (wrapped, thing.func if isinstance(thing, partial) else None)


def module_of(thing: object) -> str:
    """The name of the module that a thing says it is of; nothing where it says none."""
    name = _told(thing, "__module__")
    return name if isinstance(name, str) else ""


def _told(thing: object, name: str) -> object:
    """An attribute, of whatever a script keeps: some things answer to every name, or fail."""
    try:
        return getattr(thing, name, None)
    except Exception:
        return None
