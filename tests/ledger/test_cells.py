"""Cells: what a statistic comes from when it takes others, and how long columns are summed up."""

from __future__ import annotations

import dataclasses
import math

import pytest

from tieout.compute.lineage import Cell, Lineage, Link, Role, Whole
from tieout.data.dataset import Column, Dataset
from tieout.data.table import Table
from tieout.ledger.cells import MAX_CELLS, Cells, merged, summed
from tieout.ledger.fragments import Citation
from tieout.number import Unit


def table(rows: int, *, confidential: bool = False) -> Table:
    text = Column("key", "string", "Key", {}, "", None, None)
    number = Column("n", "integer", "N", {}, "", Unit.parse("count"), None)
    source = Column("source", "string", "Source", {}, "", None, None)
    columns = (text, number, source)
    dataset = Dataset("d", "D", "", "data/d.csv", columns, ("key",), confidential, "", "", {})
    cells = {
        "key": tuple(f"k{row}" for row in range(rows)),
        "n": tuple(range(rows)),
        "source": tuple("a" if row % 2 else "b" for row in range(rows)),
    }
    return Table(dataset, cells, tuple(range(2, rows + 2)))


def lineage(
    links: dict[int, float],
    *,
    role: Role = Role.CONTRIBUTES,
    takes: dict[str, float] | None = None,
    wholes: tuple[Whole, ...] = (),
) -> Lineage:
    made = tuple(Link(Cell("d", row, "n"), role, size) for row, size in links.items())
    return Lineage(made, wholes, takes or {}, 1)


def test_a_statistic_passes_its_cells_on_multiplied() -> None:
    cells = Cells({"a": lineage({1: 2.0}), "b": lineage({}, takes={"a": -0.5})}, {"d": table(3)})
    (only,) = cells.of("b")
    assert (only.row, only.elasticity) == (3, -1.0)


def test_a_cell_reached_on_two_ways_adds_up() -> None:
    known = {"a": lineage({1: 2.0}), "b": lineage({1: 0.25}, takes={"a": 1.0})}
    (only,) = Cells(known, {"d": table(3)}).of("b")
    assert only.elasticity == pytest.approx(2.25)


def test_the_stronger_role_counts() -> None:
    sway = lineage({1: 1.0}, role=Role.COULD_SWAY, takes={"a": 1.0})
    (only,) = Cells({"a": lineage({1: 1.0}), "b": sway}, {"d": table(3)}).of("b")
    assert only.role == "contributes"


def test_what_only_a_large_change_of_a_statistic_moves_could_be_swayed_by_its_cells() -> None:
    """Those that count to it; what only could sway the statistic still only could."""
    limit = dataclasses.replace(lineage({}), swaying=("a",))
    known = {"a": lineage({1: 2.0, 2: 1.0}), "b": limit, "c": lineage({1: 0.5}, takes={"b": 1.0})}
    cells = Cells(known, {"d": table(3)})
    assert [(each.row, each.role) for each in cells.of("b")] == [
        (3, "could sway"),
        (4, "could sway"),
    ]
    assert all(math.isnan(each.elasticity) for each in cells.of("b"))
    assert {each.row: each.role for each in cells.of("c")} == {3: "contributes", 4: "could sway"}
    assert cells.sources("b") == ()


def test_a_confidential_dataset_gives_no_cell() -> None:
    whole = (Whole("d", "n", Role.CONTRIBUTES),)
    known = {"a": lineage({1: 1.0}, wholes=whole)}
    assert Cells(known, {"d": table(3, confidential=True)}).of("a") == ()


def test_many_cells_are_summed_up_and_can_be_passed_on() -> None:
    many = dict.fromkeys(range(MAX_CELLS + 1), 1.0)
    tables = {"d": table(MAX_CELLS + 5)}
    known = {
        "a": lineage(many),
        "b": lineage({0: 1.0}),
        "c": lineage({}, takes={"a": 1.0, "b": 1.0}),
    }
    (line,) = summed(Cells(known, tables).of("c"), tables)
    assert (line.rows, line.row) == (MAX_CELLS + 1, 0)
    assert {each.id for each in line.sources} == {"a", "b"}


def test_cells_and_their_whole_column_are_one_line() -> None:
    known = {"a": lineage({1: 1.0}, wholes=(Whole("d", "n", Role.CONTRIBUTES),))}
    tables = {"d": table(4)}
    (line,) = summed(Cells(known, tables).of("a"), tables)
    assert line.rows == 4


def test_a_citation_without_a_locator_yields_to_one_with() -> None:
    assert merged([[Citation("a"), Citation("b")], [Citation("a", "p. 1")]]) == (
        Citation("b"),
        Citation("a", "p. 1"),
    )


def test_the_value_stands_as_in_the_file() -> None:
    (only,) = Cells({"a": lineage({2: 1.0})}, {"d": table(3)}).of("a")
    assert dataclasses.asdict(only)["value"] == "2"
    assert only.key == ("k2",)
