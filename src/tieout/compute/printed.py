"""Printed: which text cells stand in an outcome as they are, seen by a mark put on each of them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

from tieout.compute.lineage import Cell

if TYPE_CHECKING:
    import pandas as pd

_EDGE = "\U000f5de1"  # private use: no text of a report holds it
_MARK = re.compile(f"{_EDGE}(\\d+){_EDGE}")


def marked(frames: Mapping[str, pd.DataFrame], cells: Sequence[Cell]) -> dict[str, pd.DataFrame]:
    """The tables with a mark behind the text of each of these cells."""
    changed = dict(frames)
    columns: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for number, cell in enumerate(cells):
        columns.setdefault((cell.dataset, cell.column), []).append((number, cell.row))
    for (dataset, column), places in columns.items():
        frame = changed[dataset].copy(deep=False)
        texts = frame[column].to_list()
        for number, row in places:
            if isinstance(texts[row], str):
                texts[row] += f"{_EDGE}{number}{_EDGE}"
        frame[column] = texts
        changed[dataset] = frame
    return changed


def seen(
    before: Sequence[Hashable], after: Sequence[Hashable] | None, cells: Sequence[Cell]
) -> list[Cell] | None:
    """The cells whose marks are in the outcome; None where marking them changed something else too.

    Where a function asks what a text is, a mark leads it astray, and the outcome says nothing.
    """
    found: dict[int, None] = {}

    def bare(part: Hashable) -> Hashable:
        if not isinstance(part, str):
            return part
        found.update((int(number), None) for number in _MARK.findall(part))
        return _MARK.sub("", part)

    if after is None or tuple(map(bare, after)) != tuple(before):
        return None
    return [cells[number] for number in sorted(found)]
