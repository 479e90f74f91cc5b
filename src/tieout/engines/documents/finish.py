"""Finish: a Word document as pandoc wrote it, with what pandoc gets wrong put right, and the same bytes each time."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Sequence

from tieout.engines.documents.reference import packed

_DOCUMENT = "word/document.xml"
# Pandoc reckons every table by this text width, whatever the page is.
_PANDOCS_WIDTH = 7920
_WHOLE = 0.97  # shares that were rounded make up the whole all the same
# A letter of a table's text and the space around a cell's, in twentieths of a point.
_LETTER, _AROUND = 105, 180
_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tbl>).)*?</w:tbl>", re.S)
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>", re.S)
_WIDTH = re.compile(r'<w:tblW w:type="pct" w:w="\d+" ?/>')
_COLUMN = re.compile(r'<w:gridCol w:w="(\d+)" ?/>')
_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.S)
_CELL = re.compile(r"<w:tc>(.*?)</w:tc>", re.S)
_PARAGRAPH = re.compile(r"</w:p>")
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:tab|br) ?/>")
_SIZE = re.compile(r'<w:pgSz [^>]*w:w="(\d+)"')
_FILE = re.compile(r'(<pic:cNvPr [^>]*?)descr="[^"]*"')


def finished(document: bytes) -> bytes:
    """The document with tables as wide as its page and columns as wide as their longest word.

    No date but the report's, and no name of a file, is in it.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts[_DOCUMENT].decode()
    width = _text_width(text)
    text = _TABLE.sub(lambda hit: _table(hit[0], width), text)
    text = _FILE.sub(r'\1descr=""', text)
    parts[_DOCUMENT] = text.encode()
    return packed(parts)


def _text_width(text: str) -> int:
    size = _SIZE.search(text)
    sides = [re.search(rf'<w:pgMar [^>]*w:{side}="(\d+)"', text) for side in ("left", "right")]
    if size is None or None in sides:
        return _PANDOCS_WIDTH
    return int(size[1]) - sum(int(side[1]) for side in sides if side)


def _table(table: str, width: int) -> str:
    """A table whose columns have widths, by the page's; one that has none is left to Word."""
    grid = _GRID.search(table)
    columns = [int(column) for column in _COLUMN.findall(grid[0])] if grid else []
    if not sum(columns) or '<w:tblLayout w:type="fixed"' not in table:
        return table
    share = sum(columns) / _PANDOCS_WIDTH
    whole = width if share > _WHOLE else round(width * share)
    least = _least(table, len(columns))
    whole = min(width, max(whole, round(sum(least))))
    made = balanced(columns, least, whole)
    written = "".join(f'<w:gridCol w:w="{each}"/>' for each in made)
    table = _GRID.sub(f"<w:tblGrid>{written}</w:tblGrid>", table, count=1)
    return _WIDTH.sub(f'<w:tblW w:type="pct" w:w="{round(5000 * whole / width)}"/>', table, count=1)


def balanced(asked: Sequence[float], least: Sequence[float], width: int) -> list[int]:
    """Widths as asked, but none below the least while there is room: the wide columns give what the narrow lack."""
    if sum(least) >= width:
        return [round(each * width / sum(least)) for each in least] if sum(least) else []
    asked = [each * width / sum(asked) for each in asked]
    lacking = {i for i, each in enumerate(asked) if each < least[i]}
    while True:
        left = width - sum(least[i] for i in lacking)
        free = sum(each for i, each in enumerate(asked) if i not in lacking)
        made = [least[i] if i in lacking else each * left / free for i, each in enumerate(asked)]
        more = {i for i, each in enumerate(made) if each < least[i] - 1}
        if not more:
            return [round(each) for each in made]
        lacking |= more


def _least(table: str, count: int) -> list[float]:
    """How wide each column must be for its longest word; nothing is known of cells that span columns."""
    longest = [0] * count
    for row in _ROW.findall(table):
        cells = _CELL.findall(row)
        if len(cells) != count or "<w:gridSpan" in row:
            continue
        for position, cell in enumerate(cells):
            words = " ".join(_words(each) for each in _PARAGRAPH.split(cell)).split()
            # A path or address may be broken where it has a sign.
            pieces = [piece for word in words for piece in re.split(r"(?<=[/_.@-])(?=\w)", word)]
            longest[position] = max([longest[position], *(len(piece) for piece in pieces)])
    return [min(letters, 22) * _LETTER + _AROUND for letters in longest]


def _words(paragraph: str) -> str:
    return "".join(
        html.unescape(hit[1]) if hit[1] is not None else " " for hit in _TEXT.finditer(paragraph)
    )
