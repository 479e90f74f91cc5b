"""Literal: whatever stands side by side, the PDF says the words of the page, and nothing after them is lost."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
import typst
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from engines.pandoc.bench import Bench
from tieout.ledger import fragments as look

LOCATORS = (
    "p. 86//87",
    "archive box 12 // folder 3",
    "pp. 3-4//5",
    "p. 3 /* x */",
    "3 --- 4",
    'the "3"',
)
# What a paragraph says to Typst, as text; what became of its structure is told by its name.
SAID = """\
#let said(it) = if type(it) == str { it } else if it == none { "" } else if it == [ ] { " " } else if (
  it.func() in (heading, list.item, enum.item, terms.item, smartquote)
) { "<" + repr(it.func()) + ">" } else if it.has("text") { it.text } else if it.has("children") {
  it.children.map(said).join()
} else if it.has("body") { said(it.body) } else if it.has("child") { said(it.child) } else { "" }
"""
SIGNS = st.sampled_from("//**--..??::~=+-_'\"#<[]();&%1aæ")
WORDS = st.text(SIGNS, min_size=1, max_size=4)
WAYS = (
    "{}", "[{}]{{.z}}", "[[{}]{{.y}}]{{.z}}", "*{}*", "**{}**", "[{}]{{.mark}}", "[{}]{{.underline}}",
    "[{}](https://a.b/c)", "^{}^", "`<b>`{{=html}}{}`</b>`{{=html}}",
    "`#none`{{=typst}}{}", "{}`/**/`{{=typst}}", "^[{}]", " {}", "\\\n{}",
)  # fmt: skip
PARAGRAPHS = st.lists(st.tuples(st.sampled_from(WAYS), WORDS), min_size=1, max_size=6)


def _markdown(parts: list[tuple[str, str]]) -> str:
    """The words as an author has to write them to mean just these characters."""
    return "".join(way.format(re.sub(r"([^\w ])", r"\\\1", words)) for way, words in parts)


def _on_paper(body: str, folder: Path) -> list[str]:
    """What each paragraph after the chapter's heading says to Typst."""
    asked = (f"#metadata(said([\n{each}\n])) <said>\n" for each in body.strip().split("\n\n")[1:])
    file = folder / "asked.typ"
    file.write_text(SAID + "".join(asked), encoding="utf-8")
    return json.loads(typst.query(str(file), "<said>", field="value"))


def _on_page(html: str) -> list[str]:
    page = lxml_html.fromstring(f"<div>{html}</div>")
    notes = {each.get("id"): each for each in page.xpath("//li[starts-with(@id, 'fn')]")}
    for mark in page.xpath("//a[@role='doc-noteref']"):
        mark.text = notes[mark.get("href")[1:]].text_content().strip().removesuffix("↩︎")
        for child in mark:
            mark.remove(child)
    return [each.text_content() for each in page.xpath("./p")]


def _plain(text: str) -> str:
    # A hyphen before a digit is a minus to Typst: on paper a negative number looks as it should.
    return re.sub(r"\s+", " ", text.replace("\N{MINUS SIGN}", "-")).strip()


@pytest.mark.parametrize("style", ["apa", "chicago-notes-bibliography"])
def test_nothing_after_a_locator_is_lost(bench: Bench, style: str, tmp_path: Path) -> None:
    """Of two slashes citeproc makes two words, of which Typst would make a comment."""
    paragraphs = [
        f"As it says{{{{< source s{number} >}}}} here and {{{{< stat rise >}}}} of it."
        for number in range(len(LOCATORS))
    ]
    for number, locator in enumerate(LOCATORS):
        bench.uses[f"source s{number}"] = look.Source((look.Citation("licadho", locator),))
    bench.stat("rise", "78%")
    bench.root.mkdir()
    (bench.root / "tieout.toml").write_text(f'style = "{style}"\n')
    made = bench.one("\n\n".join([*paragraphs, "Written [@licadho, p. 3 // x] by hand."]))
    page, paper = _on_page(made.html), _on_paper(made.typst, tmp_path)
    assert [_plain(each) for each in paper] == [_plain(each) for each in page]
    assert "//" in paper[0]
    assert all(" here and 78% of it." in each for each in paper[:-1])


@pytest.mark.parametrize(
    ("written", "set_as"),
    [
        ("- \\= x", "- \\= x"),
        ("- 1\\. x", "- 1\\. x"),
        ("A^[\\= x]", "#footnote[\\= x]"),
        ("A^[1\\. x]", "#footnote[1\\. x]"),
        ("[\\= x]{.mark}", "#highlight[\\= x]"),
        ("\\= x: y\n:   Text", "/ \\= x\\: y: "),
        ("| a |\n|---|\n| [1]{.z}\\. x |", "[1\\. x], )"),
        ("## [1]{.z}\\. x", "[1\\. x] <c:x>"),
        ("a/`#none`{=typst}", "a\\//*author*/"),
        ("It is 1/2 - or 3.5, a-b.", "It is 1/2 - or 3.5, a-b."),
        ("<https://a.b/c//d>--e", '#link("https://a.b/c//d");–e'),
    ],
)
def test_no_word_becomes_a_heading_a_list_or_a_comment(
    bench: Bench, written: str, set_as: str
) -> None:
    assert set_as in bench.one(f"# C\n\n{written}\n").typst


@settings(max_examples=4, phases=[Phase.generate])  # a paragraph is small enough as it is
@given(paragraphs=st.lists(PARAGRAPHS, min_size=150, max_size=150))
def test_paper_says_what_the_page_says(paragraphs: list[list[tuple[str, str]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "book")
        text = "\n\n".join(f"{_markdown(parts)} end" for parts in paragraphs)
        made = bench.one(f"{text}\n")
        page, paper = _on_page(made.html), _on_paper(made.typst, Path(folder))
    assert len(page) == len(paper) == len(paragraphs)
    for parts, shown, said in zip(paragraphs, page, paper, strict=True):
        assert _plain(said) == _plain(shown), _markdown(parts)
