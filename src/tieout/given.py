"""Given: the text of an edition's parameter as what a function is handed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # most projects have no editions: they need not wait for what reads them
    from datetime import date, datetime
    from decimal import Decimal

Given: TypeAlias = "str | int | float | Decimal | bool | date"

_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0")


def type_of(annotation: str) -> str | None:
    """What a function's annotation asks for, as `Edition.value` knows it; None: nothing a parameter can be."""
    asked = [part.strip().rpartition(".")[2] for part in annotation.split("|")]
    known = [ANNOTATED.get(part) for part in asked if part != "None"]
    return known[0] if len(known) == 1 else None


def _boolean(text: str) -> bool:
    if text.lower() not in (*_TRUE, *_FALSE):
        raise ValueError(text)
    return text.lower() in _TRUE


def _decimal(text: str) -> Decimal:
    from decimal import Decimal, InvalidOperation

    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite():
        raise ValueError(text)
    return value


def _date(text: str) -> date:
    from datetime import date

    return date.fromisoformat(text)


def _datetime(text: str) -> datetime:
    from datetime import datetime

    return datetime.fromisoformat(text)


def _float(text: str) -> float:
    value = float(_decimal(text))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


READERS: Mapping[str, Callable[[str], Given]] = {
    "string": str,
    "integer": int,
    "year": int,
    "number": _float,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
}
DECLARABLE = tuple(READERS)
ANNOTATED = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "Decimal": "decimal",
    "bool": "boolean",
    "date": "date",
    "datetime": "datetime",
}
