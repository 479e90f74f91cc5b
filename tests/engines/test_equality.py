"""What both engines must agree on, read from their pages: text, numbers, footnotes, references, figures."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from lxml import html

# Parts of a page that are the engine's, not the author's.
_FURNITURE = (
    "nav", "script", "style", "template", "button", "*[@hidden]", "*[@aria-hidden='true']",
    "*[contains(@class, 'tieout-links')]", "*[contains(@class, 'figure-links')]",
    "*[contains(@class, 'quarto-title-meta')]", "header[contains(@class, 'cover')]",
    "*[contains(@class, 'footnote-back')]", "*[@role='doc-backlink']",
    "*[contains(@class, 'callout-icon')]", "*[contains(@class, 'callout-kind')]",
    "*[contains(@class, 'screen-reader-only')]", "*[contains(@class, 'anchorjs-link')]",
)  # fmt: skip
_NUMBERING = (
    "*[contains(@class, 'chapter-number')]", "*[contains(@class, 'header-section-number')]",
    "*[self::h1 or self::h2 or self::h3 or self::h4]/span[@class='number' or @class='dash']",
)  # fmt: skip
# The book's title on its first page, where the chapter has a heading of its own.
_BOOK_TITLE = "header[@id='title-block-header'][//main//h1[not(ancestor::header)]]"
_APPENDIX = re.compile(r"^Appendix \w+ — ")
_NOTES = "*[@role='doc-endnotes' or contains(@class, 'footnotes')]"
_NOTE_MARK = "a[contains(@class, 'footnote-ref') or @role='doc-noteref']"
_LABEL = re.compile(r"^(?:fig|tbl)-")
_CAPTION_PREFIX = re.compile(r"^(?:Figure|Table)\s+[A-Z]?[\d.]+\s*[:.]\s*")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Float:
    """A figure or table: its caption without its number, and its picture's alternative text."""

    caption: str
    alt: str


@dataclass(frozen=True)
class Page:
    """A chapter's page.

    Attributes:
        text: its words, headings included, without numbering, notes, captions and the bibliography.
        numbers: value and display of each number, in order.
        notes: the footnotes' texts, in order.
        references: the bibliography's entries, in order.
        floats: figures and tables by label.
    """

    text: str
    numbers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    references: tuple[str, ...]
    floats: Mapping[str, Float]


@dataclass(frozen=True)
class Content:
    """A report's pages by path."""

    pages: Mapping[str, Page]


def content(folder: Path) -> Content:
    """What the pages below a folder say, the engine's own dress taken off."""
    found = {
        path.relative_to(folder).as_posix(): page(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
        if "_tieout" not in path.parts and path.name not in {"404.html", "search.html"}
    }
    return Content(found)


def page(text: str) -> Page:
    """One page's content."""
    tree = html.document_fromstring(text)
    main = next(iter(tree.xpath("//main")), tree)
    drop(main, *_FURNITURE, _BOOK_TITLE)
    numbers = tuple((data.get("value"), words(data)) for data in main.xpath(".//data[@value]"))
    notes = tuple(words(item) for item in main.xpath(f".//{_NOTES}//li"))
    drop(main, _NOTES, _NOTE_MARK)
    references = tuple(words(entry) for entry in main.xpath(".//*[contains(@class, 'csl-entry')]"))
    drop(main, "*[@id='refs']", "*[@id='quarto-appendix']")
    floats = {label: taken(element) for label, element in labelled(main)}
    drop(main, "figcaption", "caption", *_NUMBERING)
    return Page(_APPENDIX.sub("", words(main)), numbers, notes, references, floats)


def labelled(main) -> Iterator[tuple[str, html.HtmlElement]]:
    """The outermost element of each figure and table with a label."""
    seen = set()
    for element in main.iter():
        label = element.get("id") if isinstance(element.tag, str) else None
        if label and _LABEL.match(label) and "-caption-" not in label and label not in seen:
            seen.add(label)
            yield label, element


def taken(element) -> Float:
    captions = element.xpath(".//figcaption | .//caption")
    images = element.xpath(".//img[@src]") or element.xpath("self::img")
    caption = _CAPTION_PREFIX.sub("", words(captions[0])) if captions else ""
    return Float(caption, plain(images[0].get("alt", "")) if images else "")


def drop(main, *patterns: str) -> None:
    for pattern in patterns:
        for element in main.xpath(f".//{pattern}"):
            if element.getparent() is not None:
                element.drop_tree()


def words(element) -> str:
    """An element's text. What ends a block ends a word."""
    return plain("".join(_text(element)))


def _text(element) -> Iterable[str]:
    if isinstance(element.tag, str):
        gap = " " if block(element) else ""
        yield gap + (element.text or "")
        for child in element:
            yield from _text(child)
            yield child.tail or ""
        yield gap


def block(element) -> bool:
    return element.tag not in {
        "a", "abbr", "b", "cite", "code", "data", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub",
        "sup", "u",
    }  # fmt: skip


def plain(text: str) -> str:
    """Text with all spaces alike, without characters that only guide line breaks."""
    text = re.sub("[\u00ad\u200b\u2060\ufe0e]", "", text)
    return " ".join(_WORD.findall(text.replace("\u00a0", " ").replace("\u202f", " ")))


def differences(first: Content, second: Content) -> list[str]:
    """Every difference, one line each."""
    found = [f"only one has {path}" for path in sorted(set(first.pages) ^ set(second.pages))]
    for path in sorted(set(first.pages) & set(second.pages)):
        one, other = first.pages[path], second.pages[path]
        found += [
            f"{path}: {part.name}: {getattr(one, part.name)!r} and {getattr(other, part.name)!r}"
            for part in fields(Page)
            if getattr(one, part.name) != getattr(other, part.name)
        ]
    return found


PAGES = Path(__file__).parent / "pages"
QUARTO = (PAGES / "quarto.html").read_text(encoding="utf-8")
EMBEDDED = (PAGES / "embedded.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [QUARTO, EMBEDDED], ids=["quarto", "embedded"])
def test_a_page_of_either_kind(text):
    assert page(text) == Page(
        text="Prisons Prisoners grew by 78%. See Figure 2.1. Growth A title Note this.",
        numbers=(("0.78", "78%"), ("0.78", "78%")),
        notes=("Licadho, Time for Bail, p. 4.",),
        references=("Licadho. Time for Bail. 2020.",),
        floats={"fig-rise": Float("Prisoners grew by 78%.", "A line up by 78%.")},
    )


@pytest.mark.parametrize(
    "main",
    [
        '<header id="title-block-header"><h1 class="title">A book</h1></header><section><h1>Preface</h1></section>',
        '<header class="cover"><p>A book</p></header><h1>Preface</h1>',
    ],
)
def test_the_books_title_is_no_chapters_text(main):
    assert page(f"<main>{main}</main>").text == "Preface"


@pytest.mark.parametrize(
    "heading",
    [
        '<h1><span class="number">Appendix A</span> <span class="dash">—</span> Register</h1>',
        '<h1><span class="chapter-title">Appendix A — Register</span></h1>',
        '<h1><span class="chapter-number">A</span>&nbsp; <span class="chapter-title">Register</span></h1>',
    ],
)
def test_numbering_is_the_engines(heading):
    assert page(f"<main>{heading}</main>").text == "Register"


def test_differences_are_named(tmp_path):
    for name, text in (("one", QUARTO), ("other", EMBEDDED.replace("78%", "79%"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "prisons.html").write_text(text)
    (tmp_path / "one" / "index.html").write_text(QUARTO)
    found = differences(content(tmp_path / "one"), content(tmp_path / "other"))
    assert found[0] == "only one has index.html"
    assert {line.split(": ")[1] for line in found[1:]} == {"text", "numbers", "floats"}
    assert differences(content(tmp_path / "one"), content(tmp_path / "one")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a<p>b", "a b"),
        ("<p>a<em>b</em>c", "abc"),
        ("<p>a<br>b", "a b"),
        ("<p>10\u202f000\u00a0km", "10 000 km"),
        ("<p>a<!-- comment -->b", "ab"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
    ],
)
def test_words(text, expected):
    assert words(html.fragment_fromstring(text, create_parent="main")) == expected


@pytest.mark.quarto
@pytest.mark.slow
@pytest.mark.skipif(shutil.which("quarto") is None, reason="needs a real quarto on PATH")
def test_both_engines_say_the_same(small_book):
    from tieout.engines.pandoc import PandocEngine
    from tieout.engines.quarto import QuartoEngine

    ours, theirs = small_book("embedded"), small_book("quarto")
    PandocEngine().render(ours)
    QuartoEngine().render(theirs)
    assert differences(content(ours.stage / "html"), content(theirs.stage / "html")) == []
