"""Finish: a Word document as pandoc wrote it, with what pandoc gets wrong put right, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile

from tieout.engines.documents.reference import packed

_DOCUMENT = "word/document.xml"
# Pandoc reckons every table by this text width, whatever the page is.
_PANDOCS_WIDTH = 7920
_GRID = re.compile(r"<w:tblGrid>.*?</w:tblGrid>", re.S)
_COLUMN = re.compile(r'<w:gridCol w:w="(\d+)" ?/>')
_SIZE = re.compile(r'<w:pgSz [^>]*w:w="(\d+)"')
_FILE = re.compile(r'(<pic:cNvPr [^>]*?)descr="[^"]*"')


def finished(document: bytes) -> bytes:
    """The document with tables as wide as its page; no date but the report's, and no name of a file, is in it."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    text = parts[_DOCUMENT].decode()
    width = _text_width(text)
    text = _GRID.sub(lambda hit: _grid(hit[0], width), text)
    text = _FILE.sub(r'\1descr=""', text)
    parts[_DOCUMENT] = text.encode()
    return packed(parts)


def _text_width(text: str) -> int:
    size = _SIZE.search(text)
    sides = [re.search(rf'<w:pgMar [^>]*w:{side}="(\d+)"', text) for side in ("left", "right")]
    if size is None or None in sides:
        return _PANDOCS_WIDTH
    return int(size[1]) - sum(int(side[1]) for side in sides if side)


def _grid(grid: str, width: int) -> str:
    """Columns that fill the page; narrower tables stay as they are."""
    columns = [int(column) for column in _COLUMN.findall(grid)]
    if not columns or sum(columns) < _PANDOCS_WIDTH - len(columns):
        return grid
    scaled = [round(column * width / sum(columns)) for column in columns]
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{each}"/>' for each in scaled) + "</w:tblGrid>"
