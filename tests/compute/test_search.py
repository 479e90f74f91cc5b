"""Search: exactly the cells that matter, in about as many runs as there are such cells."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieout.compute import changes
from tieout.compute.lineage import Cell
from tieout.compute.search import Found, Search
from tieout.compute.trial import Trial

PLACES, YEARS = 13, 20
TABLE = pd.DataFrame(
    {
        "place": [f"p{n // YEARS}" for n in range(PLACES * YEARS)],
        "year": [2001 + n % YEARS for n in range(PLACES * YEARS)],
        "people": [1000.0 + n * n for n in range(PLACES * YEARS)],
        "houses": [10.0 + n for n in range(PLACES * YEARS)],
    }
)
CELLS = [Cell("t", row, column) for column in ("people", "houses") for row in range(len(TABLE))]


def searched(function: Any, cells: list[Cell] = CELLS, dense: int = 200) -> tuple[Found, int]:
    trial = Trial(lambda tables, _: function(tables["t"]), {"t": TABLE}, {}, lambda out: (out,))
    before = trial.runs
    found = Search(trial, changes.nudge_up, 100_000, dense).among(cells)
    return found, trial.runs - before


def total(column: str, **having: Any) -> Any:
    def function(table: pd.DataFrame) -> float:
        for key, values in having.items():
            table = table[table[key].isin(values)]
        return float(table[column].sum())

    return function


@pytest.mark.parametrize(
    ("having", "runs"),
    [
        ({"year": [2014]}, 40),
        ({"place": ["p3"]}, 45),
        ({"place": ["p3"], "year": [2004, 2014]}, 40),
        ({"year": [2006, 2007, 2008]}, 70),
    ],
)
def test_what_rows_have_in_common_is_found_in_few_runs_more_than_it_has_cells(having, runs):
    found, spent = searched(total("people", **having))
    rows = TABLE
    for key, values in having.items():
        rows = rows[rows[key].isin(values)]
    assert found == Found([Cell("t", row, "people") for row in rows.index], [])
    assert spent <= runs


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(st.sets(st.sampled_from(CELLS), max_size=30), st.booleans())
def test_any_cells_are_found_and_no_others(true, among_few):
    places = [(cell.row, cell.column) for cell in true]
    cells = sorted(true)[:2] + CELLS[:40] if among_few else CELLS
    cells = sorted(set(cells))

    def function(table: pd.DataFrame) -> float:
        return sum(
            (n + 1) * float(table[column].iloc[row]) for n, (row, column) in enumerate(places)
        )

    found, _ = searched(function, cells)
    assert found.groups == []
    assert sorted(found.cells) == sorted(true & set(cells))


def test_a_long_column_of_which_most_cells_count_is_left_as_it_is():
    found, spent = searched(total("people"), CELLS, dense=20)
    assert (found.cells, [len(group) for group in found.groups]) == ([], [len(TABLE)])
    assert spent < 30


def test_few_cells_of_a_long_column_are_told():
    found, _ = searched(total("people", place=["p2"], year=[2003, 2019]), CELLS, dense=20)
    assert [cell.row for cell in found.cells] == [42, 58]


def test_where_the_runs_are_spent_groups_are_told():
    trial = Trial(
        lambda tables, _: total("people", year=[2014])(tables["t"]),
        {"t": TABLE},
        {},
        lambda out: (out,),
    )
    found = Search(trial, changes.nudge_up, 12, 200).among(CELLS)
    named = {cell for group in found.groups for cell in group} | set(found.cells)
    true = {Cell("t", row, "people") for row in TABLE.index[TABLE["year"] == 2014]}
    assert true <= named
    assert trial.runs < 40
