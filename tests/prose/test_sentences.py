"""Sentences with their positions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.prose.sentences import spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose. It fell.", ["It rose.", "It fell."]),
        (
            "It rose by 3.5%, see p. 4 and Dr. May. It fell.",
            ["It rose by 3.5%, see p. 4 and Dr. May.", "It fell."],
        ),
        ("A title without a stop", ["A title without a stop"]),
        ("  Spaces. ", ["Spaces."]),
        ("Was it? Yes!", ["Was it?", "Yes!"]),
        ("", []),
    ],
)
def test_sentences(text, expected):
    assert split(text) == expected


@given(st.text())
def test_spans_are_in_order_and_lose_nothing_but_space(text):
    found = list(spans(text))
    assert all(start < end for start, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    between = text
    for start, end in reversed(found):
        between = between[:start] + between[end:]
    assert not between.strip()
