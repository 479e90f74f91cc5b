"""Pieces: the files of a project as they were read last; each is read again when it has changed."""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

Made = TypeVar("Made")
Parts = TypeVar("Parts", bound=tuple[Any, ...])


@dataclass
class Pieces:
    """What was made of files, by name, each with what stood for the files then."""

    _kept: dict[Hashable, tuple[Hashable, Any]] = field(default_factory=dict)
    _same: dict[Hashable, tuple[Any, ...]] = field(default_factory=dict)

    def get(self, name: Hashable, state: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a name, made anew where the state is another."""
        known = self._kept.get(name)
        if known is not None and known[0] == state:
            made: Made = known[1]
            return made
        made = make()
        self._kept[name] = (state, made)
        return made

    def keep(self, name: Hashable, state: Hashable, made: object) -> None:
        """Let what was made stand under another state: what it depends on is known only now."""
        self._kept[name] = (state, made)

    def before(self, name: Hashable) -> Any:
        """What was made under a name last, whatever has changed since; None: nothing yet."""
        known = self._kept.get(name)
        return None if known is None else known[1]

    def same(self, name: Hashable, parts: Parts) -> Parts:
        """The parts; the very tuple of the last time where each of them is the very same."""
        known = self._same.get(name)
        alike = known is not None and len(known) == len(parts)
        if known and alike and all(map(operator.is_, known, parts)):
            return known  # type: ignore[return-value]  # the very same parts
        self._same[name] = parts
        return parts


def state_of(*files: Path) -> tuple[tuple[int, int, int] | None, ...]:
    """What stands for files as they are: time of change, size and place; None for one that is not there."""
    return tuple(_state(file) for file in files)


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
