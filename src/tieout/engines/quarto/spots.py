"""Spots: where in the report stands what Quarto's output speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tieout.engines.engine import Job
from tieout.findings import Place
from tieout.project import Project
from tieout.prose.book import BOOK_FILE
from tieout.prose.chapter import Chapter

_IN_FILE = re.compile(
    r"In file (?P<file>[^\n(]+?)(?:\s*\((?P<line>\d+):(?P<column>\d+)\))?:?$", re.M
)
_LINE = re.compile(r"\(line (?P<line>\d+), columns? (?P<column>\d+)")


@dataclass(frozen=True, slots=True)
class Spots:
    """Finds places in the author's files; `copy` is the report's folder as Quarto saw it."""

    project: Project
    chapters: tuple[Chapter, ...]
    copy: Path

    @classmethod
    def of(cls, job: Job, copy: Path) -> Spots:
        """The spots of a job rendered on that copy."""
        return cls(job.project, job.chapters, copy)

    @property
    def book(self) -> Place:
        """The book as a whole."""
        return Place(self.project.relative(self.project.report / BOOK_FILE))

    def chapter(self, name: str) -> Chapter | None:
        """The chapter of a file or page name as Quarto gives it, relative to the report or not."""
        name = self.plain(name).removeprefix("./")
        for chapter in self.chapters:
            if name in {chapter.entry.path, chapter.entry.page, chapter.path}:
                return chapter
        return None

    def plain(self, text: str) -> str:
        """Text with the copy's paths as the author knows them."""
        here = self.project.config.report
        root = str(self.copy).removesuffix(f"/{here}")
        for path in (str(self.copy), str(self.copy.resolve())):
            text = text.replace(f"{path}/", "").replace(path, here)
        return text.replace(f"{root}/", "")

    def find(self, pattern: str, first: Chapter | None = None) -> Place:
        """Where a pattern stands: in the chapter under way, else in any; else that chapter, else the book."""
        ordered = sorted(self.chapters, key=lambda chapter: chapter is not first)
        for chapter in ordered:
            # Code may hold anything; what stands in prose is what was meant.
            hit = re.search(pattern, chapter.prose) or re.search(pattern, chapter.text)
            if hit:
                return chapter.place(hit.start())
        return Place(first.path) if first else self.book

    def told(self, message: str, first: Chapter | None) -> Place:
        """The place a message of Quarto's names itself, else the chapter under way, else the book."""
        line, column = 0, 0
        lines = _LINE.search(message)
        if lines:
            line, column = int(lines["line"]), int(lines["column"])
        named = _IN_FILE.search(message)
        if named:
            if named["line"]:
                line, column = int(named["line"]), int(named["column"])
            name = self.plain(named["file"].strip()).removeprefix("./")
            chapter = self.chapter(name)
            path = chapter.path if chapter else self._path(name)
            return Place(path, line, column)
        for chapter in self.chapters:
            if re.search(rf"(?<![\w./-]){re.escape(chapter.entry.path)}\b", self.plain(message)):
                return Place(chapter.path, line, column)
        return Place(first.path) if first else self.book

    def _path(self, name: str) -> str:
        file = self.project.report / name
        return self.project.relative(file) if file.exists() else name
