"""Edits: the changes an author makes, to a synthetic report and to the one in this repository."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench import as_tieout
from bench.content import Content, of_shape, place_name, table_name
from bench.shape import Shape

PARTS = ("tieout.toml", "references.bib", "data", "scripts", "figures", "report")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that differs each time: what a file becomes, and what its page then shows."""

    file: Path
    change: Callable[[str, int], str]
    shown: Callable[[int], str]

    def make(self, number: int) -> str:
        """Change the file; what the page then shows."""
        self.file.write_text(self.change(self.file.read_text("utf-8"), number), "utf-8")
        return self.shown(number)


@dataclass(frozen=True, slots=True)
class Subject:
    """A project in a temporary folder, what changes in it, and the page that shows the changes."""

    name: str
    folder: Path
    chapter: str
    edits: dict[str, Edit]
    turns: count[int]

    @property
    def page(self) -> str:
        """The page of the chapter that is edited."""
        return self.chapter.replace(".qmd", ".html")

    def edit(self, kind: str) -> str:
        """Make an edit that was not made before; what the page then shows."""
        return self.edits[kind].make(next(self.turns))


def synthetic(shape: Shape, folder: Path) -> tuple[Subject, Content]:
    """A synthetic report, and what it says."""
    content = of_shape(shape)
    folder.mkdir(parents=True)
    as_tieout.write(content, folder)
    chapter = folder / "report" / "chapter-001.qmd"
    growth = content.first_growth
    formula = re.compile(rf"(def {growth.name}\(.*?\n    return )[^\n]*", re.S)
    edits = {
        "word": word(chapter, ".\n\n"),
        "cell": cell(content, folder),
        "script": Edit(
            folder / as_tieout.module_of(content, growth),
            lambda text, n: formula.sub(lambda hit: f"{hit[1]}{7 + n / 100}", text, count=1),
            lambda n: f"{700 + n}%",
        ),
    }
    return Subject("synthetic", folder, chapter.name, edits, count(1)), content


def own(root: Path, folder: Path) -> Subject:
    """A copy of the report in this repository."""
    folder.mkdir(parents=True)
    for name in PARTS:
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("_tieout", "_book", "__pycache__")
            shutil.copytree(root / name, folder / name, ignore=ignored)
        elif (root / name).exists():
            shutil.copy2(root / name, folder / name)
    chapter = folder / "report" / "prisons.qmd"
    line = re.compile(r"(?m)^(2020-04,[^,]*,)\d+")
    formula = re.compile(r"(def prison_population_added\(.*?\n    return )[^\n]*", re.S)
    edits = {
        "word": word(chapter, ".\n\n"),
        "cell": Edit(
            folder / "data" / "prison_population.csv",
            lambda text, n: line.sub(lambda hit: f"{hit[1]}{38_000 + n}", text, count=1),
            lambda n: f"{38_000 + n:,}",
        ),
        "script": Edit(
            folder / "scripts" / "prisons.py",
            lambda text, n: formula.sub(lambda hit: f"{hit[1]}{111_111 + n}", text, count=1),
            lambda n: f"{111_111 + n:,}",
        ),
    }
    return Subject("own", folder, chapter.name, edits, count(1))


def word(chapter: Path, end: str) -> Edit:
    """One more word at the end of the chapter's first paragraph; the last edit's word goes."""
    old = re.compile(r" Edited\w+\.(?=\n)")

    def change(text: str, number: int) -> str:
        return old.sub("", text).replace(end, f". Edited{letters(number)}.\n\n", 1)

    return Edit(chapter, change, lambda number: f"Edited{letters(number)}")


def cell(content: Content, folder: Path) -> Edit:
    """Another number in the first cell that a chapter shows."""
    first = content.first_cell
    row = f"{place_name(first.place)},{first.year},"
    return Edit(
        folder / "data" / f"{table_name(first.table)}.csv",
        lambda text, n: re.sub(f"(?m)^{row}\\d+", f"{row}{20_000 + n}", text),
        lambda n: f"{20_000 + n:,}",
    )


def letters(number: int) -> str:
    """A number as letters: a typed number would be a finding."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
