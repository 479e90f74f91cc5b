"""A chapter as its reader meets it: passages without markup, every character with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.suite import chapter
from tieout.prose.reading import SLOT, Kind, passage, passages


def read(text: str) -> list[tuple[str, str]]:
    return [
        (str(each.kind), each.text.replace(SLOT, "#").strip()) for each in passages(chapter(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A *plain*\n**text**.", [("prose", "A plain text.")]),
        ("# Title {#sec-a .x}\nText.", [("heading", "Title"), ("prose", "Text.")]),
        ("It held {{< stat a >}} people.", [("prose", "It held # people.")]),
        ("It held\n{{< stat\na >}} people.", [("prose", "It held # people.")]),
        ("Text.{{< source a >}}[^n]\n\n[^n]: Note.", [("prose", "Text."), ("footnote", "Note.")]),
        ("Text.^[A note.] More.", [("prose", "Text. More."), ("footnote", "A note.")]),
        ("See [@a, p. 4] and @b2.", [("prose", "See  and it.")]),
        ("A [link](https://x.org/2) here.", [("prose", "A link here.")]),
        (
            '![A *map*.](m.png){fig-alt="Alt."}',
            [("caption", "A map."), ("alternative text", "Alt.")],
        ),
        (
            "| a | b |\n|---|--:|\n| 1 | {{< stat x >}} |",
            [("table", "a"), ("table", "b"), ("table", "1"), ("table", "#")],
        ),
        ("- one\n- two", [("prose", "one"), ("prose", "two")]),
        ("In\n2. of it.", [("prose", "In 2. of it.")]),
        ("> a\n> b", [("prose", "a b")]),
        (':::{.note title="T"}\nx\n:::', [("title", "T"), ("prose", "x")]),
        ("a <b>c</b> `code` $x$ <!-- no --> d", [("prose", "a c d")]),
        ("5\\% and 2--3", [("prose", "5% and 2–3")]),
        ("Term\n:   Meaning.", [("prose", "Term"), ("prose", "Meaning.")]),
    ],
)
def test_what_a_reader_reads(text, expected):
    found = read(text)
    assert sorted(found) == sorted((kind, said) for kind, said in expected)


def test_every_character_knows_its_place():
    text = "One.\n\nIt *held* {{< stat a >}} of **them**."
    one = list(passages(chapter(text)))[1]
    where = one.where(one.source[one.text.index("them")])
    assert (where.line, where.column) == (3, text.split("\n")[2].index("them") + 1)
    slot = one.where(one.source[one.slots[0].offset])
    assert (slot.line, slot.column) == (3, 11)


@given(st.text(st.sampled_from("ab \n*_[](){}<>|#:-!^@`$\\{{< stat x >}}5%")))
def test_nothing_breaks_it(text):
    for each in passages(chapter(text)):
        assert len(each.text) == len(each.source)
        assert all(0 <= offset < len(text) for offset in each.source)


def test_a_caption_by_itself():
    place = chapter("x").place
    (one,) = passage("Prisons, {{< stat a >}} in all.", Kind.CAPTION, place)
    assert one.text == f"Prisons, {SLOT} in all."
