"""What comes from data is data: in every format it is read back as the very text it was."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tieout.ledger.fragments import (
    ROOT,
    Citation,
    Figure,
    Fragments,
    Link,
    Marked,
    Source,
    Stat,
    anchor_of,
    escape_html,
    escape_latex,
    escape_typst,
    stat,
    typst_string,
)

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; &amp;amp; &#60;",
    '#read("/etc/passwd")',
    '"; #panic("x") //',
    "\\input{x} $x$ %comment",
    "{{< stat x >}}",
    "]]> --> */ `x` ~~~",
    "<label> @cite *bold* _it_ = Head",
    "\\u{41} \\n \\",
    "'; DROP TABLE",
    "100% – 5 €, naïve, ភាសាខ្មែរ, \U0001f600",
]
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
anything = st.text(st.characters(codec="utf-8"), max_size=20)


@given(texts | st.sampled_from(HOSTILE))
def test_html_is_read_back_as_the_text(text):
    element = html.fromstring(f'<p title="{escape_html(text)}">{escape_html(text)}</p>')
    assert len(element) == 0
    assert element.text_content() == text
    assert element.get("title") == text


@given(anything)
def test_html_holds_no_character_that_html_forbids(text):
    escaped = escape_html(text)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f<>\"']", escaped)
    assert re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "\ufffd", text) == unescape(escaped)


def test_typst_reads_every_string_back():
    strings = [
        *HOSTILE,
        "",
        "\n\t\r\x00\x1b\x7f",
        "\u2028\ue000\ufeff",
        '\\"',
        '\\\\"',
        "a//b",
        "/*",
    ]
    array = ", ".join(typst_string(text) for text in strings)
    source = f"#metadata(({array},)) <x>"
    read = json.loads(typst.query(source.encode(), "<x>", field="value", one=True))
    assert read == strings


@given(st.lists(anything, min_size=1, max_size=30))
@settings(max_examples=10)
def test_typst_reads_any_string_back(strings):
    array = ", ".join(typst_string(text) for text in strings)
    read = json.loads(
        typst.query(f"#metadata(({array},)) <x>".encode(), "<x>", field="value", one=True)
    )
    assert read == strings


@given(anything | st.sampled_from(HOSTILE))
def test_typst_markup_is_one_closed_string_expression(text):
    assert re.fullmatch(r'#"(?:[^"\\]|\\["\\]|\\u\{[0-9a-f]+\})*";', escape_typst(text), re.DOTALL)


UNLATEX = {
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">",
    "textbar": "|", "textquotedbl": '"', "textasciigrave": "`", "textquotesingle": "'",
}  # fmt: skip


@given(texts | st.sampled_from(HOSTILE))
def test_latex_holds_nothing_that_acts(text):
    escaped = escape_latex(text)
    pieces = re.compile(
        r"\\(text[a-z]+)\{\}|\\([{}$&#_%])|\{(-)\}|([^\\{}$&#_%~^<>|\"`'-])", re.DOTALL
    )
    read, position = "", 0
    while position < len(escaped):
        piece = pieces.match(escaped, position)
        assert piece is not None, escaped[position:]
        read += UNLATEX[piece[1]] if piece[1] else piece[2] or piece[3] or piece[4]
        position = piece.end()
    assert read == text


@given(texts, texts, texts)
def test_a_number_is_data_in_a_link_a_reader_can_follow(text, value, title):
    made = stat(text, value, anchor="n-x", page="a b.html", title=title)
    link = html.fromstring(made.html)
    (data,) = link
    assert (link.tag, data.tag, data.text_content(), data.get("value")) == (
        "a",
        "data",
        text,
        value,
    )
    assert link.get("title", "") == title
    assert link.get("href") == f"{ROOT}a b.html#n-x"
    assert made.text == text
    plain = stat(text, value)
    assert html.fromstring(plain.html).tag == "data"


@given(anything, anything)
def test_an_anchor_is_one_words_own(one, other):
    assert re.fullmatch(r"n-[A-Za-z0-9_.:-]*", anchor_of(one))
    assert (anchor_of(one) == anchor_of(other)) is (one == other)


def test_anchors_are_labels_that_typst_takes():
    names = [
        "prison_rise",
        "prisoners.2016-12.s01.all",
        "d.ä ö.x",
        "d.a:b.c",
        "d.1..2",
        "d.x.",
        "d.-",
    ]
    source = "".join(
        f"#metadata(1) <{anchor_of(n)}>\n#link(<{anchor_of(n)}>, {typst_string(n)});\n"
        for n in names
    )
    assert typst.query(source.encode(), "metadata")
    assert typst.compile(source.encode(), format="svg")


def test_fragments_are_the_same_bytes_in_whatever_order_they_came():
    uses = {
        "stat x": stat("78%", "0.78", anchor="n-x", page="r.html", title="X"),
        "source x": Source((Citation("a", "p. 1"),)),
        "figure f": Figure("fig-f", "f.svg", "alt", Marked("c"), (Link("Data", "f.csv"),), 16, 8),
    }
    one, other = Fragments(uses), Fragments(dict(reversed(uses.items())))
    assert one.as_json() == other.as_json()
    data = json.loads(one.as_json())
    assert [data["uses"][key]["kind"] for key in uses] == ["stat", "source", "figure"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_fragments_text_is_the_plain_text(text):
    assert stat(text, text) == Stat(text, f'<data value="{escape_html(text)}">{escape_html(text)}</data>', escape_typst(text), escape_latex(text))  # fmt: skip
