"""The ledger of the sample report, number by number, and the same bytes each time."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def numbers(computed):
    return computed.ledger()


def test_a_datum_is_its_cell(numbers):
    made = numbers["prisoners.2020-03.all.prisoners"]
    assert made["title"] == "Prisoners (Prisoners): 2020-03, all"
    assert (made["value"], made["display"], made["unit"]) == (38990, "38,990", "people")
    assert made["defined"] == {"file": "data/prisoners.csv", "line": 6}
    (cell,) = made["inputs"]
    assert (cell["row"], cell["key"], cell["value"], cell["role"]) == (
        6,
        ["2020-03", "all"],
        "38990",
        "is",
    )
    assert (cell["qualifier"], made["bound"]) == ("more than", "more than")
    assert made["sources"] == [
        {"key": "ministry2020", "locator": "p. 6"},
        {"key": "survey2019", "locator": "table 2"},
    ]


def test_a_statistic_has_its_formula_its_cells_and_their_sources(numbers):
    made = numbers["prison_rise"]
    assert (made["exact"], made["display"], made["value"]) == ("1899/2000", "95%", 0.9495)
    assert made["title"] == "Growth of the number of prisoners from the first month to the last"
    assert made["formula"].startswith("@statistic(")
    assert made["takes"] == ["prisoners"]
    moving = {(c["row"], c["column"]) for c in made["inputs"] if c["role"] == "contributes"}
    assert moving == {(2, "prisoners"), (6, "prisoners")}
    assert {each["key"] for each in made["sources"]} == {"ministry2020", "survey2019"}
    assert [c["elasticity"] > 0 for c in made["inputs"]] == [False, True]
    assert made["bound"] == "more than"
    assert made["published"] == {
        "printed": "95%", "agreement": "agrees after rounding", "source": "paper2021", "locator": "par. 2",
    }  # fmt: skip


def test_cells_come_through_other_statistics(numbers):
    made = numbers["prisoners_a_year"]
    assert made["takes"] == ["prisoners", "prison_rise"]
    assert {c["row"] for c in made["inputs"] if c["role"] == "contributes"} == {2, 6}


def test_a_file_as_received_names_its_lines_and_its_datasets_source(numbers):
    made = numbers["payments.Z2.Preis"]
    assert (made["exact"], made["unit"], made["defined"]["line"]) == ("4.25", "USD", 3)
    assert made["sources"] == [{"key": "survey2019", "locator": "annex 1"}]


def test_every_use_has_its_place_and_its_display(numbers):
    uses = [
        (f"{u['file']}:{u['line']}:{u['column']}", u["display"])
        for u in numbers["prison_rise"]["uses"]
    ]
    assert uses[:2] == [("report/index.qmd:3:31", "95%"), ("report/prisons.qmd:8:80", "95.0%")]
    assert [use["display"] for use in numbers["payments.Z2.Preis"]["uses"]] == ["4.25"]
    assert any(place.startswith("figures/prisoners_by_month.py") for place, _ in uses)


def test_a_statistic_nobody_uses_is_in_the_ledger_and_an_unused_datum_is_not(numbers):
    assert numbers["prisoners_a_year"]["uses"] == []
    assert "prisoners.2018-12.all.prisoners" not in numbers


def test_the_ledger_is_the_same_bytes_each_time_and_in_order(computed):
    text = computed.compiled().ledger.as_json()
    assert computed.compiled().ledger.as_json() == text
    names = [each["name"] for each in json.loads(text)["numbers"]]
    assert names == sorted(names)
    assert str(computed.root) not in text
