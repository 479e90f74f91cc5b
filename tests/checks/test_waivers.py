"""Waivers: what they cover, what is wrong with them, and which nothing needs."""

from __future__ import annotations

from tieout import catalogue
from tieout.checks import runner, waivers
from tieout.findings import Finding, Place

PATH = "report/a.qmd"


def standing(text: str, *found: Finding, path: str = PATH) -> list[str]:
    read = waivers.read({path: text}, runner.CODES)
    return [each.code for each in read.apply(found, runner.CODES)]


def typed(line: int, path: str = PATH) -> Finding:
    return Finding(catalogue.TYPED_DIGITS, Place(path, line, 3), "the number '5' is typed")


def test_a_waiver_covers_its_line_and_the_next():
    text = "<!-- tieout: allow TIE801 because the law says so -->\nAt most 5.\nAt most 5."
    assert standing(text, typed(1)) == []
    assert standing(text, typed(2)) == []
    assert standing(text, typed(3)) == ["TIE801", "TIE862"]


def test_a_waiver_is_of_its_codes_alone():
    text = "At most 5. <!-- tieout: allow TIE802, TIE801 because the law says so -->"
    assert standing(text, typed(1)) == ["TIE862"]  # of TIE802
    assert standing(text.replace("TIE802, ", ""), typed(1)) == []


def test_a_waiver_in_a_script_stands_behind_a_hash():
    text = "x = 1\n# tieout: allow TIE801 because the law says so\ny = 2\n"
    path = "figures/a.py"
    assert standing(text, typed(3, path), path=path) == []


def test_a_waiver_needs_a_reason_and_a_known_code():
    assert standing("<!-- tieout: allow TIE801 -->", typed(1)) == ["TIE801", "TIE861"]
    assert standing("<!-- tieout: allow because -->") == ["TIE861"]
    assert standing("<!-- tieout: allow TIE899 because so -->") == ["TIE861"]


def test_an_unused_waiver_is_reported_at_its_place():
    read = waivers.read({PATH: "a\n  <!-- tieout: allow TIE801 because so -->"}, runner.CODES)
    (one,) = read.apply((), runner.CODES)
    assert one.code == "TIE862"
    assert (one.place.line, one.place.column) == (2, 3)


def test_a_rule_that_is_off_leaves_its_waiver_alone():
    read = waivers.read({PATH: "<!-- tieout: allow TIE801 because so -->"}, runner.CODES)
    assert not runner.judged((), read, {"TIE801": "off"})


def test_severities_are_the_project_s():
    none = waivers.Waivers((), ())
    (one,) = runner.judged((typed(1),), none, {"TIE801": "note"})
    assert one.severity == "note"
    assert not runner.judged((typed(1),), none, {"TIE801": "off"})


def test_a_waiver_in_a_heading_is_read():
    text = "# At most 5 <!-- tieout: allow TIE801 because the law says so --> {#sec-x}\n"
    assert standing(text, typed(1)) == []
