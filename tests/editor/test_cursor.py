"""Cursor: what stands at it, in whole and in half-typed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.editor.cursor import code_at, codes_over, reference_at
from tieout.editor.subject import marked, subject_at
from tieout.prose.shortcodes import Shortcode, scan

pieces = st.lists(
    st.sampled_from(
        ["{{<", ">}}", " stat ", "a.b", '"', "'", "=", "decimals=1", "\n", "\n\n", "{", "/*", "@", "@fig-x",
         "é", "𝟛", "#sec-a", "|", "{{{<", "def f(", ")", "@statistic()\n", " ", ":"]
    )
)  # fmt: skip


def here(text: str):
    before, _, after = text.partition("¦")
    return before + after, len(before)


@given(pieces)
def test_nothing_raises_wherever_the_cursor_is(parts):
    text = "".join(parts)
    for offset in range(len(text) + 1):
        code_at(text, offset)
        reference_at(text, offset)
        for path in ("a.qmd", "a.py", "a.bib"):
            found = subject_at(text, offset, path)
            assert found is None or text[found.start : found.end] == found.name
    marked(text)
    codes_over(text)


@given(pieces)
def test_a_whole_shortcode_is_read_as_the_build_reads_it(parts):
    text = "".join(parts)
    mine = {each.start: each for each in codes_over(text)}
    for code in scan(text):
        if isinstance(code, Shortcode) and code.start in mine and "\\" not in text:
            read = mine[code.start]
            if '"' in text or "'" in text:
                continue  # a quote that is never closed is a fault to the build, a beginning to an editor
            assert read.name.value == code.name
            assert tuple(each.value for each in read.arguments) == code.arguments
            assert read.end == code.end


@pytest.mark.parametrize(
    ("text", "name", "index", "value", "closed"),
    [
        ("{{< ¦", "", -1, "", False),
        ("{{< st¦", "st", -1, "st", False),
        ("{{< stat ¦", "stat", 0, "", False),
        ("{{< stat pri¦ and more text", "stat", 0, "pri", False),
        ("{{< stat ¦ >}}", "stat", 0, "", True),
        ("{{< stat pri¦son >}}", "stat", 0, "prison", True),
        ("{{< source a b¦ >}}", "source", 1, "b", True),
        ("{{< stat a decimals=1¦ >}}", "stat", 1, "1", True),
        ("{{< stat\n  pri¦ >}}", "stat", 0, "pri", True),
        ("{{< stat a¦ {{< stat b >}}", "stat", 0, "a", False),
        ('{{< stat "a b¦" >}}', "stat", 0, "a b", True),
    ],
)
def test_what_is_typed(text, name, index, value, closed):
    code = code_at(*here(text))
    assert (code.name.value, code.index, code.here.value, code.closed) == (
        name,
        index,
        value,
        closed,
    )


@pytest.mark.parametrize(
    "text",
    [
        "a ¦ b",
        "{{< stat a >}} ¦",
        "{{< stat a\n\n¦",
        "{{{< stat ¦ >}}}",
        "{{</* stat ¦ */>}}",
        "{¦{< a >}}",
    ],
)
def test_no_shortcode(text):
    assert code_at(*here(text)) is None


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("{{< stat a.b¦.c >}}", "number", "a.b.c"),
        ("{{< source a b¦ >}}", "number", "b"),
        ("{{< figure f¦ >}}", "figure", "f"),
        ("{{< table t¦ >}}", "table", "t"),
        ("{{< include x¦.qmd >}}", "file", "x.qmd"),
        ("[@key¦, p. 4]", "source", "key"),
        ("see @fig-a¦_b.", "label", "fig-a_b"),
        ("# T {#sec-a¦}", "label", "sec-a"),
        ("-@k¦", "source", "k"),
        ("@{k¦}", "source", "k"),
    ],
)
def test_what_is_named(text, kind, name):
    found = subject_at(*here(text), "chapter.qmd")
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    "text", ["mail@ex¦ample.org", "{{< st¦at a >}}", "{{< stat a decimals=1¦ >}}", "word¦"]
)
def test_what_names_nothing(text):
    assert subject_at(*here(text), "chapter.qmd") is None


SCRIPT = '''\
from tieout import statistic


@statistic(unit="percent", published_in="key1")
def größe(daten: "ü", other: float) -> float:
    """Doc."""
    return other
'''


@pytest.mark.parametrize(
    ("at", "kind", "name"),
    [("größe", "number", "größe"), ("daten", "number", "daten"), ("other:", "number", "other"), ("key1", "source", "key1")],
)  # fmt: skip
def test_what_a_script_names(at, kind, name):
    found = subject_at(SCRIPT, SCRIPT.index(at) + 1, "s.py")
    assert (found.kind, found.name) == (kind, name)
    assert SCRIPT[found.start : found.end] == name
