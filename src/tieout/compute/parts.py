"""Parts: what can be told apart in an outcome by name, so that it is found again in another outcome."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeAlias

Key: TypeAlias = tuple[str, str]  # a part's name, and its kind: number, text or mark
Parts: TypeAlias = Mapping[Key, Hashable]


def number(result: object) -> Parts:
    """A statistic's one part."""
    from tieout.number import as_value

    return {("", "number"): as_value(result)}


def cells(result: object) -> Parts:
    """A table's cells, each line told by its first text where that tells the lines apart."""
    from tieout.compute.results import grid

    header, rows = grid(result)
    texts = [n for n in range(len(header)) if rows and all(isinstance(r[n], str) for r in rows)]
    label = texts[0] if texts and len({row[texts[0]] for row in rows}) == len(rows) else None
    told: dict[Key, Hashable] = {}
    for number, row in enumerate(rows):
        name = str(number) if label is None else f"={row[label]}"
        for at, cell in enumerate(row):
            kind = "text" if cell is None or isinstance(cell, str) else "number"
            told[f"{name}\0{at}\0{header[at]}", kind] = cell
    return told


def marks(result: object) -> Parts:
    """A figure's marks; where individuals are watched over, the data that were returned with it are not published."""
    from tieout.compute import marks as drawn

    figure = result[0] if isinstance(result, tuple) and result else result
    return {(str(n), "mark"): each for n, each in enumerate(drawn.of_figure(figure))}
