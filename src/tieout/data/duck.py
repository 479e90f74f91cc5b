"""Duck: DuckDB as tieout uses it: closed to the network and to all files but those named, alike on every machine."""

from __future__ import annotations

import functools
import importlib.util
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from importlib.abc import MetaPathFinder
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError

if TYPE_CHECKING:
    import duckdb

MEMORY = "800MB"  # a process; the rest of a build leaves room for two of them within 2 GiB
MISSING = 'Install it with: pip install "tieout[duckdb]"'


_connect: Callable[[], duckdb.DuckDBPyConnection] | None = None  # DuckDB's own, once it is sealed


def connect() -> duckdb.DuckDBPyConnection:
    """A new database in memory, also where scripts are kept from making one."""
    if _connect is not None:
        return _connect()
    import duckdb

    return duckdb.connect()


def required(dataset: str, place: Place) -> None:
    """Nothing, where DuckDB is installed.

    Raises:
        TieoutError: it is not.
    """
    if importlib.util.find_spec("duckdb") is None:
        message = f"dataset '{dataset}' needs DuckDB, which is not installed"
        raise TieoutError(Finding(catalogue.MISSING_EXTRA, place, message, MISSING))


def opened(files: Iterable[Path], spill: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory that can read these files, nothing else, and no longer be told otherwise.

    One thread: sums of floats depend on the order of their parts, and a ledger's bytes must not depend on
    the number of processors. Scripts run in several processes instead.

    Args:
        files: what it may read.
        spill: the folder for what does not fit into memory; without one, that is an error.
    """
    connection = connect()
    settings = [
        f"memory_limit = '{MEMORY}'",
        "threads = 1",
        "enable_external_file_cache = false",  # the system keeps files in memory as well, and gives way
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        f"temp_directory = {quoted(str(spill or ''))}",
        f"allowed_paths = [{', '.join(quoted(str(file)) for file in files)}]",
        "enable_external_access = false",
        "lock_configuration = true",
    ]
    for setting in settings:
        connection.execute(f"SET {setting}")
    return connection


@functools.cache
def shut() -> duckdb.DuckDBPyConnection:
    """A database that can read no file, for whatever is asked without naming one."""
    return opened([])


def quoted(text: str) -> str:
    """Text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A name as SQL takes it."""
    return '"' + text.replace('"', '""') + '"'


def seal_once_imported() -> None:
    """Let scripts of this process make databases that can read no file: lineage would not see what they read.

    That holds from the moment one of them imports DuckDB, however it does; scripts without it pay nothing.
    """
    sys.meta_path.insert(0, _Finder())


def _seal(module: Any) -> None:
    """Seal the module that all of DuckDB's Python is made of, before anything has been taken out of it."""
    global _connect  # noqa: PLW0603  # of a process, as DuckDB's own default database is
    _connect = module.connect

    module.connect = lambda *_arguments, **_options: opened([])
    # A default database that was closed gives way to a new one, which reads all.
    module.close = lambda: None
    module.set_default_connection(shut())


class _Finder(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """DuckDB's compiled module, to be sealed when it is loaded; nothing for all others."""
        if fullname != "_duckdb":
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.origin is not None:
            found.loader = _Loader(fullname, found.origin)
        return found


class _Loader(ExtensionFileLoader):
    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, _Finder)]
        _seal(module)


class Asked(AbstractContextManager["Asked"]):
    """Answers to queries over one file; opened when first asked, by whichever process holds it then."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Asked], tuple[Path]]:
        return (Asked, (self.file,))

    def __exit__(self, *_: object) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query in which `{file}` stands for the file, its rows numbered."""
        with self._lock:
            if self._connection is None:
                self._connection = opened([self.file])
            text = query.replace("{file}", scan(self.file))
            return self._connection.execute(text, list(values)).fetchall()


def scan(file: Path) -> str:
    """A Parquet file as a table of SQL; its column `file_row_number` counts from 0."""
    return f"read_parquet({quoted(str(file))}, file_row_number = true)"


def first_line(error: Exception) -> str:
    """What an error says, without what DuckDB adds below."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
