"""A printed number is compared at the precision it was printed with, in the language of the report."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tieout.display import Style, display
from tieout.ledger.published import Agreement, agreement, printed_number
from tieout.number import Unit, UnitKind

PLAIN, PERCENT = Unit(UnitKind.PLAIN), Unit(UnitKind.PERCENT)
AGREES, ROUNDED, DIFFERS, UNREADABLE = Agreement


@pytest.mark.parametrize(
    ("value", "unit", "printed", "said"),
    [
        (0.78, PERCENT, "78%", AGREES),
        (0.785, PERCENT, "79%", ROUNDED),
        (0.784, PERCENT, "78 per cent", ROUNDED),
        (0.784, PERCENT, "79%", DIFFERS),
        (0.784, PERCENT, "78.0%", DIFFERS),
        (0.784, PERCENT, "nearly 78.4%", AGREES),
        (-0.2, PERCENT, "-20%", AGREES),
        (-0.2, PERCENT, "\N{MINUS SIGN}20%", AGREES),
        (9500, PLAIN, "more than 9,500", AGREES),
        (9501, PLAIN, "9,500", DIFFERS),
        (1_234_567, PLAIN, "1.2 million", ROUNDED),
        (1_250_000, PLAIN, "1.25 million", AGREES),
        (1_260_000, PLAIN, "1.25 million", DIFFERS),
        (1_500_000, PLAIN, "2 Million", ROUNDED),
        (1_499_999, PLAIN, "2 million", DIFFERS),
        (38_990, PLAIN, "39 thousand people", ROUNDED),
        (3, Unit.parse("USD"), "US$3", AGREES),
        (3.5, Unit.parse("USD"), "$3.50 a day", AGREES),
        (Fraction(2, 3), PLAIN, "0.67", ROUNDED),
        (162, PLAIN, "162nd", AGREES),
        (5, PLAIN, "five", UNREADABLE),
        (5, PLAIN, "", UNREADABLE),
        (5, PLAIN, "n/a", UNREADABLE),
        (12.5, PLAIN, "12.5.", AGREES),
    ],
)  # fmt: skip
def test_examples(value, unit, printed, said):
    assert agreement(value, unit, printed) == said


@pytest.mark.parametrize(
    ("printed", "locale", "number"),
    [
        ("1.234,5", "de", Decimal("1234.5")),
        ("1\u202f234,5", "fr", Decimal("1234.5")),
        ("1 234,5", "fr", Decimal("1234.5")),
        ("12,34,567", "hi", Decimal(1234567)),
        ("1,234.5", "en-GB", Decimal("1234.5")),
        ("1,234.5", "de", None),
        ("1.5", "de", None),
    ],
)
def test_a_number_is_read_in_the_reports_language(printed, locale, number):
    read = printed_number(printed, locale)
    assert (read[0] if read else None) == number


@given(
    st.fractions(-(10**9), 10**9),
    st.integers(0, 6),
    st.sampled_from(["en_GB", "de", "fr", "es", "sv", "hi"]),
    st.sampled_from([PLAIN, PERCENT]),
)
def test_what_tieout_itself_would_print_agrees_and_the_next_number_does_not(
    value, decimals, locale, unit
):
    printed = display(value, unit, locale, Style(decimals=decimals))
    assert agreement(value, unit, printed, locale) in {AGREES, ROUNDED}
    step = Fraction(1, 10**decimals) / (100 if unit is PERCENT else 1)
    other = display(value + step, unit, locale, Style(decimals=decimals))
    assume(other != printed)
    assert agreement(value, unit, other, locale) == DIFFERS


@given(st.text(max_size=20), st.integers())
def test_any_printed_text_is_judged(printed, value):
    assert agreement(value, PLAIN, printed) in set(Agreement)
