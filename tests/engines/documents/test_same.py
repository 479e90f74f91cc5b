"""Word and EPUB say what the pages say: the same words, numbers, notes, headings, captions, tables and pictures."""

import pytest

from engines.documents import reading
from engines.documents.reading import Said, book, book_pages, document, placeholders, report_pages
from engines.pandoc.bench import Bench

PARTS = ("headings", "numbers", "notes", "alts", "tables", "words")


def of_pages(stage, order) -> Said:
    return report_pages(stage / "html", order)


@pytest.mark.parametrize("part", PARTS)
def test_word_says_what_the_pages_say(stage, order, part):
    said = getattr(of_pages(stage, order), part)
    assert said
    assert getattr(document(stage / "report.docx"), part) == said


@pytest.mark.parametrize("part", PARTS)
def test_an_e_book_says_what_the_pages_say(stage, order, part):
    assert getattr(book_pages(stage / "report.epub"), part) == getattr(of_pages(stage, order), part)


@pytest.mark.parametrize("name", ["report.docx", "report.epub"])
def test_no_placeholder_is_left(stage, name):
    assert placeholders(stage / name) == []


@pytest.mark.slow
def test_every_construct(bench: Bench, golden):
    """A chapter with everything in it: formulas are left out, each format has them in its own notation."""
    bench.extra = "lang: de\ncrossref: {fig-prefix: Abb.}\n"
    alike = golden.replace('[only html]{.content-visible when-format="html"}', "")
    bench.write(index="# Vorwort\n", c=alike, b="# B {#sec-b}\n")
    bench.render(("html", "docx", "epub"))
    stage = bench.pages.parent if bench.pages.name == "html" else bench.pages
    said = of_pages(stage, ["index.html", "c.html", "b.html"])
    for made in (document(stage / "report.docx"), book_pages(stage / "report.epub")):
        for part in ("headings", "notes", "alts", "tables"):
            assert getattr(made, part) == getattr(said, part), part
        assert reading.spaced(" ".join(made.words)) == reading.spaced(" ".join(said.words))


@pytest.mark.slow
def test_what_is_meant_for_one_format_alone(bench: Bench):
    def only(name):
        return f'::: {{.content-visible when-format="{name}"}}\nfor {name}\n:::\n\n'

    bench.write(
        index="# A\n\n" + "".join(only(n) for n in ("html", "html:js", "pdf", "docx", "epub"))
    )
    bench.render(("html", "docx", "epub"))
    stage = bench.pages.parent if bench.pages.name == "html" else bench.pages
    assert " ".join(of_pages(stage, ["index.html"]).words) == "A for html for html:js"
    assert " ".join(document(stage / "report.docx").words) == "A for docx"
    assert " ".join(book_pages(stage / "report.epub").words) == "A for html for epub"


@pytest.mark.slow
def test_a_book_without_numbers(bench: Bench):
    bench.extra = "number-sections: false\n"
    bench.appendices = ("z",)
    bench.write(index="# A {.unnumbered}\n", b="# B\n\n## C\n", z="# Z\n")
    bench.render(("html", "docx", "epub"))
    stage = bench.pages.parent
    said = of_pages(stage, ["index.html", "b.html", "z.html"])
    assert [words for _, words in said.headings] == ["A", "B", "C", "Z"]
    assert document(stage / "report.docx").headings == said.headings
    assert book_pages(stage / "report.epub").headings == said.headings
    with_contents = dict(book(stage / "report.epub"))["_book/contents.xhtml"]
    assert ">B</a>" in with_contents
    assert ">Z</a>" in with_contents
