"""The gradient: believed only where a run on numbers agrees with it."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tieout.compute import gradient
from tieout.compute.gradient import Told
from tieout.compute.lineage import Cell
from tieout.compute.observe import number
from tieout.compute.trial import Trial

TABLE = pd.DataFrame({"real": [1.5 + 0.25 * n for n in range(40)]})
CELLS = [Cell("t", row, "real") for row in range(40)]


def of(function: Any) -> Told | None:
    def answer(tables: Mapping[str, pd.DataFrame], _values: object) -> Any:
        return function(tables["t"])

    return gradient.of(Trial(answer, {"t": TABLE}, {}, number), CELLS)


def told(function: Any) -> Mapping[Cell, float] | None:
    found = of(function)
    return None if found is None else found.slopes


def test_all_cells_are_told_with_their_slopes() -> None:
    found = told(lambda t: float(t["real"][3]) - 2 * float(t["real"][30]))
    assert found == {CELLS[3]: 1.0, CELLS[30]: -2.0}


@pytest.mark.parametrize(
    "function",
    [
        lambda t: t["real"][3] + getattr(t["real"][4], "value", t["real"][4]),  # hides a cell
        lambda t: t["real"][3] * (1 if isinstance(t["real"][3], builtins.float) else 2),
        lambda t: t["real"][3] + (0 if t["real"].dtype == "float64" else t["real"][5] / 1e4),
        lambda t: t["real"].to_numpy(dtype="float64")[3],
        lambda t: complex(t["real"][3]).real,
    ],
)
def test_slopes_that_the_numbers_do_not_agree_with_are_not_believed(function: Any) -> None:
    assert told(function) is None


def test_a_cell_that_cancels_out_is_not_among_them() -> None:
    found = told(lambda t: t["real"][3] + t["real"][4] - t["real"][4])
    assert found is not None
    assert found.keys() <= {CELLS[3], CELLS[4]}
    assert found.get(CELLS[4], 0.0) == 0.0


@pytest.mark.parametrize(
    ("function", "swelled"),
    [
        (lambda t: t["real"][3], True),
        (lambda t: t["real"][3] * (2 if t["real"][9] > 7 else 1), False),
        (lambda t: t["real"][3] + (t["real"].sum() > 400), False),
        (lambda t: t["real"][3] if t["real"].dtype == "slope" or t["real"][9] < 7 else 1.0, False),
        (lambda t: t.loc[t["real"] < 12, "real"].iloc[9], False),  # rows before it are left out
    ],
)
def test_others_that_move_a_number_when_they_are_much_larger_are_not_said_not_to(
    function: Any, swelled: bool
) -> None:
    found = of(function)
    assert found is not None
    assert found.others_swelled is swelled


def test_small_cells_beside_large_ones_are_told_too() -> None:
    """A change that is tiny for the largest cell of a column is not so for its smallest."""
    table = pd.DataFrame({"real": [3.0, 4.0, 5.0, 1e5]})
    cells = [Cell("t", row, "real") for row in range(4)]
    trial = Trial(
        lambda tables, _values: tables["t"]["real"][1] / tables["t"]["real"][0] - 1,
        {"t": table},
        {},
        number,
    )
    found = gradient.of(trial, cells)
    assert found is not None
    assert found.slopes.keys() == {cells[0], cells[1]}


def test_a_large_table_is_told_as_a_small_one_is() -> None:
    """Searched by halves, its cells would take more runs than a small one's."""
    table = pd.DataFrame({"real": [float(n + 1) for n in range(50_000)]})
    cells = [Cell("t", row, "real") for row in range(len(table))]
    trial = Trial(lambda t, _values: t["t"]["real"].iloc[40_000] * 2, {"t": table}, {}, number)
    found = gradient.of(trial, cells)
    assert found is not None
    assert found.slopes == {cells[40_000]: 2.0}
    assert trial.runs <= 3


def test_float_is_what_it_was_afterwards_and_stays_a_type_meanwhile() -> None:
    seen = []

    def function(t: pd.DataFrame) -> Any:
        value = t["real"][3]
        seen.append(
            (isinstance(value, float), float("1.5"), isinstance(2.5, float), isinstance(2, float))
        )
        return float(value)

    assert told(function) == {CELLS[3]: 1.0}
    assert set(seen) == {(True, 1.5, True, False)}
    assert float is builtins.float
    assert "float" not in globals()


def test_nothing_outside_the_project_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(lambda t: float(t["real"][3])) is None  # this module is none of the project's
