"""Pristine: what a function leaves in the project's own modules is gone before the next one runs.

A cache that one run fills would hand its data to the next: another edition's, or those that lineage had changed.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeAlias

from tieout.compute.fresh import own_modules

_Container: TypeAlias = "dict[Any, Any] | list[Any] | set[Any] | deque[Any]"
_CONTAINERS = (dict, list, set, deque)
_MOST = 20_000  # things that are looked at
_LONG = 1_000  # entries; of so many only their number is compared


class Pristine:
    """What the modules below the folder `root` hold."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._modules: tuple[ModuleType, ...] = ()
        self._names: list[dict[str, Any]] = []
        self._held: list[_Container] = []
        self._as_held: list[_Container] = []
        self._long: list[tuple[_Container, _Container]] = []
        self._classes: list[tuple[type, dict[str, Any]]] = []
        self._caches: list[Callable[[], None]] = []

    def renew(self) -> None:
        """Modules were imported, or imported anew: what they hold now is as it should be."""
        self._modules = ()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Put everything back after a run: names, what is in containers, and what `functools` has cached."""
        modules = own_modules(self._root)
        if modules != self._modules:
            self._note(modules)
        names = [dict(each) for each in self._names]
        try:
            yield
        finally:
            if own_modules(self._root) == modules:
                _put_back(self._names, names)
                _put_back(self._held, self._as_held)
                for now, before in self._long:
                    if len(now) != len(before):
                        _fill(now, before)
                for made, as_made in self._classes:
                    if not _equal(dict(vars(made)), as_made):
                        _restore(made, as_made)
            else:
                self.renew()  # what the run imported may have entered itself somewhere
            for clear in self._caches:
                clear()

    def _note(self, modules: tuple[ModuleType, ...]) -> None:
        own = {module.__name__ for module in modules}
        self._modules, self._long, self._classes, self._caches = modules, [], [], []
        self._names, self._held, self._as_held = [vars(each) for each in modules], [], []
        seen: set[int] = set()
        left = deque(value for names in self._names for value in names.values())
        while left and len(seen) < _MOST:
            thing = left.popleft()
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if isinstance(thing, _CONTAINERS):
                if len(thing) > _LONG:
                    self._long.append((thing, copy.copy(thing)))
                else:
                    self._held.append(thing)
                    self._as_held.append(copy.copy(thing))
            if isinstance(thing, type) and thing.__module__ in own:
                self._classes.append((thing, dict(vars(thing))))
            if getattr(thing, "__module__", "") in own and hasattr(thing, "cache_clear"):
                self._caches.append(thing.cache_clear)
            left += _within(thing, own)


def _within(thing: Any, own: set[str]) -> Iterable[Any]:
    """What is held by a container, or by a function, a class or an object of the project's own."""
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list | set | tuple | deque):
        return list(thing)
    inner = getattr(thing, "__wrapped__", getattr(thing, "__func__", None))
    if isinstance(thing, FunctionType):
        defaults = (*(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values())
        return (
            *defaults,
            *([vars(thing)] if vars(thing) else []),
            *([] if inner is None else [inner]),
        )
    if inner is not None:
        return [inner]
    kind = thing if isinstance(thing, type) else type(thing)
    if kind.__module__ not in own:
        return ()
    held = getattr(thing, "__dict__", {})
    return list(held.values()) if isinstance(thing, type) else [held]


def _put_back(now: Sequence[_Container], before: Sequence[_Container]) -> None:
    """Make containers what they were."""
    # Nearly always they are: one question of all takes a fraction of the time of many.
    if not _equal(now, before):
        for each, as_it_was in zip(now, before, strict=True):
            if not _equal(each, as_it_was):
                _fill(each, as_it_was)


def _equal(now: object, before: object) -> bool:
    try:
        return bool(now == before)  # what is the same object is equal without being asked
    except Exception:  # tables are not equal or unequal as a whole
        return False


def _fill(now: Any, before: Any) -> None:
    """Make a container what it was; a module's names are never all gone meanwhile."""
    if isinstance(now, dict):
        for name in now.keys() - before.keys():
            del now[name]
        now.update(before)
        return
    now.clear()
    if isinstance(now, set):
        now.update(before)
    else:
        now.extend(before)


def _restore(made: type, as_made: Mapping[str, Any]) -> None:
    """Give a class the attributes that it had; some kinds of classes let nobody set any."""
    now = dict(vars(made))
    with suppress(AttributeError, TypeError):
        for name in now.keys() - as_made.keys():
            delattr(made, name)
        for name, value in as_made.items():
            if now.get(name) is not value:
                setattr(made, name, value)
