"""Grids: a computed table as a reader sees it: cells written by their units, aligned, in columns of fitting width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tieout import catalogue
from tieout.compute.definition import Definition
from tieout.compute.messages import Grid
from tieout.display import Style, display
from tieout.findings import Finding, nearest
from tieout.number import Unit, UnitKind

Rows = tuple[tuple[str, ...], ...]

# So many letters of small type fit a line of text; a wider table hangs into the margin and has more.
_LINE, _WIDE = 80, 108
_GAP = 2  # between columns, in letters
_WORD = 13  # longer words are divided
_MISSING = "\N{EN DASH}"


def faults(definition: Definition, grid: Grid) -> Iterator[Finding]:
    """A finding for each column that the decorator names and the table lacks."""
    for option in ("units", "decimals"):
        for column in definition.options.get(option) or {}:
            if column not in grid.header:
                message = f"table '{definition.name}' has no column '{column}'"
                remedy = nearest(str(column), grid.header) or f"Columns: {', '.join(grid.header)}."
                yield Finding(catalogue.BAD_DEFINITION, definition.place, message, remedy)


def written(definition: Definition, grid: Grid, locale: str) -> Rows:
    """The cells as text; a missing one is a dash."""
    units = definition.options.get("units") or {}
    decimals = definition.options.get("decimals") or {}
    styles = [
        (Unit.parse(str(units.get(name, UnitKind.PLAIN))), Style(decimals=decimals.get(name)))
        for name in grid.header
    ]
    return tuple(
        tuple(_cell(cell, *style, locale) for cell, style in zip(row, styles, strict=True))
        for row in grid.rows
    )


def aligned(grid: Grid) -> tuple[str, ...]:
    """`right` for columns that hold a number, `left` for the others."""
    if not grid.rows:
        return tuple("left" for _ in grid.header)
    columns = zip(*grid.rows, strict=True)
    return tuple(
        "right" if any(not isinstance(cell, str | None) for cell in column) else "left"
        for column in columns
    )


def widths(header: Sequence[str], rows: Rows) -> tuple[float, ...]:
    """The columns' shares of the line, or nothing where the table fits a line as it is.

    A column gets room for its longest word, and of what is left in proportion to the length of its text.
    """
    columns = list(zip(header, *rows, strict=True))
    longest = [max(len(cell) for cell in column) for column in columns]
    if sum(longest) + 2 * len(columns) <= _LINE:
        return ()
    # Every column gets its longest word; what is left goes to those with most text.
    words = [
        min(max(len(word) for cell in column for word in _words(cell)), _WORD) + _GAP
        for column in columns
    ]
    texts = [sum(len(cell) for cell in column) / len(column) for column in columns]
    left = max(_WIDE - sum(words), 0)
    wants = [
        text if length > word else 0.0
        for word, length, text in zip(words, longest, texts, strict=True)
    ]
    given = [
        word + left * want / (sum(wants) or 1) for word, want in zip(words, wants, strict=True)
    ]
    return tuple(round(each / sum(given), 2) for each in given)


def _cell(cell: object, unit: Unit, style: Style, locale: str) -> str:
    if cell is None:
        return _MISSING
    if isinstance(cell, str):
        return cell
    return display(cell, unit, locale, style)  # type: ignore[arg-type]  # a grid's cells are text or numbers


def _words(cell: str) -> list[str]:
    return re.split(r"[\s/-]+", cell) or [""]
