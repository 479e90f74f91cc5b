"""`tieout trace`, as a reviewer runs it."""

from __future__ import annotations

import json
from collections.abc import Callable

from projects import Report, Run

Inside = Callable[..., Run]


def test_a_cell_shows_what_it_would_move(built: Report, inside: Inside) -> None:
    run = inside(built, "trace", "data/prisoners.csv:2:prisoners")
    assert run.status == 0
    assert "prisoners = 20000" in run.out
    assert "prison_rise = 95%: -2.05% (-1.9 points)" in run.out
    assert "The prison population grew by 95%" in run.out
    assert max(len(line) for line in run.out.split("\n")) <= 80


def test_a_file_shows_each_cell_that_carries_a_number(built: Report, inside: Inside) -> None:
    run = inside(built, "trace", "data/prisoners.csv")
    assert "of 9 cells with a unit" in run.out
    assert "line 2  prisoners.2016-12.all.prisoners = 20000" in run.out


def test_json_is_for_programs(built: Report, inside: Inside) -> None:
    run = inside(built, "trace", "prisoners:key=2016-12,all:prisoners", "--format=json")
    (target,) = json.loads(run.out)["targets"]
    assert target["declared_cells"] == 9
    assert {n["name"] for n in target["cells"][0]["numbers"]} >= {"prison_rise"}


def test_a_row_that_is_not_there_is_answered(built: Report, inside: Inside) -> None:
    run = inside(built, "trace", "data/prisoners.csv:99")
    assert run.status == 2
    assert "TIE855 no row on line 99" in run.err
