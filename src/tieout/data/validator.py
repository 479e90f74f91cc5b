"""Validator: frictionless, imported without what it has no use for and would wait seconds for.

Where Jupyter is installed, so are packages that check the syntax of addresses, colours and durations. jsonschema,
which frictionless brings along, imports what is there of them, and one compiles 38 grammars at that: 2.5 s, for
formats that no data package is held against.

Nor does it guess how a file that is described is written: Python's guesser takes minutes over some texts. And what it
says of a wrong cell has no copy of the cell's whole row: of a row of 4,000 wrong cells that would be 16 million texts.
"""

from __future__ import annotations

import csv
import re
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

from tieout import catalogue
from tieout.data.dataset import Dataset
from tieout.findings import Finding

_SAMPLE = 4096  # characters
# What frictionless raises where a descriptor is of a shape that it does not look for.
ODD = (
    *(TypeError, ValueError, AttributeError, LookupError, ArithmeticError, RecursionError),
    *(re.error, csv.Error),
)
_COSTLY = (
    *("fqdn", "isoduration", "jsonpointer", "rfc3339_validator", "rfc3986_validator"),
    *("rfc3987_syntax", "uri_template", "webcolors"),
)


def frictionless() -> Any:
    """The package frictionless."""
    if "jsonschema" not in sys.modules:
        hidden: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]  # None: not to be found
        unused = [name for name in _COSTLY if name not in hidden]
        hidden.update(dict.fromkeys(unused))
        try:
            import_module("jsonschema")
        finally:
            for name in unused:
                del hidden[name]
    made = import_module("frictionless")
    parser: Any = import_module("frictionless.formats.csv.parser")
    parser.csv = _Csv
    row: Any = import_module("frictionless.table.row")
    row.map = lambda *_: ()
    return made


def odd(dataset: Dataset, error: Exception) -> Finding:
    """What is to be said of an error that frictionless did not foresee; its words may quote a cell."""
    message = f"dataset '{dataset.name}' cannot be read as it is described"
    remedy = f"Look at the constraints and formats of its columns ({type(error).__name__})."
    return Finding(catalogue.BAD_DESCRIPTOR, dataset.place, message, remedy)


class _Sniffer(csv.Sniffer):
    """Guesses nothing of a file whose delimiter is known, and of others by their beginning."""

    def sniff(self, sample: str, delimiters: str | None = None) -> type[csv.Dialect]:
        if delimiters is not None and len(delimiters) == 1:
            raise csv.Error("it is described")
        return super().sniff(sample[:_SAMPLE], delimiters)


class _Csv:
    """What frictionless takes of Python's module."""

    Sniffer = _Sniffer
    Error, QUOTE_MINIMAL = csv.Error, csv.QUOTE_MINIMAL
    excel, Dialect, reader, writer = csv.excel, csv.Dialect, csv.reader, csv.writer
