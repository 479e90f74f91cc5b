"""Weighing, against what is known of each function."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.compute import parts, weights
from tieout.compute.weigh import Scales
from tieout.compute.weights import Secret

rows = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 50), st.sampled_from([0.5, 2.0, 8.25])),
    min_size=3,
    max_size=9,
)


def weigh(given_rows, function, named=parts.number, individual="", columns=(), **more):
    frame = pd.DataFrame(given_rows, columns=["group", "value", "factor"])
    if individual:
        frame[individual] = [n // 2 for n in range(len(frame))]
    secret = Secret(columns, ("value", "factor"), individual)
    answer = lambda tables, _values: function(**tables)  # noqa: E731  # as the worker hands it over
    return Scales(answer, {"d": frame}, {"d": secret}, {}, named, 10_000, **more).weights()


@given(rows)
def test_a_sum_is_made_of_its_cells(table):
    part = weigh(table, lambda d: d[d.group == "a"].value.sum()).parts[0]
    chosen = [n for n, row in enumerate(table) if row[0] == "a"]
    assert part.rows == ({"d": tuple(chosen)} if chosen else {})
    expected = sorted((table[n][1] for n in chosen), reverse=True)
    assert part.portions == ({"d.value": pytest.approx(tuple(expected))} if chosen else {})
    assert part.flat == ("" if chosen else "zero")


@pytest.mark.slow
@given(rows)
def test_a_mean_and_a_ratio_have_the_portions_of_their_sums(table):
    values = sorted((row[1] for row in table), reverse=True)
    mean = weigh(table, lambda d: d.value.mean()).parts[0].portions["d.value"]
    ratio = weigh(table, lambda d: d.value.sum() / d.factor.sum()).parts[0].portions
    for found in (mean, ratio["d.value"]):
        assert [each / sum(found) for each in found] == pytest.approx(
            [each / sum(values) for each in values], rel=1e-4
        )
    factors = sorted((row[2] for row in table), reverse=True)
    below = ratio["d.factor"]
    assert [e / sum(below) for e in below] == pytest.approx(
        [e / sum(factors) for e in factors], rel=1e-3
    )


@pytest.mark.slow
@given(rows)
def test_a_share_has_those_for_it_and_those_against_it(table):
    part = weigh(table, lambda d: (d.group == "a").mean()).parts[0]
    chosen = {n for n, row in enumerate(table) if row[0] == "a"}
    others = set(range(len(table))) - chosen
    if chosen and others:
        assert set(part.lower["d"]) == chosen
        assert set(part.upper["d"]) == others
    else:
        assert part.rows == {}


@pytest.mark.slow
@given(rows)
def test_an_extreme_is_what_its_cells_hold(table):
    part = weigh(table, lambda d: d.value.max()).parts[0]
    assert part.same
    if len({row[1] for row in table}) > 1:
        assert not weigh(table, lambda d: d.value.mean()).parts[0].same


@pytest.mark.slow
@given(rows)
def test_a_count_over_a_threshold_has_no_portions(table):
    part = weigh(table, lambda d: int((d.value > 25).sum())).parts[0]
    assert part.portions == {}
    assert part.rows.get("d", ()) == tuple(n for n, row in enumerate(table) if row[1] > 25)


@pytest.mark.slow
@given(rows)
def test_several_rows_of_one_are_weighed_together(table):
    part = weigh(table, lambda d: d.value.sum(), individual="who").parts[0]
    assert part.rows == {"d": tuple(range((len(table) + 1) // 2))}
    pairs = [sum(row[1] for row in table[n : n + 2]) for n in range(0, len(table), 2)]
    assert part.portions["d.value"] == pytest.approx(tuple(sorted(pairs, reverse=True)))


def test_a_sum_cut_to_whole_numbers_is_weighed_by_large_steps():
    table = [("a", 5, 1000.0), ("a", 5, 2.0), ("b", 5, 1.0)]
    found = weigh(table, lambda d: int(d.factor.sum())).parts[0].portions["d.factor"]
    assert found[0] / sum(found) == pytest.approx(1000 / 1003, rel=1e-3)


TABLE = [("a", n + 1, 1.0) for n in range(6)] + [("b", 3, 2.0)]


def test_the_cells_of_a_table_are_weighed_each():
    def table(d):
        return d.groupby("group").agg(n=("value", "size"), paid=("value", "sum")).reset_index()

    found = weigh(TABLE, table, parts.cells)
    by_name = {tuple(part.where.split("\0")[::2]): part for part in found.parts}
    assert by_name["=a", "n"].rows == {"d": (0, 1, 2, 3, 4, 5)}
    assert by_name["=b", "n"].rows == {"d": (6,)}
    assert by_name["=a", "paid"].portions["d.value"] == pytest.approx((6, 5, 4, 3, 2, 1))
    assert found.breaks == 1, "the line of 'b' is of one row alone"


def figure(d):
    from matplotlib.figure import Figure

    drawn = Figure()
    counts = d.groupby("group").size()
    drawn.subplots().bar(range(len(counts)), counts.to_numpy())
    return drawn


@pytest.mark.slow
def test_a_figures_marks_are_weighed_by_groups_of_rows_where_that_is_enough():
    many = [("ab"[n % 2], 1, 1.0) for n in range(80)]
    few = [*[("a", 1, 1.0)] * 78, *[("b", 1, 1.0)] * 2]
    good = weigh(many, figure, parts.marks, marks=True, enough=5)
    assert good.breaks == 0
    assert {len(part.rows["d"]) >= 5 for part in good.parts if part.rows} == {True}
    bad = weigh(few, figure, parts.marks, marks=True, enough=5)
    assert any(len(part.rows["d"]) == 2 for part in bad.parts if part.rows)
    lone = weigh([*few, ("c", 1, 1.0)], figure, parts.marks, marks=True, enough=5)
    assert lone.breaks == 1


def test_what_does_not_touch_the_confidential_columns_does_not_depend():
    assert not weigh(TABLE, lambda d: d.value.sum(), columns=("group",)).depends
    assert weigh(TABLE, lambda d: d[d.group == "a"].value.sum(), columns=("group",)).depends
    assert weigh(TABLE, lambda d: d.value.sum(), columns=("value",)).depends
    assert weigh(TABLE, lambda d: d.group.nunique(), columns=("group",)).depends


def test_too_many_rows_are_not_weighed():
    frame = pd.DataFrame({"value": range(30)})
    secret = {"d": Secret((), ("value",))}
    answer = lambda tables, _values: tables["d"].value.sum()  # noqa: E731
    found = Scales(answer, {"d": frame}, secret, {}, parts.number, 50).weights()
    assert found.depends
    assert not found.whole


@pytest.mark.slow
@given(rows)
def test_weights_are_kept_without_loss(table):
    found = weigh(table, lambda d: d.value.mean())
    assert weights.load(weights.dump(found)) == found
    assert weights.load(b"{}") is None
