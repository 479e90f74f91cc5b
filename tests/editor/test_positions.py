"""Positions: UTF-8, UTF-16 and UTF-32, multi-byte text, line ends, byte order marks, half characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.editor.positions import Lines

UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab\n\r\u2028\x0b\x0c\x85🇰🇭ក𝟛é\u00a0{<@"), st.characters(codec="utf-8")
    )
)
encodings = st.sampled_from(sorted(UNITS))


def units(text: str, encoding: str) -> int:
    codec, size = UNITS[encoding]
    return len(text.encode(codec)) // size


@given(texts, encodings)
def test_every_offset_comes_back(text, encoding):
    lines = Lines(text, encoding)
    for offset in range(len(lines.text) + 1):
        assert lines.offset(*lines.position(offset)) == offset


@given(texts, encodings)
def test_positions_count_as_the_protocol_does(text, encoding):
    lines = Lines(text, encoding)
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    written = mark + lines.text
    for offset in range(len(lines.text) + 1):
        before = written[: offset + len(mark)]
        line = before.rpartition("\n")[2]
        assert lines.position(offset) == (before.count("\n"), units(line, encoding))


@given(texts, encodings, st.integers(-3, 50), st.integers(-3, 200))
def test_no_position_is_too_far(text, encoding, line, character):
    lines = Lines(text, encoding)
    assert 0 <= lines.offset(line, character) <= len(lines.text)


@given(texts, encodings, st.integers(-3, 50), st.integers(-3, 200))
def test_no_place_is_too_far(text, encoding, line, column):
    assert 0 <= Lines(text, encoding).at(line, column) <= len(text)


@given(texts)
def test_lines_end_as_files_do(text):
    lines = Lines(text)
    assert "\r" not in lines.text
    assert lines.last == lines.text.count("\n")
    assert [lines.line(n) for n in range(lines.last + 1)] == lines.text.split("\n")


@pytest.mark.parametrize(
    ("encoding", "position", "offset"),
    [
        ("utf-16", (0, 2), 1),
        ("utf-16", (0, 1), 0),  # within a pair: before the character
        ("utf-8", (0, 4), 1),
        ("utf-8", (0, 3), 0),
        ("utf-32", (0, 1), 1),
    ],
)
def test_a_character_of_several_units(encoding, position, offset):
    assert Lines("𝟛x", encoding).offset(*position) == offset


def test_windows_line_ends_and_a_mark():
    lines = Lines("\ufeffab\r\ncd", "utf-16")
    assert lines.text == "ab\ncd"
    assert lines.position(0) == (0, 1)
    assert lines.offset(1, 1) == 4
    assert lines.at(2, 2) == 4


def test_half_a_pair_is_replaced():
    assert Lines("a\ud83d b").text == "a\N{REPLACEMENT CHARACTER} b"
