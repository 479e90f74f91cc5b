"""One difference in each format: nothing in it is markup, and nothing is lost."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import html

from tieout import catalogue
from tieout.diff import page, tree
from tieout.diff.changes import (
    Diff,
    Expired,
    NumberChange,
    SentenceChange,
    ShownChange,
    absolute,
    relative,
    told_apart,
)
from tieout.diff.comment import markdown
from tieout.findings import Finding, Place
from tieout.ledger.lockfile import Drift, Held
from tieout.ledger.signoff import SignOff
from tieout.number import Unit
from tieout.review.outline import layout

HOSTILE = '<script>alert(1)</script> | **bold** [x](javascript:y) `code` & "q" @team'
OLD, NEW = (
    Held(0.78, Unit.parse("percent"), "78%", "a"),
    Held(0.95, Unit.parse("percent"), "95%", "b"),
)


def hostile() -> Diff:
    return Diff(
        since=HOSTILE,
        numbers=(
            NumberChange(
                "rise", HOSTILE, Drift.MOVED, OLD, NEW, HOSTILE, "95%", "+17 points", "+21.8%"
            ),
            NumberChange("new", "", Drift.ADDED, None, NEW, "(none)", "95%"),
            NumberChange("same", "", Drift.REWORKED, OLD, OLD, "78%", "78%"),
        ),
        sentences=(
            SentenceChange(
                Place("report/a.qmd", 3, 1),
                "prose",
                f"It was {HOSTILE}.",
                f"It is {HOSTILE}.",
                ("rise",),
            ),
            SentenceChange(Place("report/a.qmd", 5, 1), "caption", "", "All new.", ("rise",)),
        ),
        words=(Finding(catalogue.FALSE_DIRECTION, Place("report/a.qmd", 3), HOSTILE, HOSTILE),),
        shown=(ShownChange("figure", "rise", HOSTILE, Drift.MOVED, ("data/x.csv",), True),),
        expired=(Expired(SignOff("number", "rise", HOSTILE, "a", on="2021-05-06")),),
    )


def test_the_page_holds_no_markup_but_its_own():
    root = html.document_fromstring(page.html(hostile(), HOSTILE))
    assert root.xpath("//script | //b | //a | //img") == []
    assert " ".join(root.text_content().split()).count("<script>alert(1)</script>") >= 6


def test_the_page_needs_nothing_else():
    text = page.html(hostile(), "T")
    assert "default-src &#39;none&#39;" in text
    assert "http" not in text.replace("http-equiv", "")
    assert "src=" not in text.replace("-src", "")


def test_the_comment_holds_no_markup_but_its_own():
    text = markdown(hostile())
    assert "<script" not in text.replace("\\<", "")
    assert "\\<script\\>alert(1)\\</script\\>" in text
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert all(line.replace("\\|", "").count("|") == 5 for line in rows)
    assert "<ins>is</ins>" in text
    assert "<del>was</del>" in text
    assert "All new." in text


def test_a_long_comment_is_cut_with_a_count():
    many = tuple(
        SentenceChange(Place("a.qmd", n), "prose", "w " * 200, "v " * 200, ("x",))
        for n in range(500)
    )
    text = markdown(Diff("HEAD", sentences=many))
    assert len(text) < 64_000
    assert "`tieout diff` shows them all." in text


def test_the_outline_keeps_to_80_columns():
    lines = [str(line) for line in layout(tree.of_diff(hostile()))]
    assert all(len(line) <= 80 for line in lines)
    whole = " ".join(lines)
    for word in (
        "moved",
        "added",
        "sentences",
        "no longer true",
        "figures and tables",
        "sign-offs that expire",
    ):
        assert word in whole


def test_the_data():
    data = json.loads(json.dumps(hostile().as_json()))
    assert data["changed"] is True
    assert data["numbers"][0]["old"]["display"] == "78%"
    assert data["numbers"][0]["absolute"] == "+17 points"
    assert "old" not in data["numbers"][1]
    assert data["sentences"][0]["line"] == 3
    assert data["sign_offs"][0]["by"] == HOSTILE


def test_the_headline():
    assert hostile().headline == (
        "1 number moved, 1 added, 1 reworked; 2 sentences; 1 claim no longer true; 1 figure or table; 1 sign-off expires"
    )


@pytest.mark.parametrize(
    ("unit", "old", "new", "difference", "share"),
    [
        ("percent", 0.78, 0.783, "+0.30 points", "+0.385%"),
        ("percent", Fraction(1, 2), Fraction(1, 4), "-25 points", "-50%"),
        ("people", 38990, 39000, "+10", "+0.0256%"),
        ("USD", 1, 0.5, "-US$0.50", "-50%"),
        ("count", 0, 5, "+5", ""),
        ("count", -5, 5, "+10", "+200%"),
        ("ratio", 1, 123456, "+123,455", "+12,300,000%"),
        ("plain", 1e-9, 2e-9, "+0.0000000010", "+100%"),
        ("count", 5, 5, "", ""),
    ],
)
def test_by_how_much(unit, old, new, difference, share):
    before, after = Held(old, Unit.parse(unit), "", ""), Held(new, Unit.parse(unit), "", "")
    assert absolute(before, after, "en_GB") == difference
    assert relative(before, after) == share


def test_other_units_have_no_difference():
    before, after = Held(1, Unit.parse("count"), "", ""), Held(2, Unit.parse("USD"), "", "")
    assert absolute(before, after, "en_GB") == relative(before, after) == ""


@given(some.text(), some.text())
def test_both_sentences_are_kept_whole(before, after):
    old, new = told_apart(before, after)
    assert "".join(text for text, _ in old) == before
    assert "".join(text for text, _ in new) == after
    assert [t for t, changed in old if not changed] == [t for t, changed in new if not changed]
