"""Numbers: a value with its unit, its quantity and its bound; how a result becomes a value."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from tieout.findings import nearest

Value: TypeAlias = int | float | Decimal | Fraction

_MAX_DIGITS = 4000  # of a fraction's halves: Python writes no integer that is much longer


class UnitKind(StrEnum):
    """The families of units; each has its own way of being written."""

    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"
    PEOPLE = "people"
    MONEY = "money"
    RATIO = "ratio"
    MULTIPLE = "multiple"
    YEAR = "year"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit; money has a currency (an ISO 4217 code). Percent values are fractions: 0.78 is 78%."""

    kind: UnitKind
    currency: str = ""

    @classmethod
    def parse(cls, text: str) -> Unit:
        """The unit an author named: a kind, or a currency code such as `USD`.

        Raises:
            ValueError: the name is neither; the message names what is known.
        """
        if re.fullmatch(r"[A-Z]{3}", text):
            return cls(UnitKind.MONEY, text)
        kinds = [str(kind) for kind in UnitKind if kind is not UnitKind.MONEY]
        if text in kinds:
            return cls(UnitKind(text))
        hint = (
            nearest(text, kinds) or f"Known units: {', '.join(kinds)}, or a currency such as USD."
        )
        raise ValueError(f"unknown unit '{text}'. {hint}")

    def __str__(self) -> str:
        """The name an author gives it."""
        return self.currency or str(self.kind)


class Qualifier(StrEnum):
    """What a source says of the precision of a datum."""

    AT_LEAST = "at least"
    MORE_THAN = "more than"
    ABOUT = "about"
    AT_MOST = "at most"
    FEWER_THAN = "fewer than"


class Quantity(StrEnum):
    """What sort of quantity a number is, so that the words around it can be held against it."""

    LEVEL = "level"
    SHARE = "share"
    CHANGE = "change"
    RATIO = "ratio"


def as_value(result: object) -> Value:
    """A statistic's result as a plain value.

    NumPy and pandas scalars become the Python number they hold.

    Raises:
        TypeError: the result is no number (a boolean, a table, text, nothing).
        ValueError: the result is NaN, infinite or beyond all measure.
    """
    shape = getattr(result, "shape", ())
    if shape == () and not isinstance(result, int | float) and hasattr(result, "item"):
        result = result.item()
    if isinstance(result, bool) or not isinstance(result, int | float | Decimal | Fraction):
        raise TypeError(type_name(result))
    if isinstance(result, float):
        if not math.isfinite(result):
            raise ValueError(str(float(result)))
        return float(result)  # a subclass such as numpy.float64 becomes the plain number
    if isinstance(result, Decimal):
        if not result.is_finite():
            raise ValueError(str(result))
        value: Value = Decimal(result)
    else:
        value = Fraction(result) if isinstance(result, Fraction) else int(result)
    if not _is_writable(value):
        raise ValueError("too large to be written down")
    return value


def type_name(result: object) -> str:
    """What the type of a thing is called in a message: `str`, `pandas.Series`; of None, `nothing`."""
    if result is None:
        return "nothing"
    kind = type(result)
    module = kind.__module__.partition(".")[0]
    return kind.__name__ if module == "builtins" else f"{module}.{kind.__name__}"


def exact(value: Value) -> Fraction:
    """The value as a fraction; a float stands for the shortest decimal that names it, as it prints."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def as_json_number(value: Value) -> int | float:
    """The value as a JSON number; a fraction or decimal that is whole stays whole."""
    if isinstance(value, int | float):
        return value
    return int(value) if exact(value).denominator == 1 else float(value)


def exact_text(value: Value) -> str:
    """The value written without loss: `17090/21900` in lowest terms, `0.785`, `38990`."""
    return repr(value) if isinstance(value, float) else str(value)


def encode(value: Value) -> list[str]:
    """The value as JSON data that keeps its type."""
    return [type(value).__name__, exact_text(value)]


def decode(data: list[str]) -> Value:
    """The value that `encode` wrote.

    Raises:
        ValueError: the data was not written by `encode`.
    """
    kinds: dict[str, type[int] | type[float] | type[Decimal] | type[Fraction]] = {
        "int": int,
        "float": float,
        "Decimal": Decimal,
        "Fraction": Fraction,
    }
    try:
        kind, text = data
        return kinds[kind](text)
    except (KeyError, ArithmeticError, TypeError) as error:
        raise ValueError(f"not an encoded value: {data!r}") from error


def _is_writable(value: Value) -> bool:
    try:
        small = math.isfinite(float(value))
    except OverflowError:
        return False
    longest = max(abs(value.numerator), value.denominator) if isinstance(value, Fraction) else 0
    return small and longest < 10**_MAX_DIGITS
