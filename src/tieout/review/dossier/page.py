"""Page: the dossier as one HTML file with a strict content security policy; escaped by the template engine."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tieout import catalogue
from tieout.cache import write_whole
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.fragments import anchor_of
from tieout.ledger.record import Input, Record, Shown
from tieout.review.dossier.contents import Contents, contents
from tieout.review.explanation import effect, exactly
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
    policy = (
        f"default-src 'none'; style-src '{_sum(style)}'; script-src '{_sum(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _environment().get_template("index.html.jinja")
    return page.render(made=made, style=style, script=script, policy=policy) + "\n"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Whatever comes from data, chapters or sources is escaped, without anybody having to think of it.
    made = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "anchor": anchor_of,
        "cell_anchor": cell_anchor,
        "shown_anchor": shown_anchor,
        "exactly": exactly,
        "effect": effect,
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


def _sum(text: str) -> str:
    """The digest by which a policy knows an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
