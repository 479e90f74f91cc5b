"""Refused: what no author's Markdown may hold: characters that tieout keeps for itself, brackets without end."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from tieout import catalogue
from tieout.findings import Finding, Place
from tieout.prose.masks import masked

_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Each `[` may begin a link, a picture, a span, a note or citations. Pandoc tries them all, and at each bracket in it
# anew: seven take it half a second, twenty the rest of the day.
_DEEPEST = 7
_BLANK = re.compile(r"\n[ \t>]*\n")
_BRACKET = re.compile(r"\\.|[\[\]]", re.S)


Where = Callable[[int], Place] | Place


def refused(text: str, place: Where) -> Iterator[Finding]:
    """A finding for each thing in a chapter's or a caption's Markdown that it may not hold.

    Args:
        text: the Markdown.
        place: where an offset into it stands; or where it begins, if nothing more is known.
    """
    for hit in _PRIVATE.finditer(text):
        yield Finding(
            catalogue.PRIVATE_CHARACTER,
            _at(place, hit.start()),
            f"the character U+{ord(hit.group()):04X} has no meaning of its own",
            "Take it out; it comes from an icon font or a broken copy.",
        )
    yield from crowded(text, place)


def crowded(text: str, place: Where) -> Iterator[Finding]:
    """A finding where brackets stand so deep in brackets that pandoc takes ever longer, one a paragraph."""
    # Code and maths are blanked out only where there is anything to be found.
    for start in _too_deep(masked(text)) if any(_full(text)) else ():
        yield Finding(
            catalogue.DEEP_BRACKETS,
            _at(place, start),
            f"more than {_DEEPEST} brackets are open here: pandoc would take ever longer over them",
            "Close those before it, or write \\[ for one that is to be read as it stands.",
        )


def shown(text: str) -> str:
    """The text with a sign in place of each character that is refused."""
    return _PRIVATE.sub("\N{WHITE SQUARE}", text)


def _at(place: Where, offset: int) -> Place:
    return place if isinstance(place, Place) else place(offset)


def _too_deep(prose: str) -> Iterator[int]:
    """In each paragraph the place of the first bracket that opens deeper than any writer means."""
    for start, end in _full(prose):
        depth = 0
        for hit in _BRACKET.finditer(prose, start, end):
            depth = max(0, depth + {"[": 1, "]": -1}.get(hit[0], 0))
            if depth > _DEEPEST:
                yield hit.start()
                break


def _full(prose: str) -> Iterator[tuple[int, int]]:
    """Where paragraphs begin and end that open so many brackets at all."""
    starts = [0, *(hit.start() + 1 for hit in _BLANK.finditer(prose))]
    for start, end in itertools.pairwise((*starts, len(prose))):
        if prose.count("[", start, end) > _DEEPEST:
            yield start, end
