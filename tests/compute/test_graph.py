"""The graph is read from parameters; circles and unknown names are findings that help."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.compute.definition import Definition, Parameter
from tieout.compute.graph import order
from tieout.findings import TieoutError


def definitions(graph, kind=Kind.STATISTIC):
    return {
        name: Definition(kind, name, "scripts.a", "scripts/a.py", number, tuple(map(Parameter, takes)), "", "")
        for number, (name, takes) in enumerate(graph.items(), start=1)
    }  # fmt: skip


@given(st.lists(st.sets(st.integers(0, 11)), max_size=12), st.randoms())
def test_everything_comes_after_what_it_takes(edges, random):
    # An edge leads to an earlier name only: no circle.
    graph = {f"s{n}": [f"s{m}" for m in sorted(taken) if m < n] for n, taken in enumerate(edges)}
    made = order(definitions(graph), {})
    assert sorted(made) == sorted(graph)
    for name, taken in graph.items():
        assert all(made.index(other) < made.index(name) for other in taken)
    shuffled = list(graph.items())
    random.shuffle(shuffled)
    assert order(definitions(dict(shuffled)), {}) == made, (
        "no matter in which order they were found"
    )


def finding(graph, datasets=(), extra=None):
    with pytest.raises(TieoutError) as raised:
        order(definitions(graph) | (extra or {}), dict.fromkeys(datasets))
    assert len(raised.value.findings) == 1
    return raised.value.findings[0]


def test_a_circle_is_told_from_its_first_name_on():
    found = finding({"c": ["a"], "a": ["b"], "b": ["c"], "d": ["a"]})
    assert found.rule == catalogue.CYCLE
    assert found.message == "a circle: 'a' takes 'b' takes 'c' takes 'a'"
    assert found.place.line == 2


def test_a_statistic_that_takes_itself():
    assert finding({"a": ["a"]}).message == "a circle: 'a' takes 'a'"


def test_an_unknown_parameter_names_the_nearest():
    found = finding({"rise": ["prisonrs"]}, datasets=["prisoners", "arrests"])
    assert found.rule == catalogue.UNKNOWN_PARAMETER
    assert "takes 'prisonrs', which is no dataset or statistic" in found.message
    assert found.remedy == "Did you mean 'prisoners'?"


def test_an_unknown_parameter_far_from_all_says_what_can_be_named():
    assert finding({"rise": ["zzz"]}, datasets=["prisoners"]).remedy


def test_a_figure_can_be_nobodys_parameter():
    extra = definitions({"drawn": []}, Kind.FIGURE)
    assert "which is a figure" in finding({"rise": ["drawn"]}, extra=extra).message
