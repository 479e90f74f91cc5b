"""Outline: the headings, figures and tables of a chapter, and the names of a whole project, as symbols."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tieout.editor import names
from tieout.editor.cursor import codes_over
from tieout.editor.desk import Desk, World
from tieout.editor.spots import Spot, definitions
from tieout.editor.subject import Subject, marked
from tieout.prose.chapter import FRONT_MATTER, Chapter
from tieout.prose.masks import masked

_HEADING = re.compile(
    r"^(?P<level>#{1,6})[ \t]+(?P<text>[^\n]*?)[ \t]*(?:\{[^{}\n]*\})?[ \t]*$", re.M
)
_MAX_SYMBOLS = 200


class Symbol(NamedTuple):
    """Something to find one's way by: `level` is a heading's; 7 what stands under any heading."""

    name: str
    kind: str
    said: str
    level: int
    start: int
    end: int


def of_chapter(text: str) -> list[Symbol]:
    """A chapter's headings, figures and tables, in order."""
    front = FRONT_MATTER.match(text)
    body = front.end() if front else 0
    prose = " " * body + masked(text[body:])
    found = [
        Symbol(hit["text"] or "…", "heading", "", len(hit["level"]), hit.start(), hit.end())
        for hit in _HEADING.finditer(prose)
    ]
    for code in codes_over(text):
        if code.name.value in {"figure", "table"} and code.arguments:
            name = code.arguments[0].value
            found.append(Symbol(name, code.name.value, "", 7, code.start, code.end))
    return sorted(found, key=lambda each: each.start)


def of_script(text: str) -> list[Symbol]:
    """A script's statistics, figures and tables."""
    return [
        Symbol(each.name.name, each.kind, "", 7, each.name.start, each.name.end)
        for each in marked(text)
    ]


def of_project(
    desk: Desk, world: World, chapters: Iterable[Chapter], query: str
) -> Iterator[tuple[Symbol, Spot]]:
    """Every statistic, figure, table, dataset and label whose name or title fits a query."""
    chapters = tuple(chapters)
    known = [
        *(n for n in names.numbers(world, "") if n.kind in {"statistic", "dataset"}),
        *names.shown(world, "figure"),
        *names.shown(world, "table"),
        *names.labelled(world, chapters),
    ]
    count = 0
    for each in known:
        if not (names.fits(each.name, query) or query.lower() in each.said.lower()):
            continue
        kind = {"statistic": "number", "dataset": "number"}.get(each.kind, each.kind)
        spots = definitions(desk, world, chapters, Subject(kind, each.name, 0, 0), "")
        spot = next(iter(spots), None)
        if spot is not None:
            said = " \N{EM DASH} ".join(part for part in (each.shown, each.said) if part)
            yield Symbol(each.name, each.kind, said, 0, spot.start, spot.end), spot
            count += 1
        if count >= _MAX_SYMBOLS:
            return
