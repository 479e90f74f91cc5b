"""Fraction: a share in words that are never false: "nearly three quarters", "just over half"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

# Nearer to a fraction than this, a share is "nearly" or "just over" it; further away "less" or "more than".
_NEAR = Fraction(3, 100)
_JUST = Fraction(2, 100)


@dataclass(frozen=True, slots=True)
class Words:
    """A language's words: its names of fractions in order of size, from none to all, and what goes before."""

    names: Mapping[Fraction, str]
    nearly: str
    just_over: str
    less_than: str
    more_than: str
    about: str
    at_least: str
    at_most: str


_EN = Words(
    names={
        Fraction(0): "none",
        Fraction(1, 20): "one in twenty",
        Fraction(1, 10): "a tenth",
        Fraction(1, 5): "a fifth",
        Fraction(1, 4): "a quarter",
        Fraction(1, 3): "a third",
        Fraction(2, 5): "two fifths",
        Fraction(1, 2): "half",
        Fraction(3, 5): "three fifths",
        Fraction(2, 3): "two thirds",
        Fraction(3, 4): "three quarters",
        Fraction(4, 5): "four fifths",
        Fraction(9, 10): "nine tenths",
        Fraction(1): "all",
    },
    nearly="nearly",
    just_over="just over",
    less_than="less than",
    more_than="more than",
    about="about",
    at_least="at least",
    at_most="at most",
)
LANGUAGES: Mapping[str, Words] = {"en": _EN}

_UPWARD, _DOWNWARD = ("at least", "more than"), ("at most", "fewer than")


def in_words(share: Fraction, language: str, bound: str = "") -> str:  # noqa: PLR0911  # one a wording
    """The share as a fraction in words, true of the exact share and of every value its bound allows.

    An exact fraction stands alone. Just below one (within 0.03) it is "nearly", just above (within 0.02)
    "just over"; further away "less than" the nearest above or "more than" the nearest below. A share known
    only from below is "more than" or "at least" a fraction it has passed.

    Raises:
        ValueError: it is no share (below 0 or above 1), or the language has no words for fractions.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ValueError(f"no words for fractions in the language '{language}'; known: {known}")
    if not 0 <= share <= 1:
        raise ValueError("as=fraction needs a share between 0 and 1")
    words = LANGUAGES[language]
    below = max(each for each in words.names if each <= share)
    above = min(each for each in words.names if each >= share)
    if bound in _UPWARD:
        exact = below == share and bound == "at least"
        return _said(words.at_least if exact else words.more_than, below, words)
    if bound in _DOWNWARD:
        exact = above == share and bound == "at most"
        return _said(words.at_most if exact else words.less_than, above, words)
    nearest = min((below, above), key=lambda each: (abs(each - share), each))
    if bound:
        inside = [each for each in words.names if 0 < each < 1]
        return f"{words.about} {words.names[min(inside, key=lambda each: abs(each - share))]}"
    if nearest == share:
        return words.names[share]
    if nearest == above and above - share <= _NEAR:
        return f"{words.nearly} {words.names[above]}"
    if nearest == below and share - below <= _JUST and below:
        return f"{words.just_over} {words.names[below]}"
    # "More than none" and "less than all" say little: the other neighbour says more.
    if nearest == above or not below:
        return _said(words.less_than, above, words)
    return _said(words.more_than, below, words)


def _said(before: str, fraction: Fraction, words: Words) -> str:
    return f"{before} {words.names[fraction]}"
