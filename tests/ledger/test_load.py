"""The ledger comes back from its file as it was written."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import Report
from tieout.findings import TieoutError
from tieout.ledger.load import load, parse, value_of
from tieout.number import exact, exact_text


def test_a_ledger_comes_back_as_it_was_written(computed: Report) -> None:
    made = computed.compiled().ledger
    text = made.as_json()
    assert parse(text).as_json() == text
    read = parse(text)
    assert set(read.records) == set(made.records)
    assert set(read.shown) == set(made.shown) == {"prisoners_by_month", "payments_by_reference"}
    for name, record in made.records.items():
        assert exact(read.records[name].value) == exact(record.value)
        assert read.records[name].uses == record.uses


@given(
    st.one_of(
        st.integers(-(10**30), 10**30),
        st.floats(allow_nan=False, allow_infinity=False),
        st.fractions(),
        st.decimals(allow_nan=False, allow_infinity=False, places=6),
    )
)
def test_a_value_comes_back_from_its_text(value: int | float | Fraction | Decimal) -> None:
    assert exact(value_of(exact_text(value))) == exact(value)


@pytest.mark.parametrize("text", ["{", "[]", '{"resources": [{"name": "prisoners"}]}', b"\xff"])
def test_no_ledger_is_read_while_nobody_can_say_what_is_confidential(
    computed: Report, text: str | bytes
) -> None:
    computed.write("_output/ledger.json", computed.compiled().ledger.as_json())
    computed.write("data/datapackage.json", text)
    with pytest.raises(TieoutError) as caught:
        load(computed.project)
    assert {each.place.path for each in caught.value.findings} == {"data/datapackage.json"}


def test_what_became_confidential_is_gone_though_its_file_is_not_here(computed: Report) -> None:
    computed.write("_output/ledger.json", computed.compiled().ledger.as_json())
    name = "prisoners.2016-12.all.prisoners"
    assert name in load(computed.project).records
    computed.describe(lambda resources, _: resources["prisoners"].update(confidential=True))
    (computed / "data/prisoners.csv").unlink()
    assert name not in load(computed.project).records


def test_a_report_never_built_says_so(report: Report) -> None:
    with pytest.raises(TieoutError) as caught:
        load(report.project)
    (finding,) = caught.value.findings
    assert (finding.code, str(finding.place)) == ("TIE851", "_output/ledger.json")
    assert not caught.value.found


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"version": "2.0"}', '{"version": "1.0", "title": "", "locale": ""}'],
)
def test_what_is_no_ledger_is_a_finding(report: Report, text: str) -> None:
    report.write("_output/ledger.json", text)
    with pytest.raises(TieoutError) as caught:
        load(report.project)
    assert caught.value.findings[0].code == "TIE852"


def test_an_unknown_elasticity_stays_unknown(computed: Report) -> None:
    data = json.loads(computed.compiled().ledger.as_json())
    cell = data["numbers"][0]["inputs"][0]
    cell.pop("elasticity", None)
    read = parse(json.dumps(data))
    record = read.records[data["numbers"][0]["name"]]
    assert math.isnan(record.inputs[0].elasticity)
