"""What no chapter may hold; test_chapter.py has it with its place."""

from __future__ import annotations

import pytest

from tieout.findings import Place
from tieout.prose.refused import refused

PICTURE = "[![Prisons [in 2020]](a.svg){.wide}](b.html)[^note] and [see @one, p. 4; @two [sic]]. "


def found(text: str) -> list[int]:
    return [each.place.line for each in refused(text, lambda offset: Place("x", offset))]


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("[" * 8, [7]),
        ("[" * 7 + "]" * 7 + "[" * 7, []),
        ("[" * 30 + "\n\n" + "[" * 30, [7, 39]),
        ("> [[[[\n> [[[[\n", [12]),
        ("> [[[[\n>\n> [[[[\n", []),
        ("\\[" * 30, []),
        ("`" + "[" * 30 + "`", []),
        ("$" + "[" * 30 + "$", []),
        ("```\n" + "[" * 30 + "\n```\n", []),
        ("]" * 30 + "[" * 7, []),
        (PICTURE * 50, []),
    ],
)
def test_brackets_in_brackets_are_refused_where_pandoc_would_take_ever_longer(text, offsets):
    assert found(text) == offsets
