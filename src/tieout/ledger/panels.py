"""Panels: what a reader sees who opens a number on a page, as plain text for a script to lay out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from tieout.compute.lineage import COUNTING
from tieout.data.sources import Sources
from tieout.ledger.fragments import Citation, Panel, anchor_of
from tieout.ledger.record import Input, Record
from tieout.number import exact, exact_text

MAX_CELLS = 12


def panels(records: Iterable[Record], sources: Sources) -> dict[str, Panel]:
    """The panel of each number, by its anchor."""
    return {anchor_of(each.name): _panel(each, sources) for each in records}


def script(made: Mapping[str, Panel]) -> str:
    """The panels as a script that only sets data: a page opened from a disk can load nothing else."""
    data = {
        anchor: {
            "name": panel.name,
            "title": panel.title,
            "words": panel.words,
            "facts": panel.facts,
            "cells": panel.cells,
            "more": panel.more,
            "code": panel.code,
        }
        for anchor, panel in sorted(made.items())
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.tieoutNumbers = {text};\n"


def _panel(record: Record, sources: Sources) -> Panel:
    cells = [each for each in record.inputs if each.role in COUNTING]
    words = [" ".join(part.split()) for part in record.doc.split("\n\n") if part.strip()]
    return Panel(
        name=record.name,
        title=record.title,
        words=tuple(each for each in words if each.rstrip(".") != record.title.rstrip(".")),
        facts=tuple(_facts(record, sources)),
        cells=tuple(_cell(each, sources) for each in cells[:MAX_CELLS]),
        more=max(0, len(cells) - MAX_CELLS),
        code=(f"{record.file}, line {record.line}", record.formula),
    )


def _facts(record: Record, sources: Sources) -> Iterator[tuple[str, str]]:
    text = exact_text(record.value)
    yield "Exact value", f"{text} = {float(exact(record.value)):.10g}" if "/" in text else text
    if record.given:
        yield "Edition", "; ".join(f"{name} = {said}" for name, said in record.given)
    if record.bound:
        yield "Known as", f"{record.bound} {record.display}"
    published = record.published
    if published is not None:
        where = _cited(Citation(published.source, published.locator), sources)
        yield (
            "Published",
            f"{published.printed}{f' in {where}' if where else ''}: {published.agreement}",
        )
        if published.note:
            yield "Why", published.note


def _cell(cell: Input, sources: Sources) -> tuple[str, str, str]:
    """A cell as a reader names it, what it holds, and where that comes from."""
    if cell.rows:
        name = f"{cell.rows} cells of {cell.dataset}, {cell.column or 'rows'}"
    else:
        name = ".".join((cell.dataset, *cell.key, *((cell.column,) if cell.column else ())))
    about = [*(part for part in (cell.qualifier, cell.basis) if part)]
    if cell.reason:
        about.append(f"{cell.role}: {cell.reason}")
    about += [_cited(each, sources) for each in cell.sources]
    place = f"{cell.file}, line {cell.row}" if cell.row else cell.file
    return name, cell.value, "; ".join((place, *about))


def _cited(citation: Citation, sources: Sources) -> str:
    entry = sources.entries.get(citation.id)
    name = entry.label if entry is not None else citation.id
    return f"{name}, {citation.locator}" if citation.locator else name
