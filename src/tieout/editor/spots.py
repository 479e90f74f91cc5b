"""Spots: where something is defined, and every place that names it: chapters, captions, scripts, bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from tieout.checks.crossrefs import labels
from tieout.editor.cursor import codes_over
from tieout.editor.desk import Desk, World
from tieout.editor.positions import lines_of
from tieout.editor.subject import Subject, in_script
from tieout.findings import Place
from tieout.prose.chapter import Chapter
from tieout.prose.masks import masked
from tieout.prose.references import CITATION


class Spot(NamedTuple):
    """A stretch of a file: offsets into its text as tieout reads it."""

    path: str
    start: int
    end: int


def definitions(
    desk: Desk, world: World, chapters: Iterable[Chapter], subject: Subject, here: str
) -> Iterator[Spot]:
    """Where the subject is defined."""
    kind, name = subject.kind, subject.name
    if kind == "number":
        yield from _number(desk, world, name)
    elif kind in {"figure", "table"}:
        defined = world.defined(name, kind)
        if defined is not None:
            yield _function(desk, defined.place)
    elif kind == "source":
        yield from _entry(desk, world, name)
    elif kind == "label":
        yield from _label(desk, chapters, name)
    elif kind == "file":
        yield from _file(world, name, here)


def references(
    desk: Desk, world: World, chapters: Iterable[Chapter], subject: Subject
) -> Iterator[Spot]:
    """Every place that names the subject, its definition left out."""
    files = dict.fromkeys(path for chapter in chapters for path in chapter.files)
    scripts = dict.fromkeys(each.place.path for each in world.definitions)
    if subject.kind == "source":
        yield from _citations(desk, files, scripts, subject.name)
        yield from _citing_rows(desk, world, subject.name)
        return
    wanted = _named_as(subject)
    for path in (*files, *scripts):
        for code in codes_over(desk.text(path)):
            kind = code.name.value
            if kind in {"stat", "word", "figure", "table"}:
                named = code.arguments[:1]
            else:
                named = code.arguments if kind == "source" else ()
            for each in named:
                if (_kind_of(kind), each.value) == wanted:
                    yield Spot(path, each.start, each.end)
    if subject.kind == "number":
        for path in scripts:
            for taken in in_script(desk.text(path)):
                if taken.kind == "number" and taken.name == subject.name:
                    yield Spot(path, taken.start, taken.end)
    elif subject.kind != "file":
        yield from _referred(desk, files, subject)


def _named_as(subject: Subject) -> tuple[str, str]:
    """What a shortcode would have to be to name the subject."""
    kind, _, name = subject.name.partition("-")
    if subject.kind == "label" and kind.lower() in {"fig", "tbl"}:
        return {"fig": "figure", "tbl": "table"}[kind.lower()], name
    return subject.kind, subject.name


def _kind_of(shortcode: str) -> str:
    return shortcode if shortcode in {"figure", "table"} else "number"


def _number(desk: Desk, world: World, name: str) -> Iterator[Spot]:
    defined = world.defined(name, "statistic")
    if defined is not None:
        yield _function(desk, defined.place)
        return
    dataset = world.package.datasets.get(name.partition(".")[0])
    if dataset is None:
        return
    table = world.tables.get(dataset.name)
    if dataset.confidential or table is None:
        yield _line(desk, dataset.place)
    elif name in table.names:
        yield _line(desk, table.place(table.names[name][0]))
    elif name == dataset.name:
        yield _line(desk, Place(dataset.path, 1))


def _entry(desk: Desk, world: World, key: str) -> Iterator[Spot]:
    """The entry of a source, in whichever bibliography it stands."""
    entry = world.sources.entries.get(key)
    if entry is None:
        return
    for file in world.project.bibliographies:
        spot = _line(desk, Place(world.project.relative(file), entry.line))
        if f"{{{key}," in desk.text(spot.path)[spot.start : spot.end].replace(" ", ""):
            yield spot


def _label(desk: Desk, chapters: Iterable[Chapter], name: str) -> Iterator[Spot]:
    kind, _, rest = name.partition("-")
    wanted = {name, f"{kind.lower()}-{rest}"}
    for chapter in chapters:
        for label, offset in labels(chapter):
            if label in wanted:
                place = chapter.place(offset)
                start = lines_of(desk.text(place.path)).at(place.line, place.column)
                code = next(
                    (c for c in codes_over(desk.text(place.path)) if c.start == start), None
                )
                end = code.end if code is not None else start + len(label)
                yield Spot(place.path, start, end)


def _file(world: World, name: str, here: str) -> Iterator[Spot]:
    folder = PurePosixPath(here).parent
    report = PurePosixPath(world.project.config.report)
    places = (
        (report / name.lstrip("/"),) if name.startswith("/") else (report / name, folder / name)
    )
    for path in dict.fromkeys(places):
        file = world.project.root / path
        if world.project.holds(file) and file.is_file():
            yield Spot(world.project.relative(file.resolve()), 0, 0)
            return


def _citations(
    desk: Desk, files: Iterable[str], scripts: Iterable[str], key: str
) -> Iterator[Spot]:
    for path in files:
        for hit in CITATION.finditer(masked(desk.text(path))):
            group = "braced" if hit["braced"] else "plain"
            if hit[group] == key:
                yield Spot(path, *hit.span(group))
    named = re.compile(rf"(?:published_in\s*=\s*[\"']|@)(?P<key>{re.escape(key)})(?![\w-])")
    for path in scripts:
        for hit in named.finditer(desk.text(path)):
            yield Spot(path, *hit.span("key"))


def _citing_rows(desk: Desk, world: World, key: str) -> Iterator[Spot]:
    for table in world.tables.values():
        if table.dataset.confidential or not table.listed or key not in table.citing:
            continue
        for row in table.rows():
            if any(each.key == key for each in table.cited(row)):
                yield _line(desk, table.place(row))


def _referred(desk: Desk, files: Iterable[str], subject: Subject) -> Iterator[Spot]:
    """The cross-references to a figure, a table or another label."""
    prefix = {"figure": "fig-", "table": "tbl-"}.get(subject.kind, "")
    wanted = f"{prefix}{subject.name}"
    for path in files:
        for hit in CITATION.finditer(masked(desk.text(path))):
            group = "braced" if hit["braced"] else "plain"
            kind, dash, rest = hit[group].partition("-")
            if f"{kind.lower()}{dash}{rest}" == wanted:
                yield Spot(path, *hit.span(group))


def _function(desk: Desk, place: Place) -> Spot:
    """The name of the function that is defined on a line."""
    lines = lines_of(desk.text(place.path))
    start = lines.at(place.line, place.column)
    hit = re.compile(r"(?:async\s+)?def\s+(?P<name>\w+)").match(lines.text, start)
    return Spot(place.path, *(hit.span("name") if hit else (start, start)))


def _line(desk: Desk, place: Place) -> Spot:
    """A whole line: a row of the data, an entry of the bibliography."""
    lines = lines_of(desk.text(place.path))
    start = lines.at(max(place.line, 1), max(place.column, 1))
    return Spot(place.path, start, lines.at(max(place.line, 1), 1_000_000))
