"""A result becomes a value, and a value survives being written down."""

from __future__ import annotations

import enum
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.number import (
    Unit,
    UnitKind,
    as_json_number,
    as_value,
    decode,
    encode,
    exact,
    exact_text,
)

values = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False).filter(lambda d: abs(d.adjusted()) < 300),
    st.fractions(),
)


class Loud(enum.IntEnum):
    MANY = 7


@given(values)
def test_plain_numbers_are_values_already(value):
    assert as_value(value) == value
    assert type(as_value(value)) is type(value)


@given(values)
def test_decode_reads_what_encode_wrote(value):
    read = decode(encode(value))
    assert type(read) is type(value)
    assert read == value
    assert exact_text(read) == exact_text(value)


@given(st.floats(allow_nan=False, allow_infinity=False, width=64))
def test_a_float_stands_for_the_decimal_that_names_it(value):
    assert exact(value) == Fraction(repr(value))
    assert float(exact(value)) == value


@given(values)
def test_whole_values_are_whole_in_json(value):
    number = as_json_number(value)
    if exact(value).denominator == 1 and not isinstance(value, float):
        assert isinstance(number, int)
        assert number == value
    else:
        assert isinstance(number, float)


@pytest.mark.parametrize(
    ("result", "value"),
    [
        (np.int64(3), 3),
        (np.uint8(3), 3),
        (np.float64(0.5), 0.5),
        (np.float32(0.5), 0.5),
        (np.array(4), 4),
        (pd.Series([1.5]).iloc[0], 1.5),
        (pd.Series([2], dtype="Int64").iloc[0], 2),
        (pd.DataFrame({"a": [1, 2]})["a"].sum(), 3),
        (Loud.MANY, 7),
    ],
)
def test_scalars_of_numpy_and_pandas_become_plain_numbers(result, value):
    made = as_value(result)
    assert made == value
    assert type(made) is type(value)
    assert decode(encode(made)) == value


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (True, "bool"),
        (np.bool_(True), "bool"),
        (None, "nothing"),
        ("3", "str"),
        (3j, "complex"),
        ([3], "list"),
        (pd.Series([3]), "pandas.Series"),
        (pd.DataFrame({"a": [3]}), "pandas.DataFrame"),
        (np.array([3]), "numpy.ndarray"),
        (np.datetime64("2020-01-01"), "datetime.date"),
        (object, "type"),
        (pd.NA, "pandas.NAType"),
        (pd.Timestamp("2020-01-01"), "pandas.Timestamp"),
    ],
)
def test_what_is_no_number_is_named(result, said):
    with pytest.raises(TypeError) as raised:
        as_value(result)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    "result",
    [
        float("nan"),
        float("inf"),
        -np.inf,
        np.float64("nan"),
        np.float32("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
    ],
)
def test_what_is_not_finite_is_refused(result):
    with pytest.raises(ValueError, match=r"(?i)^-?(nan|snan|inf)"):
        as_value(result)


@pytest.mark.parametrize(
    "result",
    [10**5000, -(10**5000), Fraction(1, 7**6000), Fraction(10**400, 3), Decimal("1e400")],
    ids=["int", "negative", "fine fraction", "large fraction", "decimal"],
)
def test_what_nobody_can_write_down_is_refused(result):
    with pytest.raises(ValueError, match="too large"):
        as_value(result)


@pytest.mark.parametrize(
    "data",
    [[], ["int"], ["int", "x"], ["Decimal", "x"], ["Fraction", "1/0"], ["str", "x"], [[], "1"]],
)
def test_decode_refuses_what_encode_never_wrote(data):
    with pytest.raises(ValueError, match=r"not an encoded value|invalid|expected|Invalid"):
        decode(data)


@pytest.mark.parametrize("kind", [kind for kind in UnitKind if kind is not UnitKind.MONEY])
def test_units_are_named_by_their_kind(kind):
    assert Unit.parse(str(kind)) == Unit(kind)
    assert str(Unit.parse(str(kind))) == str(kind)


def test_money_is_named_by_its_currency():
    assert Unit.parse("KHR") == Unit(UnitKind.MONEY, "KHR")
    assert str(Unit.parse("KHR")) == "KHR"


@pytest.mark.parametrize("name", ["", "money", "Percent", "usd", "US$", "USDX"])
def test_unknown_units_are_refused_with_what_is_known(name):
    with pytest.raises(ValueError, match=r"unknown unit '.*'\. (Did you mean|Known units:)"):
        Unit.parse(name)
