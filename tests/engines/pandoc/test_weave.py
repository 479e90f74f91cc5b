"""Weave: whatever a value holds, it stands literally where its placeholder stood."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from tieout.engines.pandoc.result import Heading, Result
from tieout.engines.pandoc.settings import Settings
from tieout.engines.pandoc.weave import weave
from tieout.engines.pandoc.words import words_for
from tieout.engines.pandoc.woven import Threads
from tieout.ledger.fragments import Stat, escape_html, escape_typst
from tieout.prose.book import Entry, Role

# Anything a cell may hold: no control characters (HTML has none) and no halves of pairs.
VALUES = st.text(
    st.characters(exclude_categories=["Cc", "Cs"])
    | st.sampled_from('\ue000\ue001\ue002\ue0037"<&#[]\\`*'),
    max_size=40,
)


def woven(html: str, typst: str, *values: str, page: str = "c.html"):
    entry = Entry(page.replace(".html", ".qmd"), Role.CHAPTER)
    slots = tuple(Stat(v, escape_html(v), escape_typst(v), "") for v in values)
    heading = Heading(1, "", "c", "T \ue0000\ue001", listed=True)
    result = Result(html, typst, (heading,), (), (), (), (), (), frozenset(), 0, ())
    settings = Settings("en", True, 6, 3, words_for("en"))
    return weave(Threads(entry, "2", result, slots, {}, (), (), settings))


def typst_literal(text: str) -> str:
    """What a Typst string literal says."""
    inside = text[1:-1]
    return re.sub(
        r"\\(?:u\{([0-9a-f]+)\}|(.))",
        lambda hit: chr(int(hit[1], 16)) if hit[1] else hit[2],
        inside,
    )


@given(VALUES, VALUES)
def test_html_shows_values_literally(first: str, second: str) -> None:
    source = '<p title="\ue0041\ue001">\ue0000\ue001|\ue0041\ue001</p>'
    paragraph = lxml_html.fromstring(woven(source, "", first, second).html)
    assert len(paragraph) == 0
    assert paragraph.text == f"{first}|{second}"
    assert paragraph.get("title") == second


@given(VALUES)
def test_typst_shows_values_literally(value: str) -> None:
    rich = woven("", "\ue0000\ue001", value).typst
    assert re.fullmatch(r'#"(?:[^"\\]|\\.)*";', rich, re.S)
    assert typst_literal(rich[1:-1]) == value
    assert typst_literal(woven("", '"\ue0040\ue001"', value).typst) == value


def test_what_is_put_in_is_not_looked_at_again() -> None:
    made = woven("<p>\ue0000\ue001</p>", "", "\ue0001\ue001", "secret")
    assert "secret" not in made.html
    assert "\ue0001\ue001" in made.html


def test_only_addresses_hold_the_way_back() -> None:
    value = 'href="\ue003'
    made = woven("<p>\ue0000\ue001</p>", "", value, page="part/c.html")
    assert lxml_html.fromstring(made.html).text == value


def test_a_title_is_plain_text_and_html_without_links() -> None:
    made = woven("", "", "<b>")
    assert made.title_text == "T <b>"
    assert made.title_html == "T &lt;b&gt;"
    assert made.headings[0].label == "c:c"
