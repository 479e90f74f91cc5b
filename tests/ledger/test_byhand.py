"""By hand: an author adds a cell, or takes one out, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from projects import Report

FIRST = "prisoners.2016-12.all.prisoners"
WOMEN = "prisoners.2016-12.women.prisoners"
DECORATOR = (
    '@statistic(unit="percent", published="95%", published_in="paper2021", published_at="par. 2")'
)


def record(report: Report, **options: Mapping[str, str]) -> dict[str, Any]:
    said = "".join(f", {name}={value!r}" for name, value in options.items())
    report.change("scripts/prisons.py", DECORATOR, DECORATOR[:-1] + said + ")")
    return report.ledger()["prison_rise"]


def by_name(record: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {".".join((i["dataset"], *i["key"], i["column"])): i for i in record["inputs"]}


@pytest.mark.slow
def test_an_added_cell_counts_and_is_cited(computed: Report) -> None:
    share = "prisoners.2020-03.women.share"
    made = record(computed, adds={share: "the survey's share is typed into the script"})
    cell = by_name(made)[share]
    assert cell["role"] == "added by hand"
    assert cell["reason"] == "the survey's share is typed into the script"
    assert {"key": "survey2019", "locator": "table 2"} in made["sources"]
    assert made["bound"] == "about"  # the cell is known as "about", and its direction is not


@pytest.mark.slow
def test_a_whole_column_can_be_added(computed: Report) -> None:
    made = record(computed, adds={"prisoners.share": "checked against it"})
    assert sum(each["role"] == "added by hand" for each in made["inputs"]) >= 4


@pytest.mark.slow
def test_an_excluded_cell_does_not_count(computed: Report) -> None:
    before = computed.ledger()["prison_rise"]
    made = record(computed, excludes={FIRST: "a stand-in until the first count is found"})
    assert by_name(before)[FIRST]["role"] == "contributes"
    cell = by_name(made)[FIRST]
    assert (cell["role"], cell["reason"]) == (
        "excluded by hand",
        "a stand-in until the first count is found",
    )
    assert {"key": "ministry2020", "locator": "p. 4"} not in made["sources"]
    assert made["digest"] != before["digest"]


@pytest.mark.slow
def test_what_takes_the_number_inherits_it(computed: Report) -> None:
    record(computed, excludes={"prisoners.2020-03.all.prisoners": "provisional"})
    taken = by_name(computed.ledger()["prisoners_a_year"])
    assert taken["prisoners.2020-03.all.prisoners"]["role"] == "excluded by hand"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ({"adds": {"prisoners.2016-13.all.prisoners": "why"}}, "TIE213", "which is no cell"),
        ({"adds": {WOMEN: " "}}, "TIE213", "without a reason"),
        ({"excludes": {WOMEN: "not meant"}}, "TIE214", "which has no part in it anyway"),
        ({"adds": {FIRST: "surely"}}, "TIE214", "was observed to contribute anyway"),
        ({"adds": "prisoners.share"}, "TIE208", "adds= is no mapping"),
    ],
)
def test_what_cannot_be_so_is_said(
    computed: Report, options: dict[str, Any], code: str, said: str
) -> None:
    script = computed.read("scripts/prisons.py")
    more = "".join(f", {name}={value!r}" for name, value in options.items())
    computed.write("scripts/prisons.py", script.replace(DECORATOR, DECORATOR[:-1] + more + ")"))
    (finding,) = (each for each in computed.findings() if each.rule.code == code)
    assert said in finding.message
    assert finding.place.path == "scripts/prisons.py"
