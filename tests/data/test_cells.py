"""The line and column of a cell are where an editor shows it, whatever the file holds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.data import cells

# Line separators that editors do not count, and those of CSV within quotes.
texts = st.text(alphabet="ab0 ,;\t'\"\n\r\N{LINE SEPARATOR}\x0b\x0c\x85é", max_size=6)
delimiters = st.sampled_from([",", ";", "\t", "|"])
endings = st.sampled_from(["\n", "\r\n"])


@st.composite
def files(draw):
    """A CSV file, its dialect, its cells and where each begins, counted while it is written."""
    delimiter, ending = draw(delimiters), draw(endings)
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(texts, min_size=width, max_size=width), min_size=1, max_size=6))
    written, places = "", []
    for row in rows:
        starts = []
        for number, cell in enumerate(row):
            written += delimiter if number else ""
            starts.append(place_of(written))
            quoted = draw(st.booleans()) or any(c in cell for c in '"\n\r' + delimiter) or not cell
            written += '"' + cell.replace('"', '""') + '"' if quoted else cell
        written += ending
        places.append(starts)
    return written, {"dialect": {"delimiter": delimiter}}, rows, places


def place_of(before: str) -> tuple[int, int]:
    """Line and column of whatever comes after the text, as editors and Python's csv count lines."""
    line, column = 1, 1
    for number, character in enumerate(before):
        pair = before[number : number + 2]
        if character == "\n" or (character == "\r" and pair != "\r\n"):
            line, column = line + 1, 1
        else:
            column += 1
    return line, column


@given(files())
def test_every_cell_is_found_where_it_was_written(made):
    text, descriptor, rows, places = made
    assert cells.lines(text, descriptor)[: len(rows)] == [starts[0][0] for starts in places]
    for record, starts in enumerate(places, start=1):
        assert cells.position(text, descriptor, record) == (starts[0][0], 0)
        for field, start in enumerate(starts, start=1):
            assert cells.position(text, descriptor, record, field) == start


@given(st.text(max_size=80), st.integers(1, 9), st.integers(0, 9), delimiters)
def test_any_text_has_positions(text, record, field, delimiter):
    line, column = cells.position(text, {"dialect": {"delimiter": delimiter}}, record, field)
    assert line >= 1
    assert column >= 0


@given(files())
def test_lines_agree_with_pythons_reader(made):
    text, descriptor, rows, _ = made
    read = list(csv.reader(io.StringIO(text, newline=""), **cells._format(descriptor)))
    assert read == rows
    assert len(cells.lines(text, descriptor)) == len(rows) + 1


@pytest.mark.parametrize(
    ("descriptor", "text", "place"),
    [
        ({}, "a,b\n1,2\n", (2, 3)),
        ({"path": "x.tsv"}, "a\tb\n1\t2\n", (2, 3)),
        ({"dialect": {"csv": {"delimiter": "|"}}}, "a|b\n1|2\n", (2, 3)),
        ({"dialect": {"quoteChar": "'"}}, "a,b\n'1,1',2\n", (2, 7)),
        ({"dialect": {"escapeChar": "\\"}}, "a,b\n1\\,1,2\n", (2, 6)),
        ({"dialect": {"skipInitialSpace": True}}, 'a, b\n"1,1", 2\n', (2, 7)),
        ({}, 'a,b\n1"x,2\n', (2, 5)),
        ({}, 'a,b\n"1\n""\n",2\n', (4, 3)),
    ],
)
def test_dialects(descriptor, text, place):
    assert cells.position(text, descriptor, 2, 2) == place


def test_a_field_that_is_not_there_has_a_line_only():
    assert cells.position("a,b\n1,2\n", {}, 2, 5) == (2, 0)


def test_the_dialect_leaves_nothing_to_guess():
    made = cells.dialect({"dialect": {"delimiter": ";", "commentChar": "#"}}, "# from 2 May\na;b\n")
    assert made == {
        "commentChar": "#",
        "headerRows": [2],
        "csv": {
            "delimiter": ";",
            "quoteChar": '"',
            "doubleQuote": True,
            "skipInitialSpace": False,
            "lineTerminator": "\r\n",
        },
    }
