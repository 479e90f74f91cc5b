"""Kinds: what the type of a thing is called, where not even a name may quote confidential data."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from tieout.number import type_name

_INSTALLED = {"site-packages", "dist-packages"}
_OWN = "a type of its own"  # its name is the script's to choose, by what a cell holds, too


def told(thing: object) -> str:
    """The name of a thing's type: of Python or of a library; of any other only that it is one."""
    kind = type(thing)
    return type_name(thing) if thing is None or _is_known(kind) else _OWN


def raised(error: BaseException) -> str:
    """The name of an exception's type, likewise."""
    kind = type(error)
    return kind.__name__ if _is_known(kind) else f"an exception of {_OWN}"


def _is_known(kind: type) -> bool:
    """Whether a type is found by its name where it says that it stands, and that is no script."""
    module = sys.modules.get(kind.__module__)
    if module is None or vars(module).get(kind.__name__) is not kind:
        return False
    if kind.__module__ in sys.builtin_module_names:
        return True
    file = getattr(module, "__file__", None)
    if not isinstance(file, str):
        return False
    path = Path(file)
    if _INSTALLED.intersection(path.parts):
        return True
    return any(path.is_relative_to(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib"))
