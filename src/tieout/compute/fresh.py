"""Fresh: the project's own modules are compiled from their source on every import, never taken from `.pyc` files.

Python takes a compiled file for the source's when time (in whole seconds) and size agree. A script that was
edited twice within a second would run as it was before, and its old number be kept as the new script's.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache
from importlib.machinery import (
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    SourceFileLoader,
)
from pathlib import Path
from types import ModuleType

import tieout


def install(root: Path) -> None:
    """Import everything below the root afresh, from here on; packages in a virtual environment stay compiled."""
    sys.path_hooks.insert(0, _hook(root))
    for folder in list(sys.path_importer_cache):
        if is_own(folder, root):
            del sys.path_importer_cache[folder]


class _Loader(SourceFileLoader):
    def path_stats(self, path: str) -> dict[str, float]:
        """Nothing that a compiled file could be held against; so none is read and none is written."""
        raise OSError(path)


def _hook(root: Path) -> Callable[[str], FileFinder]:
    def finder(folder: str) -> FileFinder:
        if not is_own(folder, root) or not Path(folder).is_dir():
            raise ImportError(folder)
        return FileFinder(
            folder, (ExtensionFileLoader, EXTENSION_SUFFIXES), (_Loader, SOURCE_SUFFIXES)
        )

    return finder


def is_own(place: str, root: Path) -> bool:
    """Whether a file or folder is the project's own, and nothing that is installed within it."""
    path = Path(place)
    if not path.is_relative_to(root) or path.is_relative_to(Path(tieout.__file__).parent):
        return False
    inside = path.relative_to(root).parts
    return not any(part.startswith(".") or part == "site-packages" for part in inside)


def own_modules(root: Path) -> tuple[ModuleType, ...]:
    """The project's own modules that are imported."""
    return _own_modules(root, len(sys.modules))


@lru_cache(maxsize=1)
def _own_modules(root: Path, _count: int) -> tuple[ModuleType, ...]:
    """As long as no more are imported."""
    return tuple(each for each in list(sys.modules.values()) if _is_own_module(each, root))


def _is_own_module(module: ModuleType, root: Path) -> bool:
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and file.startswith(str(root)) and is_own(file, root)


def forget(root: Path) -> None:
    """Have the project's own modules be imported anew by whoever asks for them next."""
    for module in own_modules(root):
        name = module.__name__
        while (
            name
        ):  # a folder without `__init__.py` has no file, and hands out what it was once asked for
            sys.modules.pop(name, None)
            name = name.rpartition(".")[0]
    _own_modules.cache_clear()
