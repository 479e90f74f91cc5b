"""The Word document: what Word and a copy editor find in it."""

import re
import zipfile

import docx
import pytest
from small_book import HOSTILE, job_of, write_project

from engines.documents.reading import NS, W, document, part
from engines.pandoc.bench import Bench
from tieout.engines.pandoc import PandocEngine, front
from tieout.findings import TieoutError


def word(bench: Bench):
    bench.render(("docx",))
    return bench.pages.with_name("report.docx")


def paragraphs(file, style):
    return [p.text for p in docx.Document(file).paragraphs if p.style.name == style]


def test_other_programs_open_it(stage):
    opened = docx.Document(stage / "report.docx")
    assert opened.core_properties.title == "A small book"
    assert opened.core_properties.author == "Somebody"
    assert opened.core_properties.language == "en-GB"
    assert opened.core_properties.created.year == 2020  # the job's moment, not the clock's
    assert opened.paragraphs[0].style.name == "Title"


def test_numbers_are_plain_text_in_a_style_of_their_own(stage):
    numbers = document(stage / "report.docx").numbers
    assert numbers.count("78%") >= 6
    assert "78.4%" in numbers
    assert re.sub(r"\s+", " ", HOSTILE) in numbers


def test_values_are_data(stage):
    xml = zipfile.ZipFile(stage / "report.docx").read("word/document.xml").decode()
    assert "<script>" not in xml
    assert "&lt;script&gt;" in xml


def test_links_lead_to_bookmarks(stage):
    body = part(stage / "report.docx", "word/document.xml")
    anchors = {link.get(f"{{{W}}}anchor") for link in body.iter(f"{{{W}}}hyperlink")} - {None}
    marks = {mark.get(f"{{{W}}}name") for mark in body.iter(f"{{{W}}}bookmarkStart")}
    assert {"fig-rise", "tbl-years", "sec-prisons"} <= anchors
    assert anchors <= marks


def test_the_contents_are_there_before_word_makes_them(stage):
    contents = [
        p.text
        for p in docx.Document(stage / "report.docx").paragraphs
        if p.style.name.startswith("toc")
    ]
    assert contents == [
        "Preface", "1\u2002Prisons", "1.1\u2002Growth of 78%", "References", "Appendix A — Register",
    ]  # fmt: skip
    xml = zipfile.ZipFile(stage / "report.docx").read("word/document.xml").decode()
    begin, separate, end = (
        xml.index(f'w:fldCharType="{kind}"') for kind in ("begin", "separate", "end")
    )
    assert begin < separate < end
    assert 'TOC \\o "1-2"' in xml


def test_headings_captions_tables_and_callouts_have_their_styles(stage):
    opened = docx.Document(stage / "report.docx")
    used = {p.style.name for p in opened.paragraphs}
    assert {
        "Heading 1",
        "Heading 2",
        "Image Caption",
        "Table Caption",
        "Callout",
        "Callout Title",
    } <= used
    table = opened.tables[0]
    assert table.style.name == "Table"
    assert {p.style.name for row in table.rows for c in row.cells for p in c.paragraphs} == {
        "Table Text"
    }
    assert table._tbl.xpath("./w:tr[1]/w:trPr/w:tblHeader")
    made_of_data = next(t for t in opened.tables if t.cell(0, 0).text == "Year")
    assert made_of_data.cell(1, 1).paragraphs[0].style.name == "Table Data"
    assert paragraphs(stage / "report.docx", "Figure Note") == ["Script: figures/rise.py"]


def test_pictures_are_png_as_wide_as_the_text_with_words(stage):
    with zipfile.ZipFile(stage / "report.docx") as file:
        pictures = [name for name in file.namelist() if name.startswith("word/media/")]
        assert {name.rpartition(".")[2] for name in pictures} == {"png"}
    body = part(stage / "report.docx", "word/document.xml")
    widths = {int(e.get("cx")) for e in body.iterfind(".//wp:extent", NS)}
    assert widths == {5753100}  # 604 pixels of 1/96 inch: 16 cm


def test_nothing_of_this_machine_is_in_it(stage):
    with zipfile.ZipFile(stage / "report.docx") as file:
        for name in file.namelist():
            assert str(stage.parent).encode() not in file.read(name)
        assert {each.date_time for each in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
def test_the_same_report_is_the_same_bytes(stage, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Phnom_Penh")
    job = job_of(write_project(tmp_path / "elsewhere" / "p"), formats=("docx", "epub"))
    PandocEngine().render(job)
    for name in ("report.docx", "report.epub"):
        assert (job.stage / name).read_bytes() == (stage / name).read_bytes()


@pytest.mark.slow
def test_a_changed_number_needs_no_reading_of_chapters(tmp_path):
    bench = Bench(tmp_path / "book")
    bench.stat("x", "78%")
    bench.write(index="# A\n\nIt is {{< stat x >}}.\n")
    assert document(word(bench)).numbers == ("78%",)
    bench.stat("x", "79%")
    rendered = bench.render(("docx",))
    assert not rendered.rebuilt
    assert document(bench.pages.with_name("report.docx")).numbers == ("79%",)


@pytest.mark.slow
def test_word_after_pages_reads_again_and_pages_after_word_do_not(bench: Bench):
    bench.write(index="# A\n")
    assert bench.render(("html",)).rebuilt
    assert bench.render(("docx",)).rebuilt
    assert not bench.render(("html", "epub")).rebuilt


def test_a_value_within_a_formula_is_text_of_tex(bench: Bench):
    bench.stat("x", "5% $ \\alpha")
    bench.write(index="# A\n\n$y = {{< stat x >}}$\n")
    body = part(word(bench), "word/document.xml")
    maths = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
    assert "5% $ \\alpha" in "".join(t.text for t in body.iter(maths)).replace("\u00a0", " ")


@pytest.mark.slow
def test_parts_and_appendices(bench: Bench):
    bench.appendices = ("z",)
    bench.write(index="# Start {.unnumbered}\n", a="# One\n", z="# Last\n")
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(
        config.read_text().replace(
            "[index.qmd, a.qmd]", "[index.qmd, {part: The part, chapters: [a.qmd]}]"
        )
    )
    file = word(bench)
    assert paragraphs(file, "Part Title") == ["The part"]
    assert [text for _, text in document(file).headings] == ["Start", "1 One", "Appendix A — Last"]


@pytest.mark.slow
def test_a_link_to_a_file_is_words_or_leads_to_the_site(bench: Bench):
    (bench.root / "report").mkdir(parents=True)
    (bench.root / "report" / "paper.pdf").write_bytes(b"%PDF")
    bench.write(index="# A\n\nSee [the paper](paper.pdf) and [A](index.qmd).\n")
    file = word(bench)
    assert "See the paper and A." in [p.text for p in docx.Document(file).paragraphs]
    assert not [r for r in docx.Document(file).part.rels.values() if r.is_external]
    config = bench.root / "report" / "_quarto.yml"
    config.write_text(
        config.read_text().replace("  title:", "  site-url: https://example.org/r/\n  title:")
    )
    links = [r.target_ref for r in docx.Document(word(bench)).part.rels.values() if r.is_external]
    assert links == ["https://example.org/r/paper.pdf"]


def test_no_contents_where_a_book_wants_none(bench: Bench):
    bench.extra = "format: {docx: {toc: false}}\n"
    bench.write(index="# A\n")
    assert "TOC" not in zipfile.ZipFile(word(bench)).read("word/document.xml").decode()


@pytest.mark.slow
def test_a_reference_document_of_ones_own(bench: Bench):
    bench.extra = "format: {docx: {reference-doc: house.docx}}\n"
    bench.write(index="# A\n")
    house = docx.Document()
    house.styles["Normal"].font.name = "Garamond"
    house.save(bench.root / "report" / "house.docx")
    assert docx.Document(word(bench)).styles["Normal"].font.name == "Garamond"


def test_a_picture_that_cannot_be_drawn_stops_the_build(bench: Bench):
    bench.write(index="# A\n\n![x](bad.svg)\n")
    (bench.root / "report" / "bad.svg").write_text("<svg")
    with pytest.raises(TieoutError) as error:
        word(bench)
    assert "bad.svg" in error.value.findings[0].message
    assert not bench.pages.with_name("report.docx").exists()


@pytest.mark.slow
@pytest.mark.parametrize("label", ["sec-a", "x" * 41, "1a", "c:ab"])
def test_bookmarks_are_named_as_pandoc_names_them(bench: Bench, label):
    bench.write(index=f"# A {{#{label}}}\n\n[x](#{label})\n")
    body = part(word(bench), "word/document.xml")
    marks = {mark.get(f"{{{W}}}name") for mark in body.iter(f"{{{W}}}bookmarkStart")}
    full = label if label == "sec-a" else "index:" + label.replace(":", ":3a:")
    assert front.bookmark(full) in marks
