"""Totals and parts: what adds up, what does not, and what nobody can say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tieout.data.dataset import Column, Dataset
from tieout.data.sums import declared, gaps
from tieout.data.table import Table
from tieout.findings import Place
from tieout.number import Unit


def dataset(sums: Any) -> Dataset:
    people = Unit.parse("people")
    columns = tuple(
        Column(name, "integer" if unit else "string", name, {}, "", unit, None)
        for name, unit in (
            ("as_of", None),
            ("group", None),
            ("qualifier", None),
            ("people", people),
            ("beds", people),
        )
    )
    return Dataset(
        name="held",
        title="Held",
        description="",
        path="data/held.csv",
        columns=columns,
        primary_key=("as_of", "group"),
        confidential=False,
        source="",
        locator="",
        descriptor={"tieout:sums": sums},
        place=Place("data/datapackage.json", 3, 1),
    )


def table(sums: Any, *rows: tuple[str, str, str, Any, Any]) -> Table:
    made = dataset(sums)
    cells = zip(*rows, strict=True)
    columns = {c.name: tuple(each) for c, each in zip(made.columns, cells, strict=True)}
    return Table(made, columns, tuple(range(2, 2 + len(rows))))


DOWN = {"total": {"group": "all"}, "parts": [{"group": "women"}, {"group": "men"}]}


def found(sums: Any, *rows: tuple[str, str, str, Any, Any]) -> list[tuple[int, str, int, int]]:
    made = table([sums], *rows)
    (one,), faults = declared(made.dataset)
    assert not faults
    return [(gap.row, gap.column, int(gap.total), int(gap.parts)) for gap in gaps(made, one)]


def three(total: Any, women: Any, men: Any, *said: str) -> list[tuple[str, str, str, Any, Any]]:
    words = (*said, "", "", "")
    return [
        ("2016", "all", words[0], total, 1),
        ("2016", "women", words[1], women, 1),
        ("2016", "men", words[2], men, 0),
    ]


def test_rows_that_add_up_and_rows_that_do_not():
    assert found(DOWN, *three(30, 10, 20)) == []
    assert found(DOWN, *three(31, 10, 20)) == [(0, "people", 31, 30)]
    assert found({**DOWN, "columns": ["beds"]}, *three(31, 10, 20)) == []
    assert found({**DOWN, "within": 1}, *three(31, 10, 20)) == []


def test_each_date_is_a_sum_of_its_own():
    later = [(f"2017{date[4:]}", *rest) for date, *rest in three(40, 10, 20)]
    assert found(DOWN, *three(30, 10, 20), *later) == [(3, "people", 40, 30)]  # type: ignore[arg-type]


def test_a_total_without_all_its_parts_says_nothing():
    assert found(DOWN, *three(31, 10, 20)[:2]) == []
    assert found(DOWN, *three(31, None, 20)) == []


@pytest.mark.parametrize(
    ("total", "said", "wrong"),
    [
        (35, ("", "more than", ""), False),  # the parts may well make it
        (25, ("", "more than", ""), True),
        (35, ("more than", "", ""), True),
        (25, ("more than", "", ""), False),
        (35, ("", "fewer than", ""), True),
        (99, ("about", "", ""), False),
        (99, ("", "", "about"), False),
    ],
)
def test_qualifiers_count(total, said, wrong):
    assert bool(found(DOWN, *three(total, 10, 20, *said))) is wrong


def test_columns_of_one_row():
    across = {"total": "people", "parts": ["beds"]}
    assert found(across, ("2016", "all", "", 3, 3), ("2017", "all", "", 4, 3)) == [
        (1, "people", 4, 3)
    ]


def test_parts_of_a_number():
    whole = {"total": 100, "parts": DOWN["parts"], "columns": ["people"]}
    assert found(whole, *three(0, 40, 60)) == []
    assert found(whole, *three(0, 40, 50)) == [(1, "people", 100, 90)]


def test_a_known_gap_keeps_its_reason():
    (one,), _ = declared(dataset([{**DOWN, "because": "the source itself does not add up"}]))
    assert one.because
    assert one.within == Decimal(0)


@pytest.mark.parametrize(
    ("sums", "fault"),
    [
        ([{"total": "people"}], 'needs "total" and "parts"'),
        ([{**DOWN, "partz": 1}], "unknown key 'partz'"),
        ([{"total": "people", "parts": ["bed"]}], "'bed' is no column of values"),
        ([{"total": {"sex": "all"}, "parts": [{"sex": "men"}]}], "'sex' is no column of the key"),
        ([{"total": {"as_of": "1"}, "parts": [{"group": "men"}]}], "different columns"),
        ([{"total": "people", "parts": [{"group": "men"}]}], "all columns, or all objects"),
        ([{"total": True, "parts": ["beds"]}], '"total" is'),
        (["people"], 'needs "total" and "parts"'),
    ],
)
def test_a_sum_declared_wrongly_is_told(sums, fault):
    made, faults = declared(dataset(sums))
    assert not made
    assert fault in faults[0]
