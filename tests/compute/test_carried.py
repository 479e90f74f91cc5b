"""Carried: a statistic that is shown rounded is named, and a limit that it is held against is told apart from that."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.compute import carried, observe, results
from tieout.compute.carried import Carried
from tieout.compute.trial import Trial


def of(shown: Callable[..., object], **statistics: Any) -> Carried:
    """What moves the one cell of a table."""

    def table(_tables: object, values: Any) -> pd.DataFrame:
        return pd.DataFrame({"Shown": [shown(**values)]})

    return carried.of(Trial(table, {}, statistics, results.parts))


def of_number(function: Callable[..., object], **statistics: Any) -> Carried:
    return carried.of(Trial(lambda _, values: function(**values), {}, statistics, observe.number))


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        (lambda a: f"{a:.0%}", 0.569),
        (lambda a: f"{float(a):.0%}", Fraction(463, 100)),
        (lambda a: f"{a:.0f} times", 2.2),
        (lambda a: f"{a:.0f} times", 0.75),
        (lambda a: f"{a:,.0f}", 38990.25),
        (lambda a: f"{round(a / 1000)} thousand", 38990),
        (lambda a: f"US${a:.2f}", Decimal("2.50")),
        (lambda a: f"{a:+.1%}", -0.014),
        (lambda a: f"{a:.0%}", 0.0),
        (lambda a: str(a), 5),  # noqa: PLW0108 - `str` takes no `a`
    ],
)
def test_one_that_is_shown_rounded_contributes(shown: Callable[..., object], value: object) -> None:
    found = of(shown, a=value)
    assert list(found.contributing) == ["a"]
    assert math.isnan(found.contributing["a"])
    assert not found.swaying


@given(st.floats(0.02, 1e6), st.integers(0, 3))
def test_whatever_is_shown_to_some_digit_contributes(value: float, decimals: int) -> None:
    """Where it has one: 0.02 without decimals is a nought."""
    if value * 10**decimals >= 1:
        assert list(of(lambda a: f"{a:.{decimals}f}", a=value).contributing) == ["a"]


@pytest.mark.parametrize(
    ("shown", "swaying"),
    [
        (lambda a: "much" if a > 0.5 else "little", ("a",)),
        (lambda a: "much" if a > 0.9 else "little", ("a",)),
        (lambda a: "none" if a == 0 else "some", ("a",)),
        (lambda a: "far" if a > 9 else "near", ()),
        (lambda a: 7, ()),
    ],
)
def test_one_that_is_held_against_a_limit_could_sway(
    shown: Callable[..., object], swaying: tuple[str, ...]
) -> None:
    assert of(shown, a=0.7) == Carried({}, swaying)


def test_a_number_rounds_one() -> None:
    """By as much as it moved, for a change that it does not round away."""
    found = of_number(lambda a, b: round(a, 1) + 0 * b, a=8.04, b=3.0)
    assert found.contributing == {"a": pytest.approx(1.0, abs=0.1)}
    assert found.swaying == ()


def test_a_number_that_is_one_within_limits_has_no_direction() -> None:
    found = of_number(lambda a: 1 if 0.65 < a < 0.75 else 2, a=0.7)
    assert list(found.contributing) == ["a"]
    assert math.isnan(found.contributing["a"])


def test_what_stays_a_whole_number_is_given_one() -> None:
    """`range(a)` fails over a fraction; what fails counts as moved, so this could not tell."""
    given_: list[object] = []

    def counted(a: int) -> str:
        given_.append(a)
        return "many" if a > 3 else "few"

    assert of(counted, a=8) == Carried({}, ("a",))
    assert [a for a in given_ if isinstance(a, Fraction)] == [8 + Fraction(8, 2**20)]
