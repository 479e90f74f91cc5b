"""Reads: which files of data a function opens by itself, unseen by cache and lineage."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tieout import catalogue
from tieout.compute.hush import tell
from tieout.findings import Finding, Place

_ASIDE = frozenset({"site-packages", "__pycache__"})
# In hidden folders and outside the project a file is data by its name: programs read others of their own there.
_TABLES = frozenset(
    {
        *(".csv", ".dta", ".feather", ".jsonl", ".ods", ".parquet", ".rds", ".sas7bdat", ".sav"),
        *(".sqlite", ".tsv", ".xls", ".xlsx"),
    }
)
_SYSTEM = tuple(
    Path(each)
    for each in ("/dev", "/etc", "/lib", "/nix", "/opt", "/proc", "/sys", "/usr", "/var/lib")
)


class Reads:
    """Watches the files that Python opens; `found` lists those of data, the project's relative to it."""

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

    def finding(self, kind: str, name: str, place: Place, *, withheld: bool) -> Finding:
        """What is said of them; their names are withheld where they may be made of confidential cells."""
        names = ", ".join(self.found)
        if withheld:
            tell(f"{kind} '{name}' reads {names}")
            names = "a file whose name is withheld (it may quote confidential data)"
        message = f"{kind} '{name}' reads {names}, which tieout does not watch"
        remedy = "Describe the file in the data package and take the dataset as a parameter."
        return Finding(catalogue.UNDECLARED_READ, place, message, remedy)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if not self._watching or event not in {"open", "sqlite3.connect"}:
            return
        path, flags = arguments[0], arguments[2] if event == "open" else None
        if isinstance(flags, int) and flags & os.O_ACCMODE == os.O_WRONLY:
            return
        if isinstance(path, bytes | os.PathLike):
            path = os.fsdecode(path)
        if isinstance(path, str) and path != ":memory:":
            self._note(Path(os.path.abspath(path)))  # noqa: PTH100  # resolve() would open files itself

    def _note(self, path: Path) -> None:
        if path.suffix in {".py", ".pyc"} or _ASIDE.intersection(path.parts):
            return
        inside = path.is_relative_to(self._root)
        own = path.relative_to(self._root) if inside else path
        if any(part.startswith(".") for part in own.parts) and path.suffix not in _TABLES:
            return
        if not inside and (path.suffix not in _TABLES or _is_a_programs(path)):
            return
        if own.as_posix() not in self.found:
            self.found.append(own.as_posix())


def _is_a_programs(path: Path) -> bool:
    """Whether a file elsewhere is a program's own: installed with it, or made for a while."""
    own = map(Path, (sys.prefix, sys.base_prefix, sys.exec_prefix, tempfile.gettempdir()))
    return any(path.is_relative_to(each) for each in (*own, *_SYSTEM))
