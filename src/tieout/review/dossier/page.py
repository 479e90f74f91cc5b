"""Page: the dossier as one HTML file with a strict content security policy; escaped by the template engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tieout import catalogue, onepage
from tieout.cache import write_whole
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.fragments import anchor_of
from tieout.ledger.record import Input, Record, Shown
from tieout.review.dossier.contents import Contents, contents
from tieout.review.explanation import effect, exactly, no_cells
from tieout.review.material import Material

if TYPE_CHECKING:
    from jinja2 import Environment

NAME = "audit/index.html"
_SIGN = "here.svg"  # by it the report's pages see that there is a dossier to link to
_EMPTY = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n'
_HERE = Path(__file__).parent


def write(material: Material) -> Path:
    """Write the dossier of the last build; the path of its page.

    Raises:
        TieoutError: it cannot be written.
    """
    path = material.project.output / NAME
    text = html(contents(material))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
        write_whole(path.with_name(_SIGN), _EMPTY.encode())
    except OSError as error:
        place = Place(material.project.relative(path))
        message = f"cannot write: {error.strerror}"
        finding = Finding(catalogue.CANNOT_WRITE, place, message, "Make room on the disk.")
        raise TieoutError(finding, found=False) from None
    return path


def html(made: Contents) -> str:
    """The dossier's page."""
    style, script = _text("style.css"), _text("script.js")
    policy = onepage.policy(style, script, pictures=True)
    page = _environment().get_template("index.html.jinja")
    return page.render(made=made, style=style, script=script, policy=policy) + "\n"


@cache
def _environment() -> Environment:
    made = onepage.environment(_HERE)
    made.globals |= {
        "anchor": anchor_of,
        "cell_anchor": cell_anchor,
        "shown_anchor": shown_anchor,
        "exactly": exactly,
        "effect": effect,
        "no_cells": no_cells,
        "is_long": _is_long,
    }
    return made


def cell_anchor(cell: Input) -> str:
    """The label of a cell in its dataset's panel."""
    return anchor_of(".".join((cell.dataset, *cell.key, cell.column))).replace("n-", "c-", 1)


def shown_anchor(shown: Shown) -> str:
    """The label of a figure's or table's panel."""
    return f"{'fig' if shown.kind == 'figure' else 'tbl'}-{shown.name}"


def _is_long(record: Record) -> bool:
    return len(record.display) > 12


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8").strip()
