"""Pristine: what a function leaves in the project's own modules is gone before the next one runs.

A cache that one run fills would hand its data to the next: another edition's, or those that lineage had changed.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeAlias

from tieout.compute.fresh import own_modules
from tieout.compute.reached import module_of, reached

_Container: TypeAlias = "dict[Any, Any] | list[Any] | set[Any] | deque[Any]"
_CONTAINERS = (dict, list, set, deque)
_MOST = 20_000  # things that are looked at
_LONG = 1_000  # entries; of so many only their number is compared


class Pristine:
    """What the modules below the folder `root` hold."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._modules: tuple[ModuleType, ...] = ()
        self._held: dict[str, _Held] = {}

    def renew(self) -> None:
        """Modules were imported, or imported anew: what they hold now is as it should be."""
        self._modules = ()

    @contextmanager
    def kept(self, name: str) -> Iterator[None]:
        """Put everything back after a run: names, what is in containers, and what `functools` has cached.

        Args:
            name: the module of the function that is run; what it can reach is looked at, and no more: a report may
                have hundreds of others.
        """
        modules = own_modules(self._root)
        if modules != self._modules:
            self._modules, self._held = modules, {}
        if name not in self._held:
            self._held[name] = _Held.of(reached(name, modules), {each.__name__ for each in modules})
        held = self._held[name]
        names = [dict(each) for each in held.names]
        try:
            yield
        finally:
            if own_modules(self._root) == modules:
                _put_back(held.names, names)
                held.put_back()
            else:
                self.renew()  # what the run imported may have entered itself somewhere
            for clear in held.caches:
                clear()


@dataclass
class _Held:
    """What some modules hold, and how it was.

    Attributes:
        names: what each module's names stand for.
        things: containers, and `before` what was in each.
        long: containers of so many entries that only their number is compared.
        classes: the modules' own, with their attributes.
        caches: what empties those of `functools`.
    """

    names: list[dict[str, Any]]
    things: list[_Container] = field(default_factory=list)
    before: list[_Container] = field(default_factory=list)
    long: list[tuple[_Container, _Container]] = field(default_factory=list)
    classes: list[tuple[type, dict[str, Any]]] = field(default_factory=list)
    caches: list[Callable[[], None]] = field(default_factory=list)

    @classmethod
    def of(cls, modules: Iterable[ModuleType], own: set[str]) -> _Held:
        """What these modules hold now; `own` are the names of all that are the project's own."""
        held = cls([vars(each) for each in modules])
        seen: set[int] = set()
        left = deque(value for names in held.names for value in names.values())
        while left and len(seen) < _MOST:
            thing = left.popleft()
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if isinstance(thing, _CONTAINERS):
                if len(thing) > _LONG:
                    held.long.append((thing, copy.copy(thing)))
                else:
                    held.things.append(thing)
                    held.before.append(copy.copy(thing))
            if isinstance(thing, type) and thing.__module__ in own:
                held.classes.append((thing, dict(vars(thing))))
            if module_of(thing) in own and hasattr(thing, "cache_clear"):
                held.caches.append(thing.cache_clear)
            left += _within(thing, own)
        return held

    def put_back(self) -> None:
        """Make containers and classes what they were."""
        _put_back(self.things, self.before)
        for now, before in self.long:
            if len(now) != len(before):
                _fill(now, before)
        for made, as_made in self.classes:
            if not _equal(dict(vars(made)), as_made):
                _restore(made, as_made)


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
