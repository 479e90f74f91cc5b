"""Validator: frictionless, imported without what it has no use for and would wait seconds for.

Where Jupyter is installed, so is a package that checks the syntax of addresses. jsonschema, which frictionless
brings along, imports it if it is there, and it compiles 38 grammars at that: 2.3 s, for formats that no data
package is held against.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_COSTLY = "rfc3987_syntax"


def frictionless() -> Any:
    """The package frictionless."""
    kept = sys.modules.get(_COSTLY)
    if kept is None and "jsonschema" not in sys.modules:
        hidden: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # None: not to be found
        hidden[_COSTLY] = None
        try:
            import_module("jsonschema")
        finally:
            del hidden[_COSTLY]
    return import_module("frictionless")
