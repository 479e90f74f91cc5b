"""Positions: between an editor's lines and code units and the offsets of the text that tieout reads."""

from __future__ import annotations

import bisect
import re
from functools import cached_property, lru_cache

_SURROGATE = re.compile("[\ud800-\udfff]")
_END = re.compile(r"\r\n?|\n")
_MARK = "\ufeff"


@lru_cache(maxsize=64)
def lines_of(written: str, encoding: str = "utf-16") -> Lines:
    """The lines of a text; hundreds of spots of one text ask for them."""
    return Lines(written, encoding)


class Lines:
    """A text as tieout reads it, and where each of its characters stands for an editor.

    `text` has no byte order mark and its lines end in a line feed only, as the build reads files; half of a
    surrogate pair, which no file can hold, stands as a replacement character.
    """

    def __init__(self, written: str, encoding: str = "utf-16") -> None:
        self._encoding = encoding
        # The mark is no part of the text, but an editor that keeps it counts it.
        self._before = self._units(_MARK) if written.startswith(_MARK) else 0
        plain = written.removeprefix(_MARK)
        self.text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _END.sub("\n", plain))

    def offset(self, line: int, units: int) -> int:
        """The offset of an editor's position; what lies beyond a line or the text is its end."""
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._span(max(line, 0))
        wanted = units - (self._before if line == 0 else 0)
        written = self.text[start:end]
        if written.isascii():
            return start + min(max(wanted, 0), len(written))
        reached = 0
        for index, character in enumerate(written):
            reached += self._units(character)
            if reached > wanted:
                return start + index
        return end

    def position(self, offset: int) -> tuple[int, int]:
        """An offset's line and code units, both from 0."""
        inside = min(max(offset, 0), len(self.text))
        line = bisect.bisect_right(self._starts, inside) - 1
        units = self._units(self.text[self._starts[line] : inside])
        return line, units + (self._before if line == 0 else 0)

    def at(self, line: int, column: int) -> int:
        """The offset of a finding's line and column, which count from 1; 0 stands for not known."""
        if not 1 <= line <= len(self._starts):
            return 0 if line < 1 else len(self.text)
        start, end = self._span(line - 1)
        return min(start + max(column - 1, 0), end)

    def line(self, number: int) -> str:
        """A line's text, without its end."""
        start, end = self._span(number)
        return self.text[start:end]

    @property
    def last(self) -> int:
        """The last line's number, from 0."""
        return len(self._starts) - 1

    def _span(self, line: int) -> tuple[int, int]:
        last = line + 1 == len(self._starts)
        return self._starts[line], len(self.text) if last else self._starts[line + 1] - 1

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding == "utf-32":
            return len(text)
        if self._encoding == "utf-8":
            return len(text.encode("utf-8"))
        return len(text.encode("utf-16-le")) // 2

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(hit.end() for hit in re.finditer("\n", self.text))]
