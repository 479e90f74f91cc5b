"""Unclosed: a source over which pandoc would come to no end is told of, with its line, before pandoc reads it."""

from __future__ import annotations

import json

import pytest

from projects import Report
from tieout.engines.pandoc import citations, unclosed
from tieout.findings import TieoutError

GOOD = [
    "Time",
    "A <i>species</i> in a <b>title</b>, " * 20,
    "<i>" * 30 + "deep" + "</i>" * 30,
    "„Wort“ und „Wort“ " * 20,
    "“one” ‘two’ it’s the ’90s " * 20,
    "less < more > less " * 20,
    "<x>" * 30,
    "<i>a " * 10,
]
BAD = [
    "<i>a " * 20,
    "<span class='nocase'>a " * 20,
    "<b>a </i>" * 20,
    "<i>a <b>b </i>c </b>" * 20,
    "“a " * 20,
    "‘a " * 20,
    "<i>a “b <sup>c " * 7,
]


@pytest.mark.parametrize("title", GOOD)
def test_what_is_closed_or_means_nothing_is_left_alone(title: str) -> None:
    assert not list(unclosed.faults([{"id": "a", "title": title}], "", "r.json"))


@pytest.mark.parametrize("title", BAD)
def test_what_nothing_closes_is_a_fault(title: str) -> None:
    (found,) = unclosed.faults([{"id": "a", "title": title}], "", "r.json")
    assert found.code == "TIE401"


def test_the_source_is_named_with_its_line(report: Report) -> None:
    entries = [{"id": "first", "title": "T"}, {"id": "second", "author": [{"literal": BAD[0]}]}]
    report.write("r.json", json.dumps(entries, indent=1))
    report.write("tieout.toml", f'bibliographies = ["r.json"]\n{report.read("tieout.toml")}')
    with pytest.raises(TieoutError) as error:
        citations.read_bibliography(report.project)
    (found,) = error.value.findings
    assert str(found.place) == "r.json:7"
    assert "'author' of 'second'" in found.message


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "[1, null", "\xff"])
def test_what_is_no_data_is_pandocs_to_tell(report: Report, text: str) -> None:
    report.write("r.json", text)
    report.write("tieout.toml", f'bibliographies = ["r.json"]\n{report.read("tieout.toml")}')
    with pytest.raises(TieoutError) as error:
        citations.read_bibliography(report.project)
    (found,) = error.value.findings
    assert found.code == "TIE401"
    assert found.message.startswith("pandoc: ")
