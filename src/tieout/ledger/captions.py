"""Captions: the shortcodes that a caption or an alternative text may hold, and what may not stand there."""

from __future__ import annotations

from collections.abc import Iterator

from tieout import catalogue
from tieout.compute.definition import Definition
from tieout.findings import Finding, Place
from tieout.prose import shortcodes
from tieout.prose.refused import refused
from tieout.prose.shortcodes import Shortcode


def codes(text: str, place: Place, allowed: tuple[str, ...]) -> Iterator[Shortcode | Finding]:
    """The shortcodes of an author's text in their order, and a finding for whatever cannot stand there."""
    yield from refused(text, place)
    for item in shortcodes.scan(text):
        if isinstance(item, shortcodes.Fault):
            yield Finding(catalogue.BAD_SHORTCODE, place, item.message, item.remedy)
        elif item.name not in allowed:
            message = f"'{item.name}' cannot stand here"
            remedy = f"Here only {' and '.join(allowed)} can."
            yield Finding(catalogue.BAD_SHORTCODE_ARGUMENT, place, message, remedy)
        else:
            yield item


def with_source(definition: Definition) -> str:
    """A figure's caption, and the line that says where its data come from."""
    source = definition.option("source")
    caption = definition.option("caption")
    return f"{caption.rstrip()} *{source}*" if source else caption
