"""Slopes: held against what a small change of each number does."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tieout.compute.lineage import Cell
from tieout.compute.slope import Slope

Formula = Callable[[Sequence[Any]], Any]
KINDS = ("leaf", "+", "-", "*", "/", "**", "neg", "abs", "sqrt", "log", "exp", "max")


def sloped(values: Sequence[float]) -> list[Slope]:
    return [Slope(value, cell=Cell("t", row, "x")) for row, value in enumerate(values)]


@st.composite
def formulas(draw: st.DrawFn, depth: int = 4) -> Formula:
    """A formula of up to four numbers and some constants."""
    kind = draw(st.sampled_from(KINDS))
    if depth == 0 or kind == "leaf":
        place = draw(st.integers(0, 3))
        constant = draw(st.none() | st.sampled_from([2, -0.5, Fraction(1, 3)]))
        return lambda x: x[place] if constant is None else x[place] * constant
    a, b = draw(formulas(depth=depth - 1)), draw(formulas(depth=depth - 1))
    number = draw(st.sampled_from([2, -0.5, Fraction(1, 3), np.float64(1.5), np.int64(3)]))
    return {
        "+": lambda x: number + a(x) + b(x),
        "-": lambda x: number - a(x) - b(x),
        "*": lambda x: a(x) * b(x) * number,
        "/": lambda x: number / a(x) / b(x),
        "**": lambda x: a(x) ** 3,
        "neg": lambda x: -a(x),
        "abs": lambda x: abs(a(x)),
        "sqrt": lambda x: np.sqrt(_object(abs(a(x)))),
        "log": lambda x: np.log(_object(abs(a(x)) + 1)),
        "exp": lambda x: np.exp(_object(a(x) / 100)),
        "max": lambda x: max(a(x), b(x)),
    }[kind]


def _object(number: Any) -> Any:
    return number if isinstance(number, Slope) else float(number)


@given(formulas(), st.lists(st.floats(0.5, 9.0), min_size=4, max_size=4, unique=True))
def test_a_formula_has_the_value_and_the_slopes_that_it_has(
    formula: Formula, values: list[float]
) -> None:
    try:
        plain = float(formula(values))
        steps = [_by(formula, values, row) for row in range(4)]
        sides = [_by(formula, values, row, side) for row in range(4) for side in ((0, 1), (-1, 0))]
    except (ArithmeticError, ValueError, RuntimeWarning):  # numpy warns of what overflows
        assume(False)
    largest = max(map(abs, steps)) + abs(plain)
    assume(math.isfinite(largest) and largest < 1e9)
    # Where a formula has a corner, a slope is that of one side; what is even about a corner has none at both.
    corners = zip(sides[::2], sides[1::2], strict=True)
    assume(all(abs(after - before) < 1e-3 * (1 + largest) for after, before in corners))
    outcome = formula(sloped(values))
    assert outcome.value == pytest.approx(plain, rel=1e-12)
    found = outcome.by_cell()
    for row, step in enumerate(steps):
        assert found.get(Cell("t", row, "x"), 0.0) == pytest.approx(step, abs=2e-3 * (1 + largest))


def _by(
    formula: Formula, values: list[float], row: int, between: tuple[int, int] = (-1, 1)
) -> float:
    """How steeply the formula follows a number between so many steps from where that stands."""
    step = 1e-6
    before, after = (
        float(formula([v + steps * step * (n == row) for n, v in enumerate(values)]))
        for steps in between
    )
    return (after - before) / ((between[1] - between[0]) * step)


@pytest.mark.parametrize(
    "through",
    [
        float,
        int,
        round,
        math.floor,
        math.log,
        str.strip,
        lambda x: x // 2,
        lambda x: x % 2,
        "{:.1f}".format,
    ],
)
def test_what_no_slope_goes_through_refuses_it(through: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError):
        through(sloped([2.5])[0])


def test_a_script_that_caches_what_it_computed_keeps_no_slope() -> None:
    @lru_cache
    def twice(x: Any) -> Any:
        return 2 * x

    with pytest.raises(TypeError, match="unhashable"):
        twice(sloped([2.5])[0])
    assert twice(2.5) == 5.0


def test_a_chain_of_ten_thousand_steps_is_followed() -> None:
    (one,) = sloped([1.0])
    number: Any = 0
    for _ in range(10_000):
        number = number + one
    assert number.by_cell() == {Cell("t", 0, "x"): 10_000.0}
