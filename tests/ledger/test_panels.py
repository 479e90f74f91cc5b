"""What opens when a reader follows a number: complete, and data only."""

from __future__ import annotations

import json

import pytest

from projects import Report
from tieout.ledger.fragments import Panel
from tieout.ledger.panels import MAX_CELLS, script


@pytest.fixture
def opened(computed: Report) -> dict[str, Panel]:
    return dict(computed.compiled().fragments.panels)


def test_every_number_of_the_report_opens(computed: Report) -> None:
    compiled = computed.compiled()
    used = {name for name, record in compiled.ledger.records.items() if record.uses}
    assert {panel.name for panel in compiled.fragments.panels.values()} == used
    assert set(compiled.fragments.panels) >= {"n-prison_rise"}


def test_a_panel_says_what_the_ledger_knows(opened: dict[str, Panel]) -> None:
    panel = opened["n-prison_rise"]
    assert panel.title == "Growth of the number of prisoners from the first month to the last"
    assert panel.words == (
        "Prisoners in the last month divided by prisoners in the first, minus one.",
    )
    assert dict(panel.facts) == {
        "Exact value": "1899/2000 = 0.9495",
        "Known as": "more than 95%",
        "Published": "95% in Müller 2021, par. 2: agrees after rounding",
    }
    assert panel.cells[0] == (
        "prisoners.2016-12.all.prisoners",
        "20000",
        "data/prisoners.csv, line 2; counted; Ministry of Counting 2020, p. 4",
    )
    assert panel.code[0].startswith("scripts/prisons.py, line ")
    assert "return Fraction" in panel.code[1]


def test_a_cell_of_the_data_has_no_formula(opened: dict[str, Panel]) -> None:
    assert opened["n-prisoners.2016-12.all.prisoners"].code[1] == ""


@pytest.mark.slow
def test_a_difference_says_why(computed: Report) -> None:
    computed.change("scripts/prisons.py", 'published="95%"', 'published="99%", note="Misprint."')
    facts = dict(computed.compiled().fragments.panels["n-prison_rise"].facts)
    assert facts["Published"].endswith(": differs")
    assert facts["Why"] == "Misprint."


@pytest.mark.slow
def test_long_lists_of_cells_are_cut_and_say_so(computed: Report) -> None:
    rows = "".join(f"X{n};03/01/2019;{n + 1},00;1%;US$ 3;1;\n" for n in range(20))
    computed.append("data/zahlungen.csv", rows)
    panel = computed.compiled().fragments.panels["n-paid"]
    assert len(panel.cells) == MAX_CELLS
    assert panel.more == 3 + 20 - MAX_CELLS


def test_the_script_sets_data_and_nothing_else(opened: dict[str, Panel]) -> None:
    text = script(opened)
    assert text == script(dict(reversed(opened.items())))
    assert text.startswith("window.tieoutNumbers = {")
    data = json.loads(text.removeprefix("window.tieoutNumbers = ").removesuffix(";\n"))
    assert set(data) == set(opened)
    assert data["n-prison_rise"]["cells"][0][1] == "20000"
