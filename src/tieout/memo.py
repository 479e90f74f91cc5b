"""Memo: what was made of files, kept for as long as the files are as they were."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Signature = tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True)
class _Kept:
    asked: object
    value: Any
    files: dict[Path, Signature]


@dataclass(slots=True)
class Memo:
    """Values by name, each with what was asked for and the files it was made of.

    A file counts as changed when its size, times or place on the disk did. A process that is told of changes
    calls `forget` besides: a file may change between being read and being looked at.
    """

    _values: dict[Hashable, _Kept] = field(default_factory=dict)

    def of(
        self,
        name: Hashable,
        asked: object,
        make: Callable[[], T],
        files: Callable[[T], Iterable[Path]],
    ) -> T:
        """The value of that name if it was made of the same request and the same files, else one made now.

        Args:
            name: what it is filed under.
            asked: the request; another one under the same name makes the value anew.
            make: makes it.
            files: the files it was made of.
        """
        kept = self._values.get(name)
        if kept is not None and kept.asked == asked and kept.files == _signed(kept.files):
            known: T = kept.value
            return known
        self._values.pop(name, None)
        made = make()
        self._values[name] = _Kept(asked, made, _signed(files(made)))
        return made

    def forget(self, files: Iterable[Path]) -> None:
        """Drop what was made of these files."""
        gone = set(files)
        self._values = {
            name: kept for name, kept in self._values.items() if gone.isdisjoint(kept.files)
        }


def _signed(files: Iterable[Path]) -> dict[Path, Signature]:
    return {file: signature(file) for file in files}


def signature(file: Path) -> Signature:
    """By what a file is known to be as it was: its size, its times, its place on the disk; None: there is none."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
