"""Figure data: what a figure shows, as a table to read, for those who do not see the picture."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from tieout.data.dataset import Column
from tieout.display import display
from tieout.ledger.fragments import Link, escape_html
from tieout.number import Unit
from tieout.text import in_language

# A page stays light: a longer table is cut, and the whole of it stands in the CSV file beside it.
MOST_ROWS, MOST_COLUMNS = 50, 12
_DIGITS = 6  # of a number nobody gave a unit; the CSV file has them all
_MISSING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class FigureData:
    """The first rows of a table that a figure was drawn from.

    Attributes:
        title: of what; empty where it is the figure's own table.
        columns: of a dataset, or the headings of what a script returned.
        rows: the cells, as read; no more than `MOST_ROWS`.
        total: how many rows there are.
    """

    title: str
    columns: tuple[Column | str, ...]
    rows: tuple[tuple[object, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Words:
    open: str
    data: str
    first: str


_ENGLISH = _Words(
    "Data as a table", "Data", "The first {count} of {total} rows; the CSV file holds all"
)
_WORDS: Mapping[str, _Words] = {
    "de": _Words(
        "Daten als Tabelle", "Daten", "Die ersten {count} von {total} Zeilen; alle in der CSV-Datei"
    ),
    "es": _Words(
        "Datos en una tabla",
        "Datos",
        "Las primeras {count} de {total} filas; todas en el archivo CSV",
    ),
    "fr": _Words(
        "Données en tableau",
        "Données",
        "Les {count} premières lignes sur {total}\N{NARROW NO-BREAK SPACE}; toutes dans le fichier CSV",
    ),
}


@dataclass(frozen=True, slots=True)
class Assets:
    """The files that go with a figure: their paths relative to the pages' top folder, and its size."""

    image: str
    links: tuple[Link, ...]
    script: str
    width: float
    height: float
    data: tuple[FigureData, ...] = ()


def markup(title: str, tables: Sequence[FigureData], locale: str) -> str:
    """A figure's data as HTML that opens without a script; well-formed XML, too. Empty without data."""
    if not tables:
        return ""
    words = in_language(_WORDS, locale, _ENGLISH)
    inside = "".join(_table(each, title, words, locale) for each in tables)
    return (
        f'<details class="tieout-figure-data" data-pagefind-ignore=""><summary>{words.open}</summary>'
        f"{inside}</details>"
    )


def _table(data: FigureData, figure: str, words: _Words, locale: str) -> str:
    name = escape_html(f"{words.data}: " + (f"{figure}: {data.title}" if data.title else figure))
    more = ""
    if data.total > len(data.rows):
        said = words.first.format(count=len(data.rows), total=data.total)
        more = f"<br/>{escape_html(said)}."
    titles = [each if isinstance(each, str) else each.label(locale) for each in data.columns]
    units = [None if isinstance(each, str) else each.unit for each in data.columns]
    head = "".join(f'<th scope="col">{escape_html(each)}</th>' for each in titles)
    rows = [
        [_cell(cell, unit, locale) for cell, unit in zip(row, units, strict=True)]
        for row in data.rows
    ]
    # Years among months are no numbers: a column is of one kind.
    numeric = [
        all(is_number or text == _MISSING for text, is_number in column)
        for column in zip(*rows, strict=True)
    ]
    body = "".join(_row(row, numeric) for row in rows)
    return (
        f'<div class="tieout-figure-scroll" tabindex="0" role="region" aria-label="{name}">'
        f"<table><caption>{name}{more}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(cells: Sequence[tuple[str, bool]], numeric: Sequence[bool]) -> str:
    (first, _), *rest = cells
    made = [f'<th scope="row">{escape_html(first)}</th>']
    for (text, _), is_number in zip(rest, numeric[1:], strict=True):
        # A date or a key does not break at its hyphens.
        kind = "tieout-value" if is_number else "" if " " in text else "tieout-whole"
        made.append(
            f'<td class="{kind}">{escape_html(text)}</td>'
            if kind
            else f"<td>{escape_html(text)}</td>"
        )
    return f"<tr>{''.join(made)}</tr>"


def _cell(cell: object, unit: Unit | None, locale: str) -> tuple[str, bool]:
    """A cell as text, and whether it is a number."""
    if cell is None or cell == "":
        return _MISSING, False
    if isinstance(cell, bool):
        return str(cell).lower(), False
    if isinstance(cell, int | Decimal):
        return (str(cell) if unit is None else display(cell, unit, locale)), True
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat().removesuffix("T00:00:00"), False
    return _shortened(str(cell))


def _shortened(text: str) -> tuple[str, bool]:
    """A number as a script computed it, with as many digits as tell something; other text as it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text, False
    if not number.is_finite() or text != text.strip() or "_" in text:
        return text, False
    if number == number.to_integral_value() and abs(number) < 10**15:
        return f"{number:.0f}", True
    return f"{float(number):.{_DIGITS}g}", True
