"""Shown: what is known of each figure and table that a chapter shows, for whoever reads the ledger."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from tieout.ledger import digests
from tieout.ledger.cells import summed
from tieout.ledger.fragments import CLOSE, OPEN, Figure, Fragment, Marked, Stat, Table
from tieout.ledger.numbers import Numbers
from tieout.ledger.record import Shown, Use

_MARK = re.compile(f"{OPEN}(\\d+){CLOSE}")


def shown(
    numbers: Numbers, made: Mapping[str, Fragment], uses: Mapping[str, Iterable[Use]]
) -> dict[str, Shown]:
    """The figures and tables that chapters show, by name.

    Args:
        numbers: the report's numbers, with the definitions of its figures.
        made: every fragment, by the key of the shortcode that asks for it.
        uses: where each of them stands, by the same keys.
    """
    found = {}
    for key, places in uses.items():
        fragment = made[key]
        if isinstance(fragment, Figure | Table):
            each = _one(numbers, fragment, made, tuple(places))
            found[each.name] = each
    return found


def _one(
    numbers: Numbers, fragment: Figure | Table, made: Mapping[str, Fragment], uses: tuple[Use, ...]
) -> Shown:
    name = fragment.id.partition("-")[2]
    definition = numbers.definitions[name]
    caption = plain(fragment.caption, made)
    if isinstance(fragment, Figure):
        alt, image = fragment.alt, fragment.image
        files = tuple((link.text, link.path) for link in fragment.links)
        look = json.dumps([caption, alt, numbers.pictures.get(name, "")])
    else:
        alt, image, files = "", "", ()
        look = json.dumps([caption, fragment.header, fragment.rows])
    code = numbers.codes.get(name) or definition.source
    inputs = summed(numbers.cells.of(name), numbers.tables)
    unseen = numbers.unseen(numbers.takes(definition), inputs, numbers.given(definition))
    return Shown(
        name=name,
        kind=str(definition.kind),
        title=definition.title,
        doc=definition.doc,
        caption=caption,
        file=definition.path,
        line=definition.line,
        formula=definition.source,
        takes=numbers.takes(definition),
        given=numbers.given(definition),
        alt=alt,
        image=image,
        files=files,
        texts=numbers.texts.get(name, ()),
        inputs=inputs,
        sources=numbers.cells.sources(name),
        uses=uses,
        digest=digests.of_shown(look, code, inputs, unseen),
    )


def plain(text: Marked, made: Mapping[str, Fragment]) -> str:
    """An author's Markdown with its numbers written in and its citations left out."""

    def use(hit: re.Match[str]) -> str:
        fragment = made.get(text.uses[int(hit[1])])
        return fragment.text if isinstance(fragment, Stat) else ""

    return _MARK.sub(use, text.markdown)
