"""Results: what figures and tables return, as plain data."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

from tieout import formulas
from tieout.compute import kinds
from tieout.compute.messages import Drawing
from tieout.number import Value, as_value


class WrongKindError(TypeError):
    """A result, or a part of it, is of no kind that can be used: the message says of what kind it is.

    `guarded` says the same without a word that may quote confidential data.
    """

    def __init__(self, said: str, guarded: str) -> None:
        super().__init__(said)
        self.guarded = guarded

    @classmethod
    def of(cls, thing: object, before: str = "") -> WrongKindError:
        """Told by the thing's type."""
        return cls(before + _name(thing), before + kinds.told(thing))


def figure(result: object) -> Drawing:
    """A figure as drawn, with its data as CSV (empty when not given) and what it says in words.

    Raises:
        WrongKindError: the result is no figure; the message names what it is.
    """
    import pandas as pd
    from matplotlib.figure import Figure

    from tieout.compute import style, texts

    drawn, data = result if isinstance(result, tuple) and len(result) == 2 else (result, None)
    if not isinstance(drawn, Figure):
        raise WrongKindError.of(drawn)
    if data is not None and not isinstance(data, pd.DataFrame):
        raise WrongKindError.of(data, "a figure with ")
    width, height = (round(float(inches) * 2.54, 3) for inches in drawn.get_size_inches())
    svg = style.svg(drawn)
    said = texts.of_figure(drawn)
    close(drawn)
    return Drawing(svg, width, height, "" if data is None else csv_of(data), said)


def grid(result: object) -> tuple[tuple[str, ...], tuple[tuple[str | Value | None, ...], ...]]:
    """A table's headings and its cells: text, numbers, or None where there is nothing.

    Raises:
        WrongKindError: the result is no DataFrame, or a cell is neither text nor number.
    """
    import pandas as pd

    if not isinstance(result, pd.DataFrame):
        raise WrongKindError.of(result)
    rows = [tuple(_cell(cell) for cell in row) for row in result.itertuples(index=False, name=None)]
    return tuple(str(name) for name in result.columns), tuple(rows)


def parts(result: object) -> tuple[Hashable, ...]:
    """A table's outcome as parts that can be compared: its headings and its cells."""
    header, rows = grid(result)
    return (*header, len(rows), *(cell for row in rows for cell in row))


def data_parts(result: object) -> tuple[Hashable, ...]:
    """The data that a figure's function returned with it, as parts that can be compared; none without data."""
    import pandas as pd

    # A sketch of a figure would note that it is asked what it is.
    data = result[1] if type(result) is tuple and len(result) == 2 else None
    if not isinstance(data, pd.DataFrame):
        return ()
    plain = _with_named_index(data)
    rows = plain.itertuples(index=False, name=None)
    return (*map(str, plain.columns), len(plain), *(_part(cell) for row in rows for cell in row))


def csv_of(data: Any) -> str:
    """A DataFrame as CSV: its index only where it has a name; no text in it is a formula."""
    plain = _with_named_index(data)
    for place in range(plain.shape[1]):
        column = plain.iloc[:, place]
        if column.dtype.kind not in "biufcmM":  # neither numbers nor dates
            plain.isetitem(place, column.astype("object").map(_plain, na_action="ignore"))
    plain.columns = [_plain(name) for name in plain.columns]
    return str(plain.to_csv(index=False, lineterminator="\n"))


def _with_named_index(data: Any) -> Any:
    named = any(name is not None for name in data.index.names)
    return data.reset_index(allow_duplicates=True) if named else data.copy(deep=False)


def _part(cell: object) -> Hashable:
    try:
        return _cell(cell)
    except TypeError:
        return str(cell)


def _plain(cell: object) -> object:
    return formulas.harmless(cell) if isinstance(cell, str) else cell


def _cell(cell: Any) -> str | Value | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, float) and math.isnan(cell):
        return None
    if hasattr(cell, "isoformat"):
        return None if str(cell) == "NaT" else str(cell.isoformat()).removesuffix("T00:00:00")
    try:
        return as_value(cell)
    except TypeError:
        if str(cell) in {"<NA>", "NaT"}:
            return None
        raise WrongKindError.of(cell, "a cell of type ") from None
    except ValueError:
        raise WrongKindError(f"a cell that is {cell}", "a cell that is no number") from None


def close(drawn: object) -> None:
    """Let pyplot forget a figure (`all`: every one), if a script drew it with pyplot."""
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(drawn)


def _name(thing: object) -> str:
    return "nothing" if thing is None else type(thing).__name__
