"""A table keeps its cells without loss and names each of them once."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.data.dataset import Column, Dataset
from tieout.data.table import Cited, Table, dump, key_text, load, split
from tieout.number import Unit

cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.datetimes(timezones=st.sampled_from([None, datetime.UTC])),
)


def dataset(*names: str, key: tuple[str, ...] = ("key",), values: tuple[str, ...] = ()) -> Dataset:
    columns = tuple(
        Column(n, "number" if n in values else "string", n, {}, "", Unit.parse("count") if n in values else None, None)
        for n in names
    )  # fmt: skip
    return Dataset("d", "D", "", "data/d.csv", columns, key, False, "", "", {})


def table(columns, **options) -> Table:
    rows = len(next(iter(columns.values())))
    return Table(dataset(*columns, **options), columns, tuple(range(2, rows + 2)))


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_load_reads_what_dump_wrote(rows):
    columns = {"a": tuple(a for a, _ in rows), "b": tuple(b for _, b in rows)}
    lines = tuple(range(2, 2 + len(rows)))
    read = load(dataset("a", "b"), dump(columns, lines), "digest")
    assert read.lines == lines
    for name, kept in columns.items():
        assert read.columns[name] == kept
        assert [type(cell) for cell in read.columns[name]] == [type(cell) for cell in kept]
        assert [str(cell) for cell in read.columns[name]] == [str(cell) for cell in kept]


def test_a_datum_is_named_by_dataset_key_and_column():
    made = table(
        {
            "year": (2016, 2020),
            "sex": ("all", "all"),
            "held": (Decimal(3), None),
            "note": ("x", ""),
        },
        key=("year", "sex"),
        values=("held",),
    )
    assert made.names == {"d.2016.all.held": (0, "held")}
    assert made.place(1).line == 3


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("s01", "s01"),
        (2016, "2016"),
        (Decimal("2016.0"), "2016"),
        (Decimal("1E+2"), "100"),
        (Decimal("1.5"), "1.5"),
        (datetime.date(2020, 3, 1), "2020-03-01"),
        (datetime.datetime(2020, 3, 1), "2020-03-01"),
        (datetime.datetime(2020, 3, 1, 12), "2020-03-01T12:00:00"),
    ],
)
def test_a_key_is_written_as_a_person_would(cell, text):
    assert key_text(cell) == text


@pytest.mark.parametrize(
    ("source", "locator", "cited"),
    [
        ("a", "p. 1", [("a", "p. 1")]),
        ("a", "p. 1; fn. 2", [("a", "p. 1; fn. 2")]),
        ("a; b", "p. 1; p. 2", [("a", "p. 1"), ("b", "p. 2")]),
        ("a;b", ";p. 2", [("a", ""), ("b", "p. 2")]),
        ("a;b", "p. 1", [("a", "p. 1"), ("b", "")]),
        ("a;b;", None, [("a", ""), ("b", "")]),
        (None, "p. 1", []),
        ("  ", "", []),
    ],
)
def test_the_sources_of_a_row_come_in_its_order_with_their_locators(source, locator, cited):
    made = table({"key": ("k",), "source": (source,), "locator": (locator,)})
    assert made.cited(0) == tuple(Cited(*each) for each in cited)


def test_a_row_without_a_source_has_its_datasets():
    whole = dataset("key", "source")
    given_whole = Dataset(
        **{f: getattr(whole, f) for f in whole.__slots__} | {"source": "w", "locator": "p. 9"}
    )
    made = Table(given_whole, {"key": ("k", "l"), "source": (None, "own")}, (2, 3))
    assert made.cited(0) == (Cited("w", "p. 9"),)
    assert made.cited(1)[0].key == "own"


@given(st.lists(st.text(alphabet="ab .", min_size=1).map(str.strip), max_size=5))
def test_split_takes_a_list_apart(parts):
    whole = [part for part in parts if part]
    assert split("; ".join(whole)) == tuple(whole)
    assert len(split("; ".join(parts), keep_empty=True)) == max(1, len(parts))
