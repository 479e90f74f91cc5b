"""Text of some editions only: what is not an edition's is blank, and everything else stands where it stood."""

from __future__ import annotations

import pytest

from tieout.edition import Edition
from tieout.prose.conditional import resolved

KHM = Edition(
    "khm", {"edition": "khm", "country": "KHM", "long": "true"}, types={"long": "boolean"}
)


def shown(text: str) -> list[str]:
    """The lines that the edition has."""
    made = resolved(text, KHM)
    assert [len(line) for line in made.split("\n")] == [len(line) for line in text.split("\n")]
    return [line for line in made.split("\n") if line.strip()]


@pytest.mark.parametrize(
    ("attributes", "is_shown"),
    [
        ('.content-visible when-meta="edition.is.country.KHM"', True),
        ('.content-visible when-meta="edition.is.country.THA"', False),
        ('.content-visible unless-meta="edition.is.country.THA"', True),
        ('.content-hidden when-meta="edition.is.country.KHM"', False),
        ('.content-hidden unless-meta="edition.is.country.KHM"', True),
        ('.content-visible when-meta="edition.long"', True),
        ('.content-visible when-meta="edition.country"', False),  # text is not true
        ('.content-visible when-meta="edition.is.nothing.KHM"', False),
    ],
)
def test_a_condition(attributes, is_shown):
    text = f"before\n\n::: {{{attributes}}}\ninside\n:::\n\nafter\n"
    assert shown(text) == ["before", *(["inside"] if is_shown else []), "after"]


def test_divs_within_divs():
    text = (
        '::::: {.content-visible when-meta="edition.is.country.THA"}\n'
        "::: note\nhidden\n:::\n"
        '::: {.content-visible when-meta="edition.is.country.KHM"}\nhidden, too\n:::\n'
        ":::::\n\n::: note\nshown\n:::\n"
    )
    assert shown(text) == ["::: note", "shown", ":::"]


def test_other_conditions_and_code_are_left_alone():
    text = (
        '::: {.content-visible when-meta="draft"}\na\n:::\n'
        '```\n::: {.content-visible when-meta="edition.is.country.THA"}\n```\nb\n'
    )
    assert resolved(text, KHM) == text
    assert resolved('x when-meta="edition.long"', None) == 'x when-meta="edition.long"'
