"""As tieout: a synthetic report as a tieout project."""

from __future__ import annotations

from pathlib import Path

from bench import data
from bench.content import (
    Cited,
    Content,
    Noted,
    Piece,
    Section,
    Shown,
    Sourced,
    Statistic,
    place_name,
    table_name,
)
from bench.python_code import COMMON, FIGURE_COMMON, drawing, formula

_A_MODULE = 60
_BOOK = """project:
  type: book

book:
  title: "A synthetic report"
  author: "Nobody"
  date: "1 January 2026"
  chapters:
    - index.qmd
{chapters}
    - references.qmd

lang: en-GB
bibliography: ../references.bib
number-sections: true
"""
_UNITS = {"growth": "percent", "share": "percent", "mean": "people", "gap": "points"}
_WORDS = {
    "growth": "people in the last year divided by people in the first, minus one",
    "share": "people of the place divided by people of all places in the year",
    "mean": "mean over all places of people in the year",
    "gap": "the first share less the second",
}


def write(content: Content, folder: Path) -> None:
    """Write the project."""
    data.write(content, folder)
    for name in ("report", "scripts", "figures"):
        (folder / name).mkdir(exist_ok=True)
    _put(folder / "tieout.toml", "# A report of a benchmark.\n")
    _put(folder / "scripts" / "cells.py", COMMON)
    for number, start in enumerate(range(0, len(content.statistics), _A_MODULE)):
        text = _module(content.statistics[start : start + _A_MODULE])
        _put(folder / _module_name(number), text)
    for number, name in enumerate(content.figures):
        _put(folder / "figures" / f"{name}.py", _figure(name, number % content.shape.tables))
    _chapters(content, folder / "report")


def module_of(content: Content, statistic: Statistic) -> str:
    """The script that computes a statistic."""
    return _module_name(content.statistics.index(statistic) // _A_MODULE)


def _module_name(number: int) -> str:
    return f"scripts/subject_{number + 1:03}.py"


def _chapters(content: Content, report: Path) -> None:
    names = []
    for number, sections in enumerate(content.chapters, start=1):
        names.append(f"chapter-{number:03}.qmd")
        text = f"# Chapter of the count {{#sec-c{number}}}\n\n" + "\n".join(map(_section, sections))
        _put(report / names[-1], text)
    listed = "\n".join(f"    - {name}" for name in names)
    _put(report / "_quarto.yml", _BOOK.format(chapters=listed))
    _put(report / "index.qmd", "# Preface {.unnumbered}\n\nA report to be timed.\n")
    _put(report / "references.qmd", "# References {.unnumbered}\n\n::: {#refs}\n:::\n")


def _section(section: Section) -> str:
    parts = [f"## {section.title} {{#{section.label}}}\n"]
    parts += ["".join(map(_piece, paragraph)) + "\n" for paragraph in section.paragraphs]
    parts += [f"[^{note.name}]: {note.text} See [@{note.key}].\n" for note in section.notes]
    if section.figure:
        parts.append(f"As @fig-{section.figure} shows.\n")
        parts.append(f"{{{{< figure {section.figure} >}}}}\n")
    return "\n".join(parts)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Shown):
        return f"{{{{< stat {piece.number.name} >}}}}"
    if isinstance(piece, Sourced):
        return f"{{{{< source {piece.number.name} >}}}}"
    if isinstance(piece, Cited):
        return f"[@{piece.key}, p. {piece.page}]"
    return f"[^{piece.name}]" if isinstance(piece, Noted) else piece


def _module(statistics: tuple[Statistic, ...]) -> str:
    head = (
        '"""Statistics of a synthetic report."""\n\nfrom __future__ import annotations\n\n'
        "import pandas as pd\nfrom scripts.cells import of, of_all\n\nfrom tieout import statistic\n"
    )
    return head + "".join(map(_function, statistics))


def _function(statistic: Statistic) -> str:
    takes = ", ".join(f"{name}: float" for name in statistic.takes)
    taken = takes or f"{table_name(statistic.table)}: pd.DataFrame"
    what = ", ".join(f"{place_name(cell.place)} in {cell.year}" for cell in statistic.of)
    return (
        f'\n\n@statistic(unit="{_UNITS[statistic.kind]}", title="{statistic.name}")\n'
        f"def {statistic.name}({taken}) -> float:\n"
        f'    """{statistic.kind.title()}: {what or "of two places"}.\n\n'
        f'    Formula in words: {_WORDS[statistic.kind]}.\n    """\n'
        f"    return {formula(statistic)}\n"
    )


def _figure(name: str, table: int) -> str:
    return (
        '"""Draws people over the years in a few places."""\n\nfrom __future__ import annotations\n\n'
        "import matplotlib.pyplot as plt\nimport pandas as pd\nfrom matplotlib.figure import Figure\n\n"
        "from tieout import figure\n\n\n"
        f'@figure(caption="People over the years, as {name} has them.", alt="Lines over the years.")\n'
        f"def {name}({table_name(table)}: pd.DataFrame) -> Figure:\n"
        f'    """People over the years."""\n'
        f"{FIGURE_COMMON}{drawing(table_name(table))}    return drawn\n"
    )


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
