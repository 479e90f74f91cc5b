"""Pages: complete, within reach of every reader, strict, and right in any folder."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from engines.pandoc.bench import Bench
from tieout.engines.pandoc.woven import WovenChapter

HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") \\input{x} {{< stat x >}} *a* `b` $c$ @fig-x [d](e)'


@pytest.fixture
def book(bench: Bench) -> Bench:
    bench.extra = "lang: en-GB\n"
    bench.appendices = ("register",)
    bench.stat("x", "78%", anchor="n-x")
    return bench.write(
        index="# Preface\n\nHello.\n",
        part__b="# B\n\n{{< stat x >}} ![C](../own.svg){#fig-x}\n\n## Section\n\n### Deeper\n\n## Other\n",
        register="# Register\n\n[x]{#n-x}\n",
    )


def test_every_page_is_strict_and_asks_the_network_for_nothing(book: Bench) -> None:
    book.render()
    pages = sorted(book.pages.rglob("*.html"))
    assert len(pages) > 2
    for path in pages:
        text = path.read_text()
        assert "default-src 'none'; script-src 'self'" in text
        assert not re.search(r"<script(?![^>]* src=)", text)
        assert not re.search(r"<[^>]* style=", text)
        assert not re.search(r"<[^>]* on\w+=", text)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)


def test_a_page_has_the_parts_that_software_looks_for(book: Bench) -> None:
    book.render()
    page = book.page("index")
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "A book"
    assert book.page("part/b").findtext(".//title") == "1 B – A book"
    assert len(page.xpath("//main")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#text"]
    assert all(nav.get("aria-label") for nav in page.xpath("//nav"))
    assert page.xpath("//p[@class='cover-title']")[0].text == "A book"


@pytest.mark.slow
def test_pages_in_folders_find_their_way_back(book: Bench) -> None:
    book.render()
    page = book.page("part/b")
    assert page.xpath("//link[@rel='stylesheet']/@href")[0] == "../_theme/style.css"
    assert page.xpath("//a[@class='tieout-number']/@href") == ["../register.html#n-x"]
    assert page.xpath("//img/@src") == ["../own.svg"]
    assert (book.pages / "own.svg").is_file()
    assert page.xpath("//nav[@class='turn']/a/@href") == ["../index.html", "../register.html"]


@pytest.mark.slow
def test_contents_show_the_book_and_the_sections_of_the_page(book: Bench) -> None:
    book.render()
    contents = book.page("part/b").xpath("//nav[contains(@class,'contents-wide')]")[0]
    assert [(a.get("href"), " ".join(a.text_content().split())) for a in contents.iter("a")] == [
        ("../index.html", "Preface"),
        ("b.html", "1 B"),
        ("#section", "1.1 Section"),
        ("#deeper", "1.1.1 Deeper"),
        ("#other", "1.2 Other"),
        ("../register.html", "A Register"),
    ]
    assert contents.xpath(".//a[@aria-current='page']/@href") == ["b.html"]
    assert contents.xpath(".//p[@class='part']/text()") == ["Appendices"]
    assert contents.xpath(".//li/ul/li/ul//a/@href") == ["#deeper"]


@pytest.mark.slow
def test_an_index_without_a_heading_has_the_books_title(bench: Bench) -> None:
    bench.write(index="Hello.\n", a="# A\n").render()
    assert [h.text_content() for h in bench.page("index").xpath("//h1")] == ["A book"]


def test_only_writes_what_was_asked_for(book: Bench) -> None:
    book.only = frozenset({"part/b.qmd"})
    book.render()
    assert sorted(path.name for path in book.pages.rglob("*.html")) == ["b.html"]


@pytest.mark.slow
def test_the_search_index_is_there_and_nothing_more(book: Bench) -> None:
    book.render()
    names = {path.name for path in (book.pages / "pagefind").iterdir()}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json"} <= names
    assert not [name for name in names if "ui" in name]


@pytest.mark.slow
def test_the_books_date_is_written_in_its_language(bench: Bench) -> None:
    bench.extra = "lang: en-GB\n"
    bench.write(index="Hello.\n")
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(
        config.read_text().replace("author: Somebody", "author: Somebody\n  date: 2020-05-14")
    )
    bench.render()
    assert bench.page("index").xpath("//p[@class='cover-by']/text()") == ["Somebody · 14 May 2020"]


PLACES = {
    "paragraph": "{{< stat v >}}",
    "heading": "## H {{< stat v >}}",
    "caption": "![C {{< stat v >}}](own.svg){#fig-x}",
    "alternative text": "![C](own.svg){#fig-x fig-alt='A {{< stat v >}}'}",
    "cell": "| a |\n|---|\n| {{< stat v >}} |",
    "table caption": "| a |\n|---|\n| 1 |\n\n: T {{< stat v >}} {#tbl-x}",
    "callout title": '::: {.callout-note title="T {{< stat v >}}"}\nx\n:::',
    "collapsed callout": "::: {.callout-note collapse=true}\n## T {{< stat v >}}\n\nx\n:::",
    "footnote": "x^[N {{< stat v >}}]",
    "code": "`{{< stat v >}}`",
    "code block": "```python\nx = {{< stat v >}}\n```",
    "formula": "$x = {{< stat v >}}$",
    "quotation": "> {{< stat v >}}",
    "list": "- {{< stat v >}}",
    "emphasis": "*{{< stat v >}}*",
    "term": "{{< stat v >}}\n:   D",
    "line": "| {{< stat v >}}",
    "raw HTML's attribute": '<b title="{{< stat v >}}">x</b>',
}


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory) -> tuple[Bench, Mapping[str, WovenChapter]]:
    """A book rendered once, with a chapter of each place, by its number."""
    bench = Bench(tmp_path_factory.mktemp("hostile") / "book")
    bench.stat("v", HOSTILE)
    texts = (re.sub(r"#(fig|tbl)-x", rf"#\1-x{n}", text) for n, text in enumerate(PLACES.values()))
    bench.write(**{f"c{n}": f"# C\n\n{text}\n" for n, text in enumerate(texts)})
    woven = bench.woven()  # it empties the folder that pages go to
    bench.render()
    return bench, woven


@pytest.mark.parametrize(("number", "place"), list(enumerate(PLACES)), ids=list(PLACES))
def test_a_value_is_never_markup(everywhere, number: int, place: str) -> None:
    bench, woven = everywhere
    article = bench.page(f"c{number}").xpath("//article")[0]
    assert not article.xpath(".//script")
    attributes = [*article.xpath(".//@alt"), *article.xpath(".//@title")]
    assert HOSTILE in article.text_content() or any(HOSTILE in text for text in attributes)
    typst = woven[f"c{number}"].typst
    if "raw" not in place:
        escaped = HOSTILE.replace("\\", "\\\\").replace('"', '\\"')
        assert escaped in typst
        assert "#read(" not in re.sub(r'"(?:[^"\\]|\\.)*"', '""', typst)


def test_values_in_tables_and_the_register_are_never_markup(bench: Bench) -> None:
    from tieout.ledger import fragments as look

    bench.uses["table t"] = look.Table(
        "tbl-t", look.Marked("T"), (HOSTILE,), ("left",), ((HOSTILE,),)
    )
    bench.uses["register"] = look.Register(("N",), (look.RegisterRow("n-x", (HOSTILE,)),))
    bench.uses["source s"] = look.Source(
        (look.Citation("licadho", f"note {HOSTILE} \ue0000\ue001"),)
    )
    bench.write(c="# C\n\n{{< table t >}}\n\n{{< register >}}\n\nx{{< source s >}}\n").render()
    article = bench.page("c").xpath("//article")[0]
    assert not article.xpath(".//script")
    assert [cell.text_content() for cell in article.xpath(".//td | .//th")] == [
        HOSTILE,
        HOSTILE,
        "N",
        HOSTILE,
    ]
    assert "\ue0000\ue001" in article.xpath(".//section[@id='footnotes']")[0].text_content()
