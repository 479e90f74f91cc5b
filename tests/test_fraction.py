"""Fractions in words are never false, whatever the share and its bound."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.display import Style, display
from tieout.fraction import LANGUAGES, in_words
from tieout.number import Unit

WORDS = LANGUAGES["en"]
SHARES = st.fractions(0, 1)


@pytest.mark.parametrize(
    ("share", "bound", "words"),
    [
        ("0.73", "", "nearly three quarters"),
        ("3/4", "", "three quarters"),
        ("0.51", "", "just over half"),
        ("0.55", "", "more than half"),
        ("0.49999", "", "nearly half"),
        ("0.456", "", "less than half"),
        ("0.004", "", "less than one in twenty"),
        ("0.995", "", "nearly all"),
        ("0.91", "", "just over nine tenths"),
        ("0", "", "none"),
        ("1", "", "all"),
        ("0.73", "more than", "more than two thirds"),
        ("1/2", "at least", "at least half"),
        ("0.73", "fewer than", "less than three quarters"),
        ("0.73", "about", "about three quarters"),
    ],
)
def test_words(share, bound, words):
    assert in_words(Fraction(share), "en", bound) == words


def _part(words: str) -> tuple[str, Fraction]:
    for fraction, name in sorted(WORDS.names.items(), key=lambda each: -len(each[1])):
        if words.endswith(name):
            return words.removesuffix(name).strip(), fraction
    raise AssertionError(words)


@given(SHARES)
def test_the_words_are_true_of_the_share(share):
    hedge, part = _part(in_words(share, "en"))
    assert {
        "": share == part,
        "nearly": part - Fraction(3, 100) <= share < part,
        "just over": part < share <= part + Fraction(2, 100),
        "less than": share < part,
        "more than": share > part,
    }[hedge]


@given(SHARES, SHARES, st.sampled_from(["more than", "at least"]))
def test_the_words_are_true_of_all_that_the_bound_allows(share, more, bound):
    hedge, part = _part(in_words(share, "en", bound))
    true = max(share, more) if bound == "at least" else share + (1 - share) * more / 2
    if true == share and bound == "more than":
        return
    assert true >= part if hedge == "at least" else true > part or part == 0


@given(SHARES)
def test_a_share_known_from_above_is_less_than_something(share):
    hedge, part = _part(in_words(share, "en", "at most"))
    assert share <= part
    assert hedge in {"at most", "less than"}


def test_what_is_no_share_has_no_words():
    with pytest.raises(ValueError, match="between 0 and 1"):
        in_words(Fraction(3, 2), "en")
    with pytest.raises(ValueError, match="language"):
        in_words(Fraction(1, 2), "km")
    with pytest.raises(ValueError, match="needs a share"):
        display(5, Unit.parse("people"), style=Style(words="fraction"))


def test_display_writes_them():
    percent = Unit.parse("percent")
    assert display(0.73, percent, style=Style.parse({"as": "fraction"})) == "nearly three quarters"
