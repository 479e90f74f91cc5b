"""Drawn: numbers in figures that nobody can trace are found, those of its data and the report's are not."""

from __future__ import annotations

import dataclasses

import pytest

from checks.shorthand import n
from checks.suite import report
from tieout.checks import drawn
from tieout.ledger.record import Shown


def found(text: str, kind: str = "annotation", takes: tuple[str, ...] = ("growth",), **numbers):
    made = report("A chapter.", {"growth": n("94.95%"), "held": n("38990"), **numbers})
    shown = Shown(
        "f", "figure", "F", "", "", "figures/f.py", 7, "", takes=takes, texts=((kind, text),)
    )
    return [*drawn.find(dataclasses.replace(made, shown={"f": shown}))]


@pytest.mark.parametrize(
    "text",
    [
        "38,991",
        "Up 96%",
        "39 thousand",
        "two lines: 1,234 and 38,990",
        "\N{MINUS SIGN}12.5%",
        "US$250",
        "39.0 million",
    ],
)
def test_a_number_that_nobody_knows(text):
    (one,) = found(text)
    assert one.code == "TIE503"
    assert one.place.line == 7
    assert f"annotation: {text}" in one.detail


@pytest.mark.parametrize(
    "text",
    [
        "38,990",  # as the report displays it
        "> 38,990 people",
        "95%",  # what it takes, rounded in any way
        "94.9%",
        "94.95%",
        "+95 %",
        "0.95",
        "\N{MINUS SIGN}95%",  # which way it is drawn is the words' matter
        "",
        "prisoners",
        # What is no statistic in a sentence is none here.
        "2016",
        "in 2019 and 2020",
        "March 2020",
        "CC1",
        "Covid-19",
        "Article 5",
        "12 May 2020",
    ],
)
def test_a_number_of_the_report(text):
    assert found(text) == []


def test_a_number_it_does_not_take_counts_only_as_displayed():
    assert found("38,990.0", takes=())
    assert found("94.9%", takes=())
    assert found("95%", takes=()) == []


def test_one_finding_a_figure():
    made = report("A chapter.", {"growth": n("94.95%")})
    texts = tuple(("text", f"{number},111") for number in range(10, 20))
    shown = Shown("f", "figure", "F", "", "", "figures/f.py", 7, "", texts=texts)
    (one,) = drawn.find(dataclasses.replace(made, shown={"f": shown}))
    assert "'10,111'" in one.message
    assert "and 4 more" in one.message


@pytest.mark.slow
def test_the_cells_it_is_given_may_be_printed(built, inside):
    path = "figures/prisoners_by_month.py"
    script = built.read(path)

    def prints(text: str) -> str:
        built.write(
            path,
            script.replace("    axes.set_ylim(0)\n", f"    axes.text(0, 0, {text!r})\n"),
        )
        built.write("_output/ledger.json", built.compiled().ledger.as_json())
        return inside(built, "check", path, "--format", "json").out

    for text in ("31,005", "31.0 thousand", "7.5% women", "page 4"):
        assert "TIE503" not in prints(text), text
    said = prints("38,991 in all")
    assert "TIE503" in said
    assert "'38,991'" in said
    built.change(
        path,
        "def prisoners_by_month(",
        "# tieout: allow TIE503 because so\ndef prisoners_by_month(",
    )
    assert "TIE503" not in inside(built, "check", path, "--format", "json").out
