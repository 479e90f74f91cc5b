"""Inferred: what a CSV file says of itself: its columns, their types, and the key that tells its rows apart."""

from __future__ import annotations

import contextlib
import itertools
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.data import validator
from tieout.data.dataset import BOOKKEEPING
from tieout.findings import Finding, Place, TieoutError, nearest

_TYPES = ("integer", "number", "date", "datetime", "boolean", "string")
_VALUES = ("integer", "number")
_PLAIN_TEXT = ("utf-8", "utf-8-sig", "utf8", "ascii", "us-ascii")
_MAX_KEY = 4
_WIDEST = 1000  # columns
_LONGEST = 1 << 20  # bytes of a heading
# Figures as people write them, each read in one way only.
_COMMA_DECIMAL = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
_COMMA_GROUPED = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_PER_CENT = re.compile(r"-?\d+(?:\.\d+)?\s?%")


@dataclass(frozen=True, slots=True)
class Inferred:
    """A file as it describes itself: the parts of a resource of the data package, and its rows."""

    encoding: str
    dialect: dict[str, Any]
    fields: tuple[dict[str, Any], ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(str(field["name"]) for field in self.fields)

    def column(self, name: str) -> tuple[str, ...]:
        """The cells of a column, as text."""
        number = self.names.index(name)
        return tuple(row[number] if number < len(row) else "" for row in self.rows)


def infer(file: Path, shown: str) -> Inferred:
    """What a file says of itself, by frictionless.

    Args:
        file: the file.
        shown: how a finding names it.

    Raises:
        TieoutError: it is missing, empty, or no table.
    """
    validator.frictionless()
    from frictionless import FrictionlessException
    from frictionless.resources import TableResource

    if file.suffix.lower() not in {".csv", ".tsv"}:
        raise fault(shown, "only CSV and TSV files can be described", "Save the table as CSV.")
    _require_narrow(file, shown)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            resource: Any = TableResource(path=file.name, basepath=str(file.parent))
            resource.infer(stats=False)
            cells = resource.read_cells()
    except FrictionlessException as error:
        note = " ".join(str(error.error.note or error.error.message).split())
        raise fault(shown, note, "Is this a table with a heading and rows?") from None
    rows = tuple(tuple("" if c is None else str(c) for c in row) for row in cells[1:])
    if not rows:
        raise fault(shown, "the file holds no rows", "A dataset needs a heading and rows.")
    described = resource.to_descriptor()
    encoding = str(described.get("encoding") or "utf-8").lower()
    fields = [dict(field) for field in described["schema"]["fields"]]
    for number, field in enumerate(fields):
        texts = [row[number].strip() for row in rows if number < len(row) and row[number].strip()]
        field.update(_refined(str(field["type"]), texts))
    return Inferred(
        encoding="" if encoding in _PLAIN_TEXT else encoding,
        dialect=described.get("dialect") or {},
        fields=tuple(fields),
        rows=rows,
    )


def key(table: Inferred, shown: str, given: Sequence[str]) -> tuple[str, ...]:
    """The columns that tell the rows apart: those given, else the first that do.

    Raises:
        TieoutError: a column does not exist, or none tell the rows apart.
    """
    for name in given:
        if name not in table.names:
            remedy = nearest(name, table.names) or f"Columns: {', '.join(table.names)}."
            raise fault(shown, f"--key: no column '{name}'", remedy)
    if given:
        if not _tells_apart(table, given):
            message = f"two rows have the same {', '.join(given)}, or one has none"
            raise fault(shown, message, "Name more columns: --key one,two.")
        return tuple(given)
    found = next((names for names in _candidates(table) if _tells_apart(table, names)), None)
    if found is None:
        message = "no columns were found that tell its rows apart"
        raise fault(shown, message, "Name them: --key one,two. A running number will do.")
    return found


def _require_narrow(file: Path, shown: str) -> None:
    """So many columns that each can be looked at; telling the kinds of more of them would take minutes."""
    with contextlib.suppress(OSError), file.open("rb") as opened:
        heading = opened.readline(_LONGEST)
        if max(map(heading.count, (b",", b";", b"\t", b"|"))) > _WIDEST:
            message = f"its heading has more than {_WIDEST:,} columns"
            raise fault(shown, message, "Describe it by hand in the data package.")


def fault(shown: str, message: str, remedy: str) -> TieoutError:
    """A finding about the file."""
    finding = Finding(catalogue.BAD_NEW_DATA, Place(shown), message, remedy)
    return TieoutError(finding, found=False)


def _candidates(table: Inferred) -> Iterator[tuple[str, ...]]:
    """Columns that may be a key: the leading ones first, as tables are mostly written, then any few."""
    types = {str(field["name"]): str(field["type"]) for field in table.fields}
    may = [n for n, kind in types.items() if kind != "number" and n not in BOOKKEEPING]
    named = [n for n in may if types[n] != "integer"]
    for count in range(1, min(len(may), _MAX_KEY) + 1):
        yield tuple(may[:count])
    for count in range(1, _MAX_KEY):
        yield from itertools.combinations(named, count)
        yield from itertools.combinations(may, count)


def _tells_apart(table: Inferred, names: Sequence[str]) -> bool:
    keys = list(zip(*(table.column(name) for name in names), strict=True))
    return all(all(part.strip() for part in each) for each in keys) and len(set(keys)) == len(keys)


def _refined(kind: str, texts: Sequence[str]) -> dict[str, Any]:
    """A column's type; where its figures are written in a way of their own, how."""
    if kind in _TYPES and kind != "string":
        return {"type": kind}
    if texts and all(_PER_CENT.fullmatch(text) for text in texts):
        return {
            "type": "number",
            "bareNumber": False,
            "tieout:unit": "percent",
            "tieout:multiplier": 0.01,
        }
    # `1,234` alone may be either: a comma is a decimal point only where it cannot group.
    decimal = any("," in t and len(t.rpartition(",")[2]) != 3 for t in texts)
    if decimal and all(_COMMA_DECIMAL.fullmatch(text) for text in texts):
        points = {"groupChar": "."} if any("." in text for text in texts) else {}
        return {"type": "number", "decimalChar": ",", **points}
    grouped = any(text.count(",") > 1 or ("," in text and "." in text) for text in texts)
    if grouped and all(_COMMA_GROUPED.fullmatch(text) for text in texts):
        return {"type": "number", "groupChar": ","}
    return {"type": "string"}


def has_unit(field: dict[str, Any]) -> bool:
    """Whether a column holds values."""
    return str(field["type"]) in _VALUES
