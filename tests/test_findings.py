"""Findings print, sort, serialise and cross processes as data."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.findings import (
    Finding,
    Place,
    Rule,
    Severity,
    TieoutError,
    errors,
    in_order,
    nearest,
    raise_errors,
)

RULE = Rule("TIE000", "something is wrong")
MILD = Rule("TIE001", "something is odd", Severity.WARNING)
texts = st.text(max_size=20)
places = st.builds(Place, st.text(min_size=1, max_size=9), st.integers(0, 9), st.integers(0, 9))
findings = st.builds(Finding, st.sampled_from([RULE, MILD]), places, texts, texts)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (Place("a.qmd"), "a.qmd"),
        (Place("a.qmd", 3), "a.qmd:3"),
        (Place("a.qmd", 3, 7), "a.qmd:3:7"),
        (Place("a.qmd", 0, 7), "a.qmd"),
    ],
)
def test_a_place_says_what_is_known(place, said):
    assert str(place) == said


def test_a_finding_prints_place_severity_code_message_detail_and_remedy():
    finding = Finding(RULE, Place("a.py", 2, 1), "it broke", "Mend it.", ("a.py:9 in f: 1/0",))
    assert str(finding) == (
        "a.py:2:1 error TIE000 it broke\n    a.py:9 in f: 1/0\n    help: Mend it."
    )


def test_a_finding_keeps_control_characters_of_data_off_the_terminal():
    finding = Finding(RULE, Place("a.csv", 1), "'\x1b[31mred\nTIE999\x07'")
    assert str(finding) == r"a.csv:1 error TIE000 '\x1b[31mred\nTIE999\x07'"


def test_json_leaves_out_what_is_not_known():
    assert Finding(MILD, Place("a.qmd", 3), "odd").as_json() == {
        "code": "TIE001",
        "severity": "warning",
        "path": "a.qmd",
        "line": 3,
        "message": "odd",
    }


def test_a_findings_own_level_wins_over_its_rules():
    finding = Finding(RULE, Place("a"), "m", level=Severity.NOTE)
    assert finding.severity is Severity.NOTE
    assert errors([finding]) == ()


@given(st.lists(findings))
def test_in_order_sorts_by_place_and_says_each_thing_once(found):
    ordered = in_order(found)
    assert set(ordered) == set(found)
    assert len(ordered) == len(set(found))
    assert [f.place for f in ordered] == sorted(f.place for f in ordered)
    assert in_order(reversed(ordered)) == ordered


@given(st.lists(findings, min_size=1), st.booleans())
def test_errors_cross_process_boundaries_whole(found, what):
    error = TieoutError(*found, found=what)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.findings, copy.found, str(copy)) == (error.findings, error.found, str(error))


def test_warnings_alone_raise_nothing_but_are_told_with_an_error():
    warning, error = Finding(MILD, Place("a"), "w"), Finding(RULE, Place("b"), "e")
    raise_errors([warning])
    with pytest.raises(TieoutError) as raised:
        raise_errors([warning, error])
    assert raised.value.findings == (warning, error)


def test_nearest_names_a_near_name_and_keeps_silent_about_far_ones():
    assert nearest("prison_rice", ["prison_rise", "arrests"]) == "Did you mean 'prison_rise'?"
    assert nearest("zzz", ["prison_rise", "arrests"]) == ""
    assert nearest("x", []) == ""
