"""Rewording: only words of paragraphs, and only where the page has the paragraph once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.engines.pandoc import rewording
from tieout.ledger.fragments import Fragments, stat
from tieout.prose import yaml
from tieout.prose.book import Entry, Role
from tieout.prose.chapter import Chapter

FRAGMENTS = Fragments({"stat rise": stat("78%", "0.78"), "stat fall": stat("12%", "0.12")})


def chapter(text: str) -> Chapter:
    entry = Entry("one.qmd", Role.CHAPTER)
    return Chapter(entry, "report/one.qmd", yaml.Document({}, "report/one.qmd"), text, (), (), ())


def write(texts: list[str]) -> list[str]:
    """Pandoc, as far as these tests need one."""
    marked = (re.sub(r"[*](.+?)[*]", r"<em>\1</em>", text) for text in texts)
    return [f"<p>{' '.join(text.split())}</p>\n" for text in marked]


def reword(before: str, after: str, page: str) -> str | None:
    return rewording.reworded(chapter(before), chapter(after), page, FRAGMENTS, write)


def test_words_are_put_where_the_old_ones_stand():
    page = "<h1>T</h1>\n<p>One word.</p>\n<p>Two words.</p>"
    assert reword("# T\n\nOne word.\n\nTwo words.", "# T\n\nOne *word*.\n\nTwo words.", page) == (
        "<h1>T</h1>\n<p>One <em>word</em>.</p>\n<p>Two words.</p>"
    )


def test_numbers_notes_and_references_are_taken_over_from_the_page():
    before = "It rose by {{< stat rise >}}.{{< source rise >}} See @fig-x and [^1].\n"
    page = '<p>It rose by <a>78%</a>.<sup id="r4">4</sup> See <a>Figure 1</a> and <sup>5</sup>.</p>'
    after = before.replace("It rose", "All fell").replace("See", "Do see")
    assert reword(before, after, page) == (
        '<p>All fell by <a>78%</a>.<sup id="r4">4</sup> Do see <a>Figure 1</a> and <sup>5</sup>.</p>'
    )


def test_a_note_that_went_over_the_full_stop_is_found_there():
    page = "<p>It rose.<sup>4</sup> It fell.</p>"
    assert reword("It rose [@a, p. 4]. It fell.", "It sank [@a, p. 4]. It fell.", page) == (
        "<p>It sank.<sup>4</sup> It fell.</p>"
    )


def test_a_number_that_is_new_comes_from_the_fragments():
    made = reword("It rose.", "It rose by {{< stat fall >}}.", "<p>It rose.</p>")
    assert made == '<p>It rose by <data value="0.12">12%</data>.</p>'


def test_items_definitions_and_cells_have_words_as_well():
    page = "<ul>\n<li>One\n<ul>\n<li>in it</li>\n</ul></li>\n<li>Two</li>\n</ul>"
    assert reword("- One\n- Two", "- One\n- Three", page) == page.replace("Two", "Three")
    page = "<dl>\n<dt>Term</dt>\n<dd>\nWhat it is\n</dd>\n</dl>"
    assert reword("Term\n:   What it is", "Term\n:   What it was", page) == page.replace(
        "is\n", "was\n"
    )
    page = '<td class="align-left">Cell</td>\n<td>Other</td>'
    assert reword("| Cell | Other |\n| :--- | --- |", "| Bell | Other |\n| :--- | --- |", page) == (
        page.replace("Cell", "Bell")
    )
    page = '<li id="fn1"><p>A note in two lines.<a href="#fnref1">back</a></p></li>'
    assert reword("[^n]: A note\n    in two lines.", "[^n]: A note\n    of two lines.", page) == (
        page.replace(" in ", " of ")
    )
    page = '<div class="callout">\n<p>In a box.</p>\n</div>'
    assert reword("::: {.x}\nIn a box.\n:::", "::: {.x}\nIn a bag.\n:::", page) == (
        page.replace("box", "bag")
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Title", "# Other"),
        ("Words.", "Words.\n\nMore."),
        ("Words.", ""),
        ("Words.", "- Words."),
        ("Words.", "# Words."),
        ("Words.", "```\nWords."),
        ("Words.", "    Words."),
        ("Words.", "Words.[^1]"),
        ("Words.", "Words [@key]."),
        ("Words.", "Words, see @fig-x."),
        ("Words.", "Words ^[note]."),
        ("Words.", "Words {{< stat unknown >}}."),
        ("Words.", "Words {{< stat"),
        ("Words.", "Words {{</* stat rise */>}}."),
        ("Words.", "Words [link](other.qmd)."),
        ("[Words](a.qmd).", "[Words](b.qmd)."),
        ("[^1]: Words.", "[^2]: Words."),
        ("{{< source rise >}} Words.", "{{< source fall >}} Words."),
        ("a\n\n```\n\nWords.\n\n```", "a\n\n```\n\nOthers.\n\n```"),
        ("a <!--\n\nWords.\n\n-->", "a <!--\n\nOthers.\n\n-->"),
    ],
)
def test_more_than_words_is_not_promised(before, after):
    page = "<p>Words.</p>\n<p>a</p>"
    assert reword(before, after, page) is None


def test_a_paragraph_that_stands_twice_or_not_at_all_is_not_promised():
    assert reword("Words.", "Others.", "<p>Words.</p><p>Words.</p>") is None
    assert reword("Words.", "Others.", "<p>Other words.</p>") is None


def test_nothing_changed_is_nothing_to_do():
    assert reword("Words.", "Words.", "<p>Words.</p>") == "<p>Words.</p>"
    assert reword("Words.", "\nWords.\n\n", "<p>Words.</p>") in {"<p>Words.</p>", None}


_WORDS = st.text(alphabet="abc ,.-!?():;'\"é", min_size=1, max_size=20)
_PARTS = st.lists(
    _WORDS
    | st.sampled_from(
        ["{{< stat rise >}}", "[^1]", "@fig-x", "[@key, p. 3]", "{{< source rise >}}"]
    ),
    min_size=1,
    max_size=6,
)


@given(parts=_PARTS, new=_WORDS, data=st.data())
def test_what_is_put_in_is_the_new_words_and_what_stood_there(parts, new, data):
    place = data.draw(st.integers(0, len(parts) - 1))
    changed = [new if n == place else part for n, part in enumerate(parts)]
    before, after = "".join(parts), "".join(changed)
    marks = re.compile(r"\{\{<.*?>\}\}|\[\^1\]|@fig-x|\[@key, p\. 3\]")
    counts = iter(range(100))
    shown = marks.sub(lambda _hit: f"<sup>{next(counts)}</sup>", " ".join(before.split()))
    page = f"<p>first</p>\n<p>{shown}</p>\n<p>last</p>"
    made = reword(before, after, page)
    if made is not None:
        assert made.startswith("<p>first</p>\n<p>")
        assert made.endswith("</p>\n<p>last</p>")
        if marks.findall(before) == marks.findall(after):
            assert re.findall("<sup>.*?</sup>", made) == re.findall("<sup>.*?</sup>", page)
