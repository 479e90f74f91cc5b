"""A digest changes with value, code and cells, and with nothing else."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from tieout.ledger import digests
from tieout.ledger.fragments import Citation
from tieout.ledger.record import Input, Record
from tieout.number import Unit

CELL = Input(
    "d", "data/d.csv", "n", "contributes", 2, ("a",), "5", "", "counted", (Citation("s", "p. 1"),)
)
SWAYS = dataclasses.replace(CELL, role="could sway", row=3, key=("b",), value="4")
RECORD = Record(
    "n", "statistic", "Title", "Doc.", Unit.parse("count"), 5.0, "5", "scripts/s.py", 3, "def n(): …",
    inputs=(CELL, SWAYS),
)  # fmt: skip


def _digest(record: Record = RECORD, code: str = "code", taken: tuple[str, ...] = ()) -> str:
    return digests.of_number(record, code, taken)


def _cell(**changes: object) -> Record:
    return dataclasses.replace(RECORD, inputs=(dataclasses.replace(CELL, **changes), SWAYS))


@pytest.mark.parametrize(
    "record",
    [
        dataclasses.replace(RECORD, value=6.0),
        dataclasses.replace(RECORD, unit=Unit.parse("people")),
        dataclasses.replace(RECORD, inputs=(SWAYS,)),
        _cell(value="6"),
        _cell(qualifier="about"),
        _cell(basis="estimate"),
        _cell(key=("c",)),
        _cell(sources=(Citation("s", "p. 2"),)),
        _cell(sources=()),
    ],
)
def test_what_a_reviewer_looked_at_counts(record: Record) -> None:
    assert _digest(record) != _digest()


def test_code_and_what_is_taken_count() -> None:
    assert (
        len({_digest(), _digest(code="other"), _digest(taken=("x",)), _digest(taken=("y",))}) == 4
    )


@pytest.mark.parametrize(
    "record",
    [
        dataclasses.replace(RECORD, title="Another", doc="Another.", display="5.0"),
        dataclasses.replace(RECORD, line=40, file="scripts/t.py", uses=()),
        dataclasses.replace(RECORD, value=5.0 + 2e-15),
        dataclasses.replace(RECORD, inputs=(CELL,)),
        _cell(row=9),
        _cell(elasticity=0.5),
    ],
)
def test_what_says_the_same_number_does_not_count(record: Record) -> None:
    assert _digest(record) == _digest()


def test_an_exact_value_counts_to_its_last_digit() -> None:
    first = dataclasses.replace(RECORD, value=Fraction(1, 3))
    second = dataclasses.replace(RECORD, value=Fraction(10**30 + 1, 3 * 10**30))
    assert _digest(first) != _digest(second)


def test_the_parts_of_a_figure_count() -> None:
    cell = Input("d", "data/d.csv", "n", "contributes", 2, ("k",), "7")
    made = {
        digests.of_shown("look", "code", (cell,), ("a", "b")),
        digests.of_shown("another", "code", (cell,), ("a", "b")),
        digests.of_shown("look", "another", (cell,), ("a", "b")),
        digests.of_shown("look", "code", (cell,), ("ab",)),
        digests.of_shown("look", "code", (dataclasses.replace(cell, value="8"),), ("a", "b")),
    }
    assert len(made) == 5
    swaying = dataclasses.replace(cell, role="could sway", row=9)
    assert digests.of_shown("look", "code", (cell, swaying), ("a", "b")) in made
