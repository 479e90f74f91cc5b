"""The book's chapters, in order, and what `_quarto.yml` can get wrong, with its line."""

from __future__ import annotations

import pytest

from tieout import catalogue
from tieout.findings import Place, TieoutError
from tieout.prose.book import Role, read_book

BOOK = "report/_quarto.yml"


def finding(report):
    with pytest.raises(TieoutError) as raised:
        read_book(report.project)
    assert len(raised.value.findings) == 1, raised.value
    return raised.value.findings[0]


def test_chapters_come_in_order_with_their_roles(report):
    book = read_book(report.project)
    assert [(e.path, e.role, e.place.line) for e in book.entries] == [
        ("index.qmd", Role.INDEX, 11),
        ("prisons.qmd", Role.CHAPTER, 12),
        ("references.qmd", Role.CHAPTER, 13),
        ("register.qmd", Role.APPENDIX, 15),
    ]
    assert (book.title, book.authors, book.lang) == (
        "A small report",
        ("The sample authors",),
        "en-GB",
    )
    assert book.locale == "en_GB"


def test_parts_files_and_authors_with_names(report):
    report.change(
        BOOK, "    - prisons.qmd\n", "    - part: Numbers\n      chapters:\n        - prisons.qmd\n"
    )
    report.change(BOOK, "    - references.qmd\n", "    - file: references.qmd\n")
    report.change(BOOK, 'author: "The sample authors"', "author:\n    - name: A\n    - B")
    book = read_book(report.project)
    assert [(e.path, e.part) for e in book.entries[:3]] == [
        ("index.qmd", ""), ("prisons.qmd", "Numbers"), ("references.qmd", ""),
    ]  # fmt: skip
    assert book.authors == ("A", "B")


def test_an_index_in_a_folder_is_a_chapter(report):
    report.write("report/more/index.qmd", "# More\n")
    report.change(BOOK, "    - prisons.qmd\n", "    - prisons.qmd\n    - more/index.qmd\n")
    entries = read_book(report.project).entries
    assert (entries[2].role, entries[2].page) == (Role.CHAPTER, "more/index.html")


@pytest.mark.parametrize(
    ("old", "new", "place", "rule", "said"),
    [
        ("    - prisons.qmd", "    - prison.qmd", (12, 7), catalogue.MISSING_CHAPTER, "'prison.qmd' does not exist"),
        ("    - prisons.qmd", "    - ../data/x.qmd", (12, 7), catalogue.MISSING_CHAPTER, "outside the report's folder"),
        ("    - prisons.qmd", "    - 3", (12, 7), catalogue.BAD_BOOK, "this is no chapter"),
        ("    - prisons.qmd", "    - part: x.qmd", (12, 7), catalogue.MISSING_CHAPTER, "'x.qmd' does not exist"),
        ("    - prisons.qmd", "    - title: x", (12, 7), catalogue.BAD_BOOK, "this is no chapter"),
        ("    - prisons.qmd", "    - ''", (12, 7), catalogue.BAD_BOOK, "this is no chapter"),
        ("  appendices:\n    - register.qmd", "  appendices: register.qmd", (14, 3), catalogue.BAD_BOOK, "expected a list"),
        ("lang: en-GB", "lang: [", (20, 7), catalogue.BAD_BOOK, "YAML"),
        ("book:", "books:", (1, 1), catalogue.BAD_BOOK, "expected 'book:'"),
        ("book:", "book: x\nb:", (6, 1), catalogue.BAD_BOOK, "expected 'book:'"),
        ("    - prisons.qmd", "    - prisons.qmd\n    - prisons.qmd", (13, 7), catalogue.MISSING_CHAPTER, "listed twice"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named(report, old, new, place, rule, said):
    report.change(BOOK, old, new)
    found = finding(report)
    assert (found.rule, found.place) == (rule, Place(BOOK, *place)), found
    assert said in found.message
    assert found.remedy


def test_a_book_without_chapters_is_told(report):
    text = report.read(BOOK)
    start, end = text.index("  chapters:"), text.index("lang:")
    report.write(BOOK, text[:start] + text[end:])
    assert "no chapters" in finding(report).message


def test_a_report_without_a_book_cannot_be_built(report):
    (report / BOOK).unlink()
    with pytest.raises(TieoutError) as raised:
        read_book(report.project)
    assert not raised.value.found


def test_bytes_that_are_no_text_are_named(report):
    report.write(BOOK, report.read(BOOK).encode().replace(b"A small", b"A sm\xe4ll"))
    assert finding(report).place == Place(BOOK, 7, 15)


def test_all_missing_chapters_are_told_at_once(report):
    (report / "report/index.qmd").unlink()
    (report / "report/register.qmd").unlink()
    with pytest.raises(TieoutError) as raised:
        read_book(report.project)
    assert [each.place.line for each in raised.value.findings] == [11, 15]
