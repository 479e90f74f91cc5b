"""A number's text that could be read in two ways is in doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from tieout.data.written import doubt

COMMA = {"decimalChar": ",", "groupChar": "."}
LOOSE = {"bareNumber": False}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("12", {}),
        ("-12.5", {}),
        ("1.234,50", COMMA),
        ("1234,50", COMMA),
        ("-1.234.567", COMMA),
        ("1,00,000", {"groupChar": ","}),
        ("12 345,6", {"decimalChar": ",", "groupChar": " "}),
        ("56%", LOOSE),
        ("-3%", LOOSE),
        ("US$ 3", LOOSE),
        ("US$ 1.000", {**COMMA, **LOOSE}),
        ("Rs. 300", LOOSE),
        ("about (or so) 5", LOOSE),
        ("1.000 km", {**COMMA, **LOOSE}),
        ("0,5", COMMA),
        ("none", LOOSE),
    ],
)
def test_plain_cases_are_not_in_doubt(text, field):
    assert doubt(text, field) == ""


@pytest.mark.parametrize(
    ("text", "field", "why"),
    [
        ("\N{MINUS SIGN}3%", LOOSE, "minus sign"),
        ("US$ \N{EN DASH}3", LOOSE, "minus sign"),
        ("(3)", LOOSE, "brackets"),
        (".5%", LOOSE, "missing before its decimal point"),
        (",5 kg", {**COMMA, **LOOSE}, "missing before its decimal point"),
        ("12.5", COMMA, "does not here"),
        ("1.23", COMMA, "does not here"),
        ("1.2345", COMMA, "does not here"),
        ("1234.567", COMMA, "does not here"),
        ("1,234.5", COMMA, "does not here"),
        ("12,34", {"groupChar": ","}, "does not here"),
    ],
)
def test_what_would_silently_become_another_number_is(text, field, why):
    assert why in doubt(text, field)


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(["en", "de", "hi"]))
def test_numbers_as_languages_write_them_are_not_in_doubt(value, locale):
    point, group = (",", ".") if locale == "de" else (".", ",")
    text = format_decimal(Decimal(value), locale=locale)
    assert doubt(text, {"decimalChar": point, "groupChar": group}) == ""


@given(st.text(max_size=12), st.booleans(), st.sampled_from(["", ".", ",", " ", "'"]))
def test_any_text_is_judged(text, bare, group):
    assert isinstance(
        doubt(text, {"bareNumber": bare, "groupChar": group, "decimalChar": ","}), str
    )
