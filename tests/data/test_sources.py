"""The bibliography is read with its lines, and each of its faults is named once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.data.sources import read_sources
from tieout.findings import Place, TieoutError
from tieout.project import Project


def finding(report):
    with pytest.raises(TieoutError) as raised:
        read_sources(report.project)
    assert len(raised.value.findings) == 1, raised.value
    return raised.value.findings[0]


def test_entries_have_their_fields_and_lines(report):
    sources = read_sources(report.project)
    assert list(sources.entries) == ["ministry2020", "survey2019", "paper2021"]
    entry = sources.entries["survey2019"]
    assert (entry.type, entry.line) == ("article", 9)
    assert entry.title == "What Prisons Cost: A Survey of Payments"
    assert read_sources(report.project) == sources, "from the cache"


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("ministry2020", "Ministry of Counting 2020"),
        ("survey2019", "Nguyen and others 2019"),
        ("paper2021", "Müller 2021"),
    ],
)
def test_a_source_has_a_short_name(report, key, label):
    assert read_sources(report.project).entries[key].label == label


def test_a_report_may_have_no_bibliography(report):
    (report / "references.bib").unlink()
    assert read_sources(report.project).entries == {}


def test_windows_files_are_read_the_same(report):
    before = read_sources(report.project)
    text = report.read("references.bib").replace("\n", "\r\n")
    report.write("references.bib", b"\xef\xbb\xbf" + text.encode())
    assert read_sources(report.project) == before


@pytest.mark.parametrize(
    ("entry", "rule", "line", "said"),
    [
        ("@book{survey2019,\n  title = {Again}\n}", catalogue.DUPLICATE_SOURCE, 0, "a second entry with the key 'survey2019'"),
        ("@book{a,\n  title = {A},\n  title = {B}\n}", catalogue.BAD_BIBLIOGRAPHY, 0, "field given twice: title"),
        ("@book{a,\n  author = {Who}\n}", catalogue.MALFORMED_ENTRY, 0, "entry 'a' has no title"),
        ("@book{a,\n  title = {A},\n  publisher = hrw\n}", catalogue.BAD_BIBLIOGRAPHY, 0, "@string 'hrw' is not defined"),
        ("@book{a b,\n  title = {A}\n}", catalogue.BAD_BIBLIOGRAPHY, 0, "cannot be cited"),
        ("@book{a,\n  title = {A\n}", catalogue.BAD_BIBLIOGRAPHY, 0, "broken entry"),
        ("@book{a,\n  title = \"A\n}", catalogue.BAD_BIBLIOGRAPHY, 0, "broken entry"),
        ("@book{a\n  title = {A}\n}", catalogue.BAD_BIBLIOGRAPHY, 0, ""),
        ("@book{,\n  title = {A}\n}", catalogue.BAD_BIBLIOGRAPHY, 0, "cannot be cited"),
    ],
)  # fmt: skip
def test_a_broken_entry_is_named_with_its_line(report, entry, rule, line, said):
    at = report.append("references.bib", f"{entry}\n")
    found = finding(report)
    assert (found.rule, found.place) == (rule, Place("references.bib", at + line)), found
    assert said in found.message
    assert found.remedy


def test_one_broken_entry_hides_no_other(report):
    report.append("references.bib", "@book{a,\n  title = {A\n}\n\n@book{b,\n  author = {B}\n}\n")
    with pytest.raises(TieoutError) as raised:
        read_sources(report.project)
    assert [each.rule for each in raised.value.findings] == [
        catalogue.BAD_BIBLIOGRAPHY,
        catalogue.MALFORMED_ENTRY,
    ]


def test_months_and_defined_strings_are_no_fault(report):
    report.append(
        "references.bib",
        "@string{hrw = {Human Rights Watch}}\n"
        "@book{a,\n  title = {A},\n  month = mar,\n  publisher = hrw\n}\n",
    )
    assert read_sources(report.project).entries["a"].fields["publisher"] == "Human Rights Watch"


def test_bytes_that_are_no_text_are_named_with_line_and_column(report):
    data = (report / "references.bib").read_bytes().replace("Müller".encode(), b"M\xfcller")
    report.write("references.bib", data)
    found = finding(report)
    assert found.rule == catalogue.BAD_BIBLIOGRAPHY
    assert found.place == Place("references.bib", 19, 14)
    assert "byte 0xfc" in found.message


def test_unused_entries_are_warnings_and_missing_ones_name_the_nearest(report):
    sources = read_sources(report.project)
    unused = sources.unused({"ministry2020", "survey2019"})
    assert [(f.place.line, f.rule) for f in unused] == [(17, catalogue.UNUSED_SOURCE)]
    missing = sources.require("mininstry2020", Place("report/a.qmd", 3, 1))
    assert missing is not None
    assert (missing.rule, missing.remedy) == (
        catalogue.MISSING_CITATION,
        "Did you mean 'ministry2020'?",
    )
    assert sources.require("paper2021", Place("x")) is None


@given(st.text(alphabet='@{}=,"ab \n%#title', max_size=60))
def test_any_text_is_a_bibliography_or_findings_with_lines(tmp_path_factory, text):
    root = tmp_path_factory.mktemp("p")
    (root / "tieout.toml").touch()
    (root / "references.bib").write_text(text)
    try:
        sources = read_sources(Project.find(root))
    except TieoutError as error:
        assert all(f.place.path == "references.bib" and f.place.line for f in error.findings)
    else:
        assert all(entry.key and entry.title for entry in sources.entries.values())


@pytest.mark.parametrize("text", ["x <i>" * 11, "<span style='a'>" * 11, "\\u003csup>" * 11])
def test_tags_that_nothing_closes_are_refused_where_pandoc_would_take_ever_longer(report, text):
    report.write("tieout.toml", f'bibliographies = ["more.json"]\n{report.read("tieout.toml")}')
    report.write(
        "more.json",
        f'[\n{{"id": "one", "title": "a <i>b</i> c {"<i>" * 10}"}},\n'
        f'{{"title": "x", "author": [{{"literal": "{text}"}}],\n"id": "two"}}\n]',
    )
    found = finding(report)
    assert (found.rule, found.place) == (catalogue.BAD_BIBLIOGRAPHY, Place("more.json", 4))
    assert "entry 'two': 11 tags" in found.message


def test_data_that_are_not_utf8_are_refused_where_pandoc_would_read_them(report):
    """Or nobody would have looked at their tags."""
    report.write("tieout.toml", f'bibliographies = ["more.json"]\n{report.read("tieout.toml")}')
    (report.root / "more.json").write_bytes(b'[\n{"id": "one", "title": "\xb5"}\n]')
    found = finding(report)
    assert (found.rule, found.place) == (catalogue.BAD_BIBLIOGRAPHY, Place("more.json", 2, 25))
