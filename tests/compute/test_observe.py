"""Observe: functions whose true dependencies are known, and random ones."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tieout.compute import finder, gradient, lineage, marks, observe, results
from tieout.compute.lineage import Columns, Role
from tieout.compute.trial import Trial

TABLE = pd.DataFrame(
    {
        "key": [f"k{n}" for n in range(40)],
        "whole": [100 + 7 * n for n in range(40)],
        "real": [1.5 + 0.25 * n for n in range(40)],
        "group": ["a", "b", "c", "d"] * 10,
    }
)
COLUMNS = {"t": Columns(("whole", "real"), ("group",))}


@pytest.fixture(params=["told by slopes", "searched"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is found is found with slopes and, where none goes through a function, without."""
    if request.param == "searched":
        monkeypatch.setattr(gradient, "of", lambda *_: None)


def observed(function: Any, statistics: Mapping[str, Any] | None = None, **more: Any) -> Any:
    def answer(tables: Mapping[str, pd.DataFrame], values: Mapping[str, Any]) -> Any:
        return function(tables["t"], **values)

    return observe.observe(
        answer, {"t": more.pop("table", TABLE)}, COLUMNS, statistics or {}, **more
    )


def cells(found: Any, role: Role = Role.CONTRIBUTES) -> set[tuple[int, str]]:
    return {(link.cell.row, link.cell.column) for link in found.links if link.role is role}


def test_a_ratio_comes_from_its_two_cells_with_their_directions() -> None:
    found = observed(lambda t: t["whole"][30] / t["whole"][2])
    assert cells(found) == {(30, "whole"), (2, "whole")}
    by_row = {link.cell.row: link.elasticity for link in found.links}
    assert by_row[30] == pytest.approx(1.0, abs=1e-4)
    assert by_row[2] == pytest.approx(-1.0, abs=1e-4)


def test_a_lookup_by_key_has_no_selector_and_no_other_cell() -> None:
    found = observed(lambda t: t.set_index("key")["real"]["k7"])
    assert cells(found) == {(7, "real")}
    assert cells(found, Role.COULD_SWAY) == set()


def test_a_sum_over_a_group_has_the_group_as_selector() -> None:
    found = observed(lambda t: t.loc[t["group"] == "b", "whole"].sum())
    assert cells(found) == {(row, "whole") for row in range(1, 40, 4)}
    assert {column for _, column in cells(found, Role.COULD_SWAY)} == {"group"}


def test_a_count_comes_from_rows() -> None:
    found = observed(lambda t: int((t["group"] == "c").sum()))
    assert cells(found) == {(row, "") for row in range(2, 40, 4)}


def test_the_runner_up_of_a_maximum_could_sway_it() -> None:
    found = observed(lambda t: t["whole"].max())
    assert cells(found) == {(39, "whole")}
    assert (38, "whole") in cells(found, Role.COULD_SWAY)
    # Twice the smallest stays far below the largest.
    assert (0, "whole") not in cells(found, Role.COULD_SWAY)


def test_cut_decimals_do_not_hide_a_cell() -> None:
    found = observed(lambda t: int(t["whole"][3]) - int(t["whole"][4]))
    assert cells(found) == {(3, "whole"), (4, "whole")}


def test_two_cells_of_one_row_that_would_cancel_are_both_found() -> None:
    table = TABLE.assign(real=TABLE["whole"] * 1.0)
    found = observed(lambda t: t["whole"][39] / t["real"][39], table=table)
    assert cells(found) == {(39, "whole"), (39, "real")}


def test_a_failing_run_counts_as_moved() -> None:
    def strict(t: pd.DataFrame) -> float:
        if t["real"][5] != 2.75:
            raise ValueError("not as it was")
        return 1.0

    assert cells(observed(strict)) == {(5, "real")}


def shown(function: Any) -> Any:
    return observed(function, parts=results.parts, budget=finder.SHOWN)


@pytest.mark.parametrize("rows", [1, 3, 12, 40])
def test_cells_that_a_table_shows_rounded_contribute(rows: int) -> None:
    """Each of them, or their column where they are too many; and those that it does not show do not."""
    found = shown(lambda t: pd.DataFrame({"Share": [f"{v / 20:.0%}" for v in t["real"][:rows]]}))
    told = cells(found) | {(row, w.column) for w in found.wholes for row in range(rows)}
    assert told == {(row, "real") for row in range(rows)}
    assert all(whole.role is Role.CONTRIBUTES for whole in found.wholes)
    assert rows == 40 or not found.wholes


def test_cells_that_a_table_holds_against_a_limit_could_sway() -> None:
    found = shown(lambda t: pd.DataFrame({"Size": ["big" if v > 7.1 else "" for v in t["real"]]}))
    assert {column for _, column in cells(found)} == {""}  # each row has a line of its own
    assert [(whole.column, whole.role) for whole in found.wholes] == [("real", Role.COULD_SWAY)]


def test_statistics_that_move_the_number_are_named_with_their_size() -> None:
    found = observed(lambda t, a, b: a * a + 0 * b, {"a": 3.0, "b": 4.0})
    assert found.statistics == {"a": pytest.approx(2.0, abs=1e-4)}


def test_a_whole_statistic_is_moved_by_a_whole_unit() -> None:
    found = observed(lambda t, a: int(a) // 1, {"a": 3})
    assert list(found.statistics) == ["a"]


def test_two_answers_to_the_same_inputs_are_noticed() -> None:
    generator = random.Random(1)
    assert not observed(lambda t: generator.random()).steady
    assert observed(lambda t: 1.0).steady


def test_missing_cells_are_left_alone() -> None:
    table = TABLE.assign(real=TABLE["real"].where(TABLE.index != 4))
    found = observed(lambda t: t["real"].sum(), table=table)
    assert (4, "real") not in cells(found)
    assert len(cells(found)) == 39


def test_the_budget_ends_in_whole_columns_never_in_a_guess() -> None:
    found = observed(
        lambda t: t["real"].to_numpy(dtype="float64").sum(), budget=finder.Budget(12, 1, 100)
    )
    assert {(whole.column, whole.role) for whole in found.wholes} >= {("real", Role.CONTRIBUTES)}
    assert found.runs < 80


@pytest.mark.slow
def test_few_cells_of_a_large_table_cost_few_runs() -> None:
    n = 100_000
    table = pd.DataFrame({"key": range(n), "whole": range(n), "real": [1.0] * n, "group": "a"})
    found = observed(lambda t: t["whole"][99_998] - t["whole"][12], table=table)
    assert cells(found) == {(99_998, "whole"), (12, "whole")}
    assert found.runs < 120


def test_what_a_function_prints_while_watched_is_not_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    observed(lambda t: print("loud") or 1.0)
    assert capsys.readouterr().out == ""


def test_the_cache_keeps_a_lineage_whole() -> None:
    found = observed(lambda t: t["whole"][30] / t["whole"][2])
    kept = lineage.load(lineage.dump(found))
    assert kept == found
    assert lineage.load(b"[]") is None
    assert lineage.load(b"{") is None


@st.composite
def formulas(draw: st.DrawFn) -> tuple[Any, set[tuple[int, str]]]:
    """A random formula over some cells, and these cells."""
    cell = st.tuples(st.integers(0, 39), st.sampled_from(["whole", "real"]))
    chosen = draw(st.lists(cell, min_size=1, max_size=5, unique=True))
    weights = draw(st.lists(st.sampled_from([-3.0, -1.0, 0.5, 2.0, 7.0]), min_size=5, max_size=5))
    shape = draw(st.sampled_from(["sum", "product", "ratio", "log", "clip"]))

    def formula(t: pd.DataFrame) -> float:
        values = [float(t[column][row]) for row, column in chosen]
        terms = [weight * value for weight, value in zip(weights, values, strict=False)]
        if shape == "sum":
            return sum(terms)
        if shape == "product":
            return math.prod(values)
        if shape == "ratio":
            return values[0] / (1.0 + sum(abs(value) for value in values[1:]))
        if shape == "log":
            return sum(
                math.log(value) * weight for value, weight in zip(values, weights, strict=False)
            )
        return min(sum(abs(term) for term in terms), 1e12)

    return formula, set(chosen)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(formulas())
def test_random_formulas_give_exactly_their_cells(given_: tuple[Any, set[tuple[int, str]]]) -> None:
    formula, true = given_
    assert cells(observed(formula)) == true


def test_very_many_cells_of_a_column_are_the_column() -> None:
    n = 2000
    table = pd.DataFrame({"key": range(n), "whole": range(n), "real": 1.0, "group": "a"})
    found = observed(lambda t: t["whole"].sum(), table=table)
    assert {(whole.column, whole.role) for whole in found.wholes} >= {("whole", Role.CONTRIBUTES)}
    assert found.runs < 700


@pytest.mark.slow
def test_twenty_cells_of_a_large_table_cost_hundreds_of_runs() -> None:
    n = 100_000
    chosen = random.Random(3).sample(range(n), 20)
    table = pd.DataFrame({"key": range(n), "whole": range(n), "real": [1.0] * n, "group": "a"})
    found = observed(lambda t: float(t["whole"].loc[chosen].sum()), table=table)
    assert cells(found) == {(row, "whole") for row in chosen}
    assert found.runs < 900


def test_a_table_comes_from_the_cells_it_prints() -> None:
    found = observed(
        lambda t: t.loc[t["group"] == "b", ["key", "whole"]],
        parts=results.parts,
        budget=finder.SHOWN,
    )
    rows = {n for n in range(40) if n % 4 == 1}
    assert cells(found) == {(n, "whole") for n in rows}
    assert found.runs < 40


def test_a_table_of_shares_comes_from_every_cell_of_its_total() -> None:
    found = observed(
        lambda t: pd.DataFrame({"share": t["real"] / t["real"].sum()}),
        parts=results.parts,
        budget=finder.SHOWN,
    )
    assert cells(found) == {(n, "real") for n in range(40)}


def _bars(t: pd.DataFrame) -> Any:
    from matplotlib.figure import Figure

    drawing = Figure()
    axes = drawing.subplots()
    axes.bar(t["key"][:6], t["whole"][:6])
    axes.plot([0, 1], [t["real"][20] / t["real"][21], 3.0])
    axes.text(1, 2, str(t["group"][9]))
    return drawing


def test_a_figure_comes_from_the_cells_it_draws() -> None:
    found = observed(_bars, parts=marks.of_figure, budget=finder.SHOWN)
    assert cells(found) == {
        *((n, "whole") for n in range(6)),
        (20, "real"),
        (21, "real"),
        (9, "group"),
    }
    assert found.runs < 80


def test_an_unknown_mark_is_compared_as_it_is_drawn() -> None:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    class Own(Artist):
        def __init__(self, height: float) -> None:
            super().__init__()
            self.line = Line2D([0.1, 0.9], [0.5, height / 1000])

        def draw(self, renderer: Any) -> None:
            self.line.draw(renderer)

    def drawn(t: pd.DataFrame) -> Figure:
        drawing = Figure()
        drawing.add_artist(Own(float(t["whole"][7])))
        return drawing

    found = observed(drawn, parts=marks.of_figure, budget=finder.SHOWN)
    # A nudge of a millionth is not seen in a picture; twice the value is.
    assert (7, "whole") in cells(found) | cells(found, Role.COULD_SWAY)


def test_the_least_of_small_prices_is_its_own_cell_and_whole_units_are_no_small_change() -> None:
    prices = TABLE.assign(real=[2.05 + 0.1 * ((7 * n) % 40) for n in range(40)])
    found = observed(lambda t: t["real"].min(), table=prices)
    assert cells(found) == {(0, "real")}
    assert all(role is Role.COULD_SWAY for role in (x.role for x in found.links if x.cell.row))
    (link,) = [link for link in found.links if link.role is Role.CONTRIBUTES]
    assert link.elasticity == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("size", [1, 1000])
def test_a_function_that_cuts_decimals_off_is_seen_where_a_unit_is_little(size: int) -> None:
    """Whole numbers kept as decimals beside a missing cell; and sums of thousands with pence."""
    real = [float(5 + n) if size == 1 else 1000.25 + n for n in range(40)]
    found = observed(lambda t: int(t["real"][3]), table=TABLE.assign(real=[*real[:-1], math.nan]))
    assert cells(found) == {(3, "real")}


# ---------------------------------------------------------------- what all cells together do not tell

PEOPLE = pd.DataFrame(
    {
        "key": [f"p{n}" for n in range(16)],
        "whole": [20 + 3 * n for n in range(16)],
        "real": [0.05 + 0.01 * n for n in range(14)] + [0.61, 0.9],
        "group": ["M", "F"] * 8,
    }
)


def swayed(found: Any, column: str) -> set[int]:
    """The rows of a column that could sway, whether they are told one by one or as a whole."""
    if any(each.column == column and each.role is Role.COULD_SWAY for each in found.wholes):
        return set(range(16))
    return {row for row, name in cells(found, Role.COULD_SWAY) if name == column}


def unitless(function: Any) -> Any:
    """The same of columns that have no unit, each of which another value is put in."""

    def answer(tables: Mapping[str, pd.DataFrame], _: Mapping[str, Any]) -> Any:
        return function(tables["t"])

    columns = {"t": Columns((), ("whole", "real", "group"))}
    return observe.observe(answer, {"t": PEOPLE}, columns, {})


@pytest.mark.parametrize(
    "function",
    [
        lambda t: float(t["whole"].sum()),
        lambda t: float(sum(int(each) for each in t["whole"].astype(str))),
        lambda t: t["whole"].nunique(),
        lambda t: float(t["whole"].mean() / 7),
    ],
)
def test_a_column_without_unit_is_told_though_each_value_stands_in_it_once(function: Any) -> None:
    assert swayed(unitless(function), "whole") == set(range(16))


def test_as_many_of_either_kind_do_not_hide_the_column_they_are_told_by() -> None:
    count = observed(lambda t: int((t["group"] == "F").sum()), table=PEOPLE)
    assert swayed(count, "group") == set(range(16))
    assert {row for row, name in cells(count) if name == ""} == set(range(1, 16, 2))


def test_each_row_of_a_share_counts_though_half_of_them_leave_it_as_it_is() -> None:
    share = observed(lambda t: float((t["group"] == "F").mean()), table=PEOPLE)
    assert {row for row, name in cells(share) if name == ""} == set(range(16))
    difference = observed(
        lambda t: int((t["group"] == "F").sum() - (t["group"] == "M").sum()) + 4, table=PEOPLE
    )
    assert {row for row, name in cells(difference) if name == ""} == set(range(16))


def test_the_runner_up_is_told_of_what_stands_beside_the_largest() -> None:
    beside = observed(lambda t: float(t["whole"][t["real"].idxmax()]), table=PEOPLE)
    assert cells(beside) == {(15, "whole")}
    assert swayed(beside, "real") == {14, 15}


def test_a_rank_is_swayed_by_those_it_is_among() -> None:
    rank = observed(lambda t: float(t["real"].rank(ascending=False)[13]), table=PEOPLE)
    assert {13, 14} <= swayed(rank, "real")
    assert {name for _, name in cells(rank)} == {""}  # each row is one to be ranked among


# ---------------------------------------------------------------- whole units

DEATHS = pd.DataFrame(
    {
        "key": list("abcde"),
        "whole": [7, 9, 12, 3, 11],
        "real": [1204.5, 1201.25, 1190.0, 1100.0, 1000.0],
        "group": ["a"] * 5,
    }
)


@pytest.mark.parametrize(
    ("function", "contributing"),
    [
        (lambda t: int(t["whole"].max()), {(2, "whole")}),
        (lambda t: int(t["whole"].min()), {(3, "whole")}),
        (lambda t: float(t["whole"].median()), {(1, "whole")}),
        (lambda t: float(t["real"].max()), {(0, "real")}),
        (lambda t: int(t["whole"].sum()), {(n, "whole") for n in range(5)}),
        (lambda t: int(t["whole"][2] * 100 / t["whole"][4]), {(2, "whole"), (4, "whole")}),
    ],
)
def test_what_a_runner_up_would_have_to_pass_it_does_not_contribute_to(
    function: Any, contributing: set[tuple[int, str]]
) -> None:
    found = cells(observed(function, table=DEATHS))
    assert {cell for cell in found if cell[1]} == contributing


def test_a_cell_near_a_limit_could_sway_a_count_and_is_no_part_of_it() -> None:
    found = observed(lambda t: int((t["whole"] >= 9).sum()), table=DEATHS)
    assert not {name for _, name in cells(found)} - {""}
    assert {(0, "whole"), (1, "whole"), (2, "whole")} <= cells(found, Role.COULD_SWAY)


@pytest.mark.parametrize("cut", [int, float])
def test_the_largest_of_several_that_are_equal_has_a_source(cut: Any) -> None:
    table = DEATHS.assign(whole=[7, 12, 12, 3, 11])
    found = observed(lambda t: cut(t["whole"].to_numpy(dtype="float64").max()), table=table)
    assert cells(found) == {(1, "whole"), (2, "whole")}


def test_a_cell_that_is_zero_has_a_direction() -> None:
    table = DEATHS.assign(whole=[12, 0, 0, 3, 11])
    found = observed(lambda t: t["whole"][0] + t["whole"][1] - t["whole"][2], table=table)
    signs = {x.cell.row: math.copysign(1.0, x.elasticity) for x in found.links}
    assert signs == {0: 1.0, 1: 1.0, 2: -1.0}
    assert [x.elasticity for x in found.links][1:] == [0.0, 0.0]


def known(function: Any, value: Any) -> Any:
    """What moves a number that was computed before, and how often its function was run for that."""
    trial = Trial(
        lambda tables, _: function(tables["t"]), {"t": TABLE}, {}, observe.number, (value,)
    )
    return observe.of(trial, COLUMNS, finder.NUMBER)


def test_a_number_that_is_known_takes_fewer_runs_and_has_the_same_cells() -> None:
    def function(table: pd.DataFrame) -> float:
        return float(table["real"][7] / table["real"][3])

    again = observed(function)
    at_once = known(function, function(TABLE))
    assert (at_once.links, at_once.wholes, at_once.steady) == (again.links, again.wholes, True)
    assert at_once.runs < again.runs


def test_a_number_that_was_another_is_asked_anew() -> None:
    """As one that was computed on another machine, whose last digit differs."""

    def function(table: pd.DataFrame) -> float:
        return float(table["real"][7] / table["real"][3])

    found = known(function, math.nextafter(function(TABLE), math.inf))
    assert found.steady
    assert found.links == observed(function).links


def test_a_number_that_is_another_at_each_run_is_not_steady_though_it_is_known() -> None:
    counted = iter(range(10**9))
    assert not known(lambda _: next(counted), 0).steady
    assert not known(lambda table: table["real"][3] + next(counted), TABLE["real"][3]).steady


def test_a_number_of_no_data_that_is_known_is_run_once_more() -> None:
    counted = iter(range(10**9))
    trial = Trial(lambda *_: next(counted), {}, {}, observe.number, (-1,))
    assert observe.of(trial, {}, finder.NUMBER).steady is False
