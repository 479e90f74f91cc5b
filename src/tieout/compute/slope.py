"""Slope: a number that remembers what it was computed of, so that one run tells how steeply it follows each cell.

This is automatic differentiation in reverse. What a slope cannot go through (a cut to whole numbers, text, a
library in C) raises, and whoever asked finds the cells by other means.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from numbers import Real
from typing import Any

from tieout.compute.lineage import Cell

_numbers = itertools.count()


class Slope:
    """A number and what it was computed of: each part with the slope of the number by it."""

    __slots__ = ("cell", "number", "parts", "value")

    def __init__(
        self, value: Any, parts: tuple[tuple[Slope, float], ...] = (), cell: Cell | None = None
    ) -> None:
        self.value = value
        self.parts = parts
        self.cell = cell
        self.number = next(_numbers)  # whatever it was computed of has a smaller one

    @classmethod
    def sum(cls, terms: Iterable[Any], share: float = 1.0) -> Any:
        """The sum of slopes and plain numbers, times a share of it."""
        listed = list(terms)
        parts = tuple((each, share) for each in listed if isinstance(each, Slope))
        whole = sum(_value(each) for each in listed)
        value = whole if share == 1.0 else whole * share
        return cls(value, parts) if parts else value

    def by_cell(self) -> dict[Cell, float]:
        """The slope of this number by each cell that it was computed of."""
        sizes = {self.number: 1.0}
        found: dict[Cell, float] = {}
        for each in sorted(_all_of(self), key=lambda each: -each.number):
            size = sizes[each.number]
            if each.cell is not None:
                found[each.cell] = size
            for part, by in each.parts:
                sizes[part.number] = sizes.get(part.number, 0.0) + size * by
        return found

    def _with(
        self,
        other: object,
        value: Callable[[Any, Any], Any],
        by: Callable[..., Any],
        *,
        turned: bool = False,
    ) -> Any:
        """A number computed of two; `by` tells its slopes by the first and by the second."""
        if not isinstance(other, Slope | Real):
            return NotImplemented
        first, second = (other, self) if turned else (self, other)
        a, b = _value(first), _value(second)
        slopes = zip((first, second), by(a, b), strict=True)
        parts = ((each, float(size)) for each, size in slopes if isinstance(each, Slope))
        return Slope(value(a, b), tuple(parts))

    def __add__(self, other: object) -> Any:
        return self._with(other, lambda a, b: a + b, lambda _a, _b: (1, 1))

    __radd__ = __add__

    def __sub__(self, other: object) -> Any:
        return self._with(other, lambda a, b: a - b, lambda _a, _b: (1, -1))

    def __rsub__(self, other: object) -> Any:
        return self._with(other, lambda a, b: a - b, lambda _a, _b: (1, -1), turned=True)

    def __mul__(self, other: object) -> Any:
        return self._with(other, lambda a, b: a * b, lambda a, b: (b, a))

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Any:
        return self._with(other, lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2))

    def __rtruediv__(self, other: object) -> Any:
        return self._with(other, lambda a, b: a / b, lambda a, b: (1 / b, -a / b**2), turned=True)

    def __pow__(self, other: object) -> Any:
        if isinstance(other, Slope):
            return NotImplemented
        return self._with(other, lambda a, b: a**b, lambda a, b: (b * a ** (b - 1), 0))

    def __neg__(self) -> Slope:
        return Slope(-self.value, ((self, -1.0),))

    def __pos__(self) -> Slope:
        return self

    def __abs__(self) -> Slope:
        return -self if self.value < 0 else self

    def __lt__(self, other: object) -> Any:
        return self.value < _value(other)

    def __le__(self, other: object) -> Any:
        return self.value <= _value(other)

    def __gt__(self, other: object) -> Any:
        return self.value > _value(other)

    def __ge__(self, other: object) -> Any:
        return self.value >= _value(other)

    def __eq__(self, other: object) -> Any:
        return self.value == _value(other)

    # Or what a script caches by a slope would be found by the number.
    __hash__ = None  # type: ignore[assignment]  # as Python has it

    def __bool__(self) -> bool:
        return bool(self.value)

    # NumPy asks these of the members of an array of objects.

    def sqrt(self) -> Slope:
        """The square root."""
        root = math.sqrt(self.value)
        return Slope(root, ((self, 0.5 / root),))

    def log(self) -> Slope:
        """The natural logarithm."""
        return Slope(math.log(self.value), ((self, float(1 / self.value)),))

    def exp(self) -> Slope:
        """The exponential."""
        value = math.exp(self.value)
        return Slope(value, ((self, value),))


def _value(number: Any) -> Any:
    return number.value if isinstance(number, Slope) else number


def _all_of(slope: Slope) -> Iterable[Slope]:
    """A number and all that it was computed of, each once."""
    found = {slope.number: slope}
    waiting = [slope]
    while waiting:
        for part, _ in waiting.pop().parts:
            if part.number not in found:
                found[part.number] = part
                waiting.append(part)
    return found.values()
