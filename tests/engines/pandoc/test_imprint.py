"""The imprint: what the book's metadata say, as plain strings."""

import pytest

from tieout.engines.pandoc import imprint
from tieout.prose import yaml
from tieout.prose.book import Book


def _book(text: str, **more: object) -> Book:
    fields = {
        "title": "Counting",
        "subtitle": "",
        "authors": ("A. Author",),
        "date": "2026-11-22",
        "lang": "en-GB",
        "entries": (),
        "config": yaml.parse(text, "report/_quarto.yml"),
    }
    return Book(**{**fields, **more})


def _line(book: Book, label: str) -> list[dict[str, str]]:
    data = imprint.data(book, 0, traced=True)
    return next((line["parts"] for line in data["imprint"] if line["label"] == label), [])


def test_a_report_can_be_cited():
    book = _book("book: {doi: 10.5281/zenodo.1}", subtitle="Who was counted?")
    assert _line(book, "Cite as") == [
        {"text": "A. Author. Counting: Who was counted? 22 November 2026. ", "href": ""},
        {"text": "https://doi.org/10.5281/zenodo.1", "href": "https://doi.org/10.5281/zenodo.1"},
    ]


@pytest.mark.parametrize(
    ("text", "name", "href"),
    [
        ("license: CC BY 4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        (
            "license: CC BY-NC-SA",
            "CC BY-NC-SA",
            "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        ),
        ("book: {license: All rights reserved}", "All rights reserved", ""),
        ("license: {text: Mine, url: 'https://example.org/'}", "Mine", "https://example.org/"),
        ("license: {type: open-access, url: 'javascript:x'}", "open-access", ""),
    ],
)
def test_the_licence_as_quarto_takes_it(text: str, name: str, href: str):
    assert _line(_book(text), "Licence") == [{"text": name, "href": href}]


def test_version_and_address():
    book = _book("book: {version: 1.2, repo-url: 'https://example.org/r'}")
    assert _line(book, "Version") == [{"text": "1.2", "href": ""}]
    assert _line(book, "Online")[0]["href"] == "https://example.org/r"


def test_how_numbers_are_traced_is_said_only_where_they_are():
    untraced = imprint.data(_book("{}"), 0, traced=False)
    assert [line["label"] for line in untraced["imprint"]] == ["Cite as"]
    assert _line(_book("{}"), "Numbers")


@pytest.mark.parametrize(
    ("date", "lang", "shown"),
    [
        ("2026-11-22", "en-GB", "22 November 2026"),
        ("2026-11-22", "en-US", "November 22, 2026"),
        ("2026-11-22T10:00", "fr", "22 novembre 2026"),
        ("today", "en", "November 14, 2023"),
        ("Spring 2026", "en", "Spring 2026"),
        ("", "en", ""),
        ("2026-11-22", "tlh", "November 22, 2026"),
    ],
)
def test_the_date_in_words(date: str, lang: str, shown: str):
    book = _book("{}", date=date, lang=lang)
    assert imprint.data(book, 1_700_000_000, traced=False)["date"] == shown


def test_words_can_be_the_author_s_own():
    book = _book("language: {toc-title-document: What is where, section-title-appendices: More}")
    words = imprint.data(book, 0, traced=False)["words"]
    assert (words["contents"], words["appendices"], words["note"]) == (
        "What is where",
        "More",
        "Note",
    )


@pytest.mark.parametrize(
    ("lang", "code", "region"),
    [("en-GB", "en", "GB"), ("km", "km", None), ("zh-Hant-TW", "zh", "TW"), ("x!", "en", None)],
)
def test_the_language_as_typst_takes_it(lang: str, code: str, region: str | None):
    data = imprint.data(_book("{}", lang=lang), 0, traced=False)
    assert (data["lang"], data["region"]) == (code, region)
