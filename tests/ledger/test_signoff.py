"""Sign-offs: the file they are kept in, and how they expire."""

from __future__ import annotations

import dataclasses
import itertools
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import Report
from tieout.findings import TieoutError
from tieout.ledger import signoff
from tieout.ledger.signoff import SignOff

FIRST = SignOff("number", "b.2020-03.n", "Ann", "0011", "2026-11-22", "78%", 'both "cells"')
SECOND = SignOff("number", "a", "Ben", "22")
THIRD = SignOff("figure", "a", "Ann", "33")

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1)


def test_sign_offs_come_back_from_the_file(report: Report) -> None:
    signoff.write(report.project, (FIRST, SECOND, THIRD))
    assert signoff.read(report.project) == (SECOND, FIRST, THIRD)


def test_no_file_holds_no_sign_offs(report: Report) -> None:
    assert signoff.read(report.project) == ()


def test_the_file_is_the_same_whatever_the_order_of_signing() -> None:
    texts = {signoff.as_toml(each) for each in itertools.permutations((FIRST, SECOND, THIRD))}
    assert len(texts) == 1


def test_one_sign_off_more_is_one_block_more() -> None:
    before = signoff.as_toml((FIRST, THIRD)).split("\n\n")
    after = signoff.as_toml((FIRST, SECOND, THIRD)).split("\n\n")
    assert [each for each in after if each not in before] == [
        '[[number]]\nname = "a"\nby = "Ben"\ndigest = "22"'
    ]


def test_a_later_word_of_the_same_person_replaces_the_earlier() -> None:
    again = SignOff("number", "a", "Ben", "44")
    assert signoff.in_order((SECOND, again)) == (again,)


@given(_TEXT, _TEXT, _TEXT)
def test_any_text_comes_back(name: str, by: str, note: str) -> None:
    data = tomllib.loads(signoff.as_toml([SignOff("number", name, by, "00", note=note)]))
    assert data["number"] == [{"name": name, "by": by, "note": note, "digest": "00"}]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("[[number]]\nname = 'a'\nby = \n", "", 3),
        ("[[numbers]]\nname = 'a'\n", "'numbers' is no list", 1),
        ("number = 3\n", "'number' is no list", 1),
        ("[[number]]\nname = 'a'\nby = 'b'\n", "without 'digest'", 2),
        ("\n[[number]]\nname = 'a'\nby = 3\ndigest = '1'\n", "'by' is no text", 3),
        ("[[number]]\nname = 'a'\nby = 'b'\ndigest = '1'\nwho = 'c'\n", "unknown key 'who'", 2),
        ("number = [3]\n", "no table", 1),
    ],
)
def test_a_broken_file_is_a_finding_with_its_line(
    report: Report, text: str, message: str, line: int
) -> None:
    report.write("reviews.toml", text)
    with pytest.raises(TieoutError) as caught:
        signoff.read(report.project)
    (finding,) = caught.value.findings
    assert finding.code == "TIE854"
    assert message in finding.message
    assert finding.place.path == "reviews.toml"
    assert finding.place.line == line


class Edition:
    """What of a project its sign-offs are read and written by."""

    def __init__(self, root: Path, asked: str) -> None:
        self.root, self.asked = root, asked

    def relative(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def test_an_edition_has_a_file_of_its_own_and_takes_part_in_the_report_s(tmp_path: Path) -> None:
    whole: Any = Edition(tmp_path, "")
    edition: Any = Edition(tmp_path, "lambeth")
    signoff.write(whole, (FIRST, SECOND))
    mine = SignOff("number", "a", "Ann", "99")
    signoff.write(edition, (*signoff.read(edition), mine))
    assert signoff.read(whole) == (SECOND, FIRST)
    assert signoff.read(edition) == (
        mine,
        dataclasses.replace(SECOND, elsewhere=True),
        dataclasses.replace(FIRST, elsewhere=True),
    )
    assert signoff.every(whole) == ("reviews.toml", "reviews/lambeth.toml")
    assert tomllib.loads((tmp_path / "reviews/lambeth.toml").read_text())["number"] == [
        {"name": "a", "by": "Ann", "digest": "99"}
    ]


def test_what_was_signed_without_an_edition_s_name_holds_there_or_says_nothing() -> None:
    thing: Any = SimpleNamespace(kind="figure", name="a", digest="33")
    elsewhere = dataclasses.replace(THIRD, elsewhere=True)
    assert signoff.standing(thing, [elsewhere]).holds == (elsewhere,)
    other: Any = SimpleNamespace(kind="figure", name="a", digest="34")
    assert signoff.standing(other, [elsewhere]).state is signoff.State.NEVER
    assert signoff.standing(other, [THIRD]).state is signoff.State.EXPIRED
