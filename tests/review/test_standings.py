"""A sign-off holds until value, code or cells of the thing change."""

from __future__ import annotations

import re
from importlib import util
from pathlib import Path

import pytest

from projects import Report
from tieout.findings import TieoutError
from tieout.ledger.load import load
from tieout.ledger.signoff import State
from tieout.review.material import Material
from tieout.review.standings import sign, standings, withdraw


def _again(report: Report) -> Material:
    report.write("_output/ledger.json", report.compiled().ledger.as_json())
    return Material(report.project, load(report.project))


def _states(material: Material) -> dict[str, str]:
    return {each.name: str(each.standing.state) for each in standings(material).all}


def test_everything_begins_as_never_reviewed(material: Material) -> None:
    found = standings(material)
    assert {each.standing.state for each in found.all} == {State.NEVER}
    assert found.count(State.NEVER) == len(found.all) == len(material.records) + 2


def test_a_sign_off_names_who_and_what_was_seen(built: Report, material: Material) -> None:
    made = sign(material, "prison_rise", " Ann ", note="both cells read", on="2026-11-22")
    assert made.standing.state is State.REVIEWED
    (mine,) = made.standing.holds
    assert (mine.by, mine.shown, mine.note) == ("Ann", "95%", "both cells read")
    assert 'by = "Ann"' in built.read("reviews.toml")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,38991"),  # value
        ("data/prisoners.csv", "2016-12,all,20000,1,ministry2020,p. 4", "2016-12,all,20000,1,ministry2020,p. 9"),
        ("data/prisoners.csv", "more than", "about"),
        ("scripts/periods.py", 'LAST = "2020-03"', 'LAST = "2020-" + "03"'),  # a helper's code
        ("scripts/prisons.py", "FIRST)) - 1", "FIRST)) - 2 + 1"),
    ],
)  # fmt: skip
def test_a_sign_off_expires(
    built: Report, material: Material, name: str, old: str, new: str
) -> None:
    sign(material, "prison_rise", "Ann")
    sign(material, "paid", "Ann")
    built.change(name, old, new)
    states = _states(_again(built))
    assert states["prison_rise"] == "expired"
    assert states["paid"] == "reviewed"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/prisoners.csv", "2018-12,all,31005", "2018-12,all,31006"),  # no part in the number
        ("report/index.qmd", "grew by", "rose by"),
        ("scripts/prisons.py", "Growth of the number", "Rise of the number"),
        ("scripts/periods.py", "period.upper()", "period.lower()"),
    ],
)
def test_what_has_no_part_in_it_leaves_a_sign_off(
    built: Report, material: Material, name: str, old: str, new: str
) -> None:
    sign(material, "prison_rise", "Ann")
    built.change(name, old, new)
    assert _states(_again(built))["prison_rise"] == "reviewed"


@pytest.mark.slow
def test_what_a_statistic_takes_has_a_part_in_it(built: Report, material: Material) -> None:
    sign(material, "prisoners_a_year", "Ann")
    built.change("scripts/prisons.py", "FIRST)) - 1", "FIRST)) - 2 + 1")
    assert _states(_again(built))["prisoners_a_year"] == "expired"


@pytest.mark.slow
def test_a_figure_is_signed_off_with_its_picture_code_and_data(
    built: Report, material: Material
) -> None:
    sign(material, "figure:prisoners_by_month", "Ann")
    assert _states(_again(built))["figure:prisoners_by_month"] == "reviewed"
    built.change("figures/prisoners_by_month.py", 'marker="o"', 'marker="s"')
    assert _states(_again(built))["figure:prisoners_by_month"] == "expired"


@pytest.mark.slow
def test_expired_and_signed_again_by_another(built: Report, material: Material) -> None:
    sign(material, "prison_rise", "Ann")
    built.change("data/prisoners.csv", "2020-03,all,38990", "2020-03,all,38991")
    made = sign(_again(built), "prison_rise", "Ben")
    assert made.standing.state is State.REVIEWED
    assert [each.by for each in made.standing.expired] == ["Ann"]


def test_a_sign_off_can_be_withdrawn(material: Material, built: Report) -> None:
    sign(material, "prison_rise", "Ann")
    fresh = Material(built.project, material.ledger)
    assert withdraw(fresh, "prison_rise", "Ann").standing.state is State.NEVER
    with pytest.raises(TieoutError, match="has not signed"):
        withdraw(Material(built.project, material.ledger), "prison_rise", "Ann")


def test_nobody_signs_nothing(material: Material) -> None:
    with pytest.raises(TieoutError, match="needs a name"):
        sign(material, "prison_rise", "  ")
    with pytest.raises(TieoutError, match="no chapter uses"):
        sign(material, "prisoners.2020-03.women.share", "Ann")


def test_a_sign_off_of_something_that_is_gone_is_lost(built: Report, material: Material) -> None:
    sign(material, "prison_rise", "Ann")
    built.write("reviews.toml", built.read("reviews.toml").replace("prison_rise", "prison_fall"))
    assert [each.name for each in standings(_again(built)).lost] == ["prison_fall"]


def test_no_clock_is_read() -> None:
    spec = util.find_spec("tieout.ledger.signoff")
    assert spec is not None
    assert spec.origin is not None
    assert not re.search(r"datetime|time\.", Path(spec.origin).read_text(encoding="utf-8"))
