"""Display: rounded once, half away from zero, written the way a language writes it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import parse_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from tieout.display import Style, display, round_half_away
from tieout.number import Unit, UnitKind, exact

LOCALES = ("en_GB", "en-US", "de", "de_CH", "fr", "es", "sv", "pt_BR", "km", "hi")
PLAIN, PERCENT = Unit(UnitKind.PLAIN), Unit(UnitKind.PERCENT)
values = st.one_of(
    st.integers(-(10**40), 10**40),
    st.floats(-1e15, 1e15),
    st.decimals(-(10**9), 10**9, places=6),
    st.fractions(),
)
units = st.sampled_from(
    [*(Unit(k) for k in UnitKind if k is not UnitKind.MONEY), Unit.parse("USD")]
)


def rounded_by_fractions(number: Fraction, places: int) -> Fraction:
    """The definition: the nearest multiple of 10**-places, of two equally near the one further out."""
    step = Fraction(1, 10**places)
    below = (number / step).__floor__() * step
    above = below + step
    if number - below == above - number:
        return max(below, above, key=abs)
    return below if number - below < above - number else above


@given(st.fractions(), st.integers(0, 12))
def test_rounding_follows_its_definition(number, places):
    made = round_half_away(number, places)
    assert Fraction(made) == rounded_by_fractions(number, places)
    assert made.as_tuple().exponent == -places


@given(st.integers(-(10**60), 10**60), st.integers(1, 12))
def test_rounding_loses_no_digit_of_a_long_number(number, places):
    assert Fraction(round_half_away(Fraction(number), places)) == number


@given(st.integers(-(10**6), 10**6), st.integers(0, 6))
def test_a_half_goes_away_from_zero(whole, places):
    half = (Fraction(whole) + Fraction(1, 2) * (1 if whole >= 0 else -1)) / 10**places
    assert abs(Fraction(round_half_away(half, places))) > abs(half)


@given(values, units, st.sampled_from(LOCALES), st.integers(0, 12))
def test_a_display_parses_back_to_the_rounded_value(value, unit, locale, decimals):
    shown = display(value, unit, locale, Style(decimals=decimals, bare=True))
    number = exact(value) * (100 if unit.kind is UnitKind.PERCENT else 1)
    name = locale.replace("-", "_")
    assert parse_decimal(shown, locale=name) == Decimal(round_half_away(number, decimals))


@given(values, units, st.sampled_from(LOCALES))
def test_zero_never_has_a_sign(value, unit, locale):
    for style in (Style(), Style(signed=True), Style(bare=True)):
        shown = display(value, unit, locale, style)
        if not re.search(r"[1-9]", shown):
            assert not re.search("[-+\N{MINUS SIGN}]", shown)


@given(values, units, st.sampled_from(LOCALES))
def test_absolute_has_no_minus_and_signed_has_a_sign(value, unit, locale):
    assert "-" not in display(value, unit, locale, Style(absolute=True))
    shown = display(value, unit, locale, Style(signed=True, decimals=12))
    assume(abs(exact(value)) > Fraction(1, 10**10))
    assert shown.startswith("+") is (value > 0)


@pytest.mark.parametrize(
    ("value", "unit", "options", "shown"),
    [
        (0.78, "percent", {}, "78%"),
        (0.785, "percent", {}, "79%"),
        (-0.785, "percent", {}, "-79%"),
        (-0.785, "percent", {"format": "absolute"}, "79%"),
        (0.7849, "percent", {"decimals": "1"}, "78.5%"),
        (0.78, "percent", {"format": "bare"}, "78"),
        (0.78, "percent", {"format": "signed"}, "+78%"),
        (0.78, "percent", {"format": "bare,signed"}, "+78"),
        (0.78, "percent", {"as": "words"}, "seventy-eight per cent"),
        (0.785, "percent", {"decimals": "1", "as": "words"}, "seventy-eight point five per cent"),
        (0.78, "percent", {"as": "words", "format": "bare"}, "seventy-eight"),
        (12.34, "points", {}, "12.3"),
        (38990, "people", {}, "38,990"),
        (38990, "count", {"as": "words"}, "thirty-eight thousand, nine hundred and ninety"),
        (162, "count", {"as": "ordinal"}, "162nd"),
        (3, "USD", {}, "US$3"),
        (1234.5, "USD", {}, "US$1,234.50"),
        (-3, "USD", {}, "-US$3"),
        (4000, "KHR", {}, "KHR\N{NO-BREAK SPACE}4,000"),
        (4000, "KHR", {"format": "bare"}, "4,000"),
        (2, "USD", {"as": "words"}, "two US dollars"),
        (Fraction(1, 3), "ratio", {}, "0.33"),
        (Decimal("5.63"), "multiple", {}, "5.6×"),
        (2017, "year", {}, "2017"),
        (1234567, "plain", {}, "1,234,567"),
        (0.125, "plain", {}, "0.13"),
        (2.5, "plain", {}, "2.5"),
        (2.675, "plain", {}, "2.68"),  # the float is 2.67499…: it stands for the decimal it prints as
        (0.005, "percent", {}, "1%"),
        (0.0049, "percent", {}, "0%"),
        (-0.004, "percent", {}, "0%"),
        (12345678901234567890123456789012345678, "count", {}, "12,345,678,901,234,567,890,123,456,789,012,345,678"),
    ],
)  # fmt: skip
def test_english(value, unit, options, shown):
    assert display(value, Unit.parse(unit), "en_GB", Style.parse(options)) == shown


@pytest.mark.parametrize(
    ("locale", "unit", "value", "shown"),
    [
        ("de", "percent", 0.785, "79\N{NO-BREAK SPACE}%"),
        ("de", "plain", 1234567.5, "1.234.567,5"),
        ("fr", "count", 1234567, "1\u202f234\u202f567"),
        ("fr", "USD", 3, "3\N{NO-BREAK SPACE}$US"),
        ("hi", "count", 1234567, "12,34,567"),
        ("km", "KHR", 4000, "4,000៛"),
        ("en_US", "USD", 1234.5, "$1,234.50"),
    ],
)
def test_other_languages(locale, unit, value, shown):
    assert display(value, Unit.parse(unit), locale) == shown


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"decimals": "x"}, "decimals='x'"),
        ({"decimals": "-1"}, "decimals='-1'"),
        ({"decimals": "13"}, "decimals='13'"),
        ({"decimals": "²"}, "decimals='²'"),
        ({"decimals": ""}, "decimals=''"),
        ({"format": "bear"}, "format='bear'"),
        ({"format": ""}, "format=''"),
        ({"as": "roman"}, "as='roman'"),
        ({"decimal": "1"}, "unknown argument 'decimal'"),
    ],
)
def test_arguments_that_cannot_be_used_are_named(options, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        Style.parse(options)


@pytest.mark.parametrize("locale", ["xx", "", "english", "en_GB_x_y_z", "../../etc"])
def test_unknown_languages_are_refused(locale):
    with pytest.raises(ValueError, match="unknown language"):
        display(1, PLAIN, locale)


@pytest.mark.parametrize(
    ("value", "unit", "locale", "style"),
    [
        (1.5, PLAIN, "en", Style(words="ordinal")),
        (1, PLAIN, "km", Style(words="words")),
        (0.5, PERCENT, "sv", Style(words="words")),
        (10**307, PLAIN, "en", Style(words="words")),
    ],
    ids=["no whole number", "no words", "no per cent", "too large"],
)
def test_words_that_a_language_lacks_are_a_value_error(value, unit, locale, style):
    with pytest.raises(ValueError, match=r"no ordinal|no words"):
        display(value, unit, locale, style)


@given(values, units, st.sampled_from(LOCALES), st.sampled_from(["words", "ordinal"]))
def test_words_come_or_a_value_error_says_why_not(value, unit, locale, words):
    try:
        shown = display(value, unit, locale, Style(words=words))
    except ValueError as error:
        assert re.search("no words|no ordinal", str(error))
    else:
        assert shown.strip() == shown != ""
