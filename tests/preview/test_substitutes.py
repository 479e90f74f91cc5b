"""A substitute for a lineage follows its rows by their keys."""

from __future__ import annotations

import dataclasses

import pytest

from projects import Report, small
from tieout.compute.lineage import Cell, Lineage, Link, Role, Whole
from tieout.data.table import Table
from tieout.preview import substitutes


@pytest.fixture
def report(tmp_path) -> Report:
    return small(tmp_path / "report")


def cells(report: Report) -> dict[str, Table]:
    return dict(report.inputs().tables)


def lineage(*rows: int, column: str = "value", wholes: tuple[Whole, ...] = ()) -> Lineage:
    links = tuple(Link(Cell("cells", row, column), Role.CONTRIBUTES, 1.0) for row in rows)
    return Lineage(links, wholes, {}, 1)


@pytest.mark.slow
def test_a_row_that_moved_is_found_by_its_key(report):
    before = cells(report)
    report.write("data/cells.csv", "key,value,other,source\nz,9,,s1\nc,4,1.5,s1\na,1,0.5,s1\n")
    made = substitutes.lineage(lineage(0, 1, 2), before, cells(report))
    assert made is not None
    assert [link.cell.row for link in made.links] == [2, 1]  # row b has gone


@pytest.mark.slow
def test_a_table_that_is_the_same_needs_no_search(report):
    tables = cells(report)
    assert substitutes.lineage(lineage(0, 2), tables, tables) == lineage(0, 2)


@pytest.mark.slow
def test_nothing_stands_in_for_cells_of_a_column_or_table_that_went(report):
    before = cells(report)
    table = before["cells"]
    columns = {name: cells for name, cells in table.columns.items() if name != "value"}
    without = {"cells": dataclasses.replace(table, columns=columns)}
    assert substitutes.lineage(lineage(0), before, without) is None
    assert substitutes.lineage(lineage(0), before, {}) is None
    whole = Whole("cells", "value", Role.CONTRIBUTES)
    assert substitutes.lineage(lineage(wholes=(whole,)), before, without) is None
    assert substitutes.lineage(lineage(0, column=""), before, without) is not None
