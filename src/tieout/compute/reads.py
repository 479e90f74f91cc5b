"""Reads: which of the project's files a function opens by itself, unseen by cache and lineage."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ASIDE = ("site-packages", "__pycache__")


class Reads:
    """Watches the files that Python opens; `found` lists those of the project, relative to it."""

    def __init__(self, root: Path) -> None:
        self.found: list[str] = []
        self._root = root
        self._watching = False
        sys.addaudithook(self._hear)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Watch from here to the end of the block."""
        self.found = []
        self._watching = True
        try:
            yield
        finally:
            self._watching = False

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._watching or event != "open":
            return
        path, _mode, flags = arguments
        if isinstance(flags, int) and flags & os.O_ACCMODE == os.O_WRONLY:
            return
        if isinstance(path, bytes):
            path = os.fsdecode(path)
        if isinstance(path, str):
            self._note(Path(os.path.abspath(path)))  # noqa: PTH100  # resolve() would open files itself

    def _note(self, path: Path) -> None:
        if not path.is_relative_to(self._root) or path.suffix in {".py", ".pyc"}:
            return
        inside = path.relative_to(self._root)
        # A virtual environment in the project is not the project's data.
        if any(part.startswith(".") or part in _ASIDE for part in inside.parts):
            return
        if inside.as_posix() not in self.found:
            self.found.append(inside.as_posix())
