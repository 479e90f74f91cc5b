"""Ahead: pandoc begins on the chapters of which only words changed while the rest of a build is still imported.

What pandoc is told of a chapter depends on what its shortcodes show, which only a build knows. Where a chapter has
the same ones as at the last build they most likely show the same, too: pandoc begins, and what it made is used if
it was told exactly what the build would tell it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from tieout.cache import Cache
from tieout.engines.pandoc import asking, citations, workers
from tieout.engines.pandoc.asking import Request
from tieout.engines.pandoc.settings import settings_of
from tieout.engines.pandoc.tokens import Tokenised, text_of
from tieout.findings import TieoutError
from tieout.project import Project
from tieout.prose.book import read_book
from tieout.prose.chapter import Chapter, read_chapter

_KEPT = "told.json"


class Ahead:
    """Chapters under way; each is asked for at most once."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="tieout-pandoc-")
        self._told: list[str] = []  # what pandoc was told of each
        self._work: workers.Work | None = None

    def begin(
        self, project: Project, formats: Collection[str], changed: Collection[str], jobs: int
    ) -> None:
        """Begin on the chapters whose files changed and whose shortcodes did not.

        Anything that is wrong is left to the build, which says so.
        """
        try:
            common, told = _told(project, formats, changed)
            if told:
                self._work = workers.begin(Path(self._folder.name), common, told, jobs)
                self._told = [_text(common, each) for each in told]
        except (TieoutError, OSError):
            return

    def run(
        self, common: Mapping[str, object], chapters: Sequence[Mapping[str, object]], jobs: int
    ) -> list[dict[str, Any]]:
        """What `workers.run` does, with the results of those that were begun.

        Raises:
            TieoutError: pandoc failed.
        """
        texts = [_text(common, each) for each in chapters]
        begun = set(self._told)
        rest = [each for each, text in zip(chapters, texts, strict=True) if text not in begun]
        made = iter(workers.run(common, rest, jobs) if rest else [])
        found: dict[str, dict[str, Any]] = {}
        if self._work is not None and not begun.isdisjoint(texts):
            found = dict(zip(self._told, self._work.results(), strict=True))
        return [found[text] if text in found else next(made) for text in texts]

    def close(self) -> None:
        """End what nobody has asked for."""
        if self._work is not None:
            self._work.end()
        self._folder.cleanup()


def remember(folder: Path, asked: Sequence[tuple[Chapter, Request]]) -> None:
    """Keep what pandoc was told of chapters beside their text, for the next build."""
    kept = {
        chapter.path: {
            "codes": _codes(chapter),
            "uses": made.told["uses"],
            "sources": made.tokenised.sources,
        }
        for chapter, made in asked
    }
    Cache(folder).put(_KEPT, json.dumps(kept).encode())


def _told(
    project: Project, formats: Collection[str], changed: Collection[str]
) -> tuple[dict[str, object], list[dict[str, Any]]]:
    """What pandoc is to be told of each chapter that it can begin on."""
    kept = json.loads(Cache(project.own / "cache").get(_KEPT) or b"{}")
    if kept.keys().isdisjoint(changed):
        return {}, []
    book = read_book(project)
    settings = settings_of(book)
    entries = citations.read_bibliography(project)
    told = []
    for entry in book.entries:
        path = project.relative(project.report / entry.path)
        known = kept.get(path)
        if known is None or path not in changed:
            continue
        chapter = read_chapter(project, entry)
        if _codes(chapter) == known["codes"]:
            tokenised = Tokenised(text_of(chapter), known["uses"], (), tuple(known["sources"]), ())
            told.append(asking.of(book, chapter, tokenised, entries, settings).told)
    return asking.common(project, settings, formats), told


def _codes(chapter: Chapter) -> list[str]:
    return [code.key for code in chapter.shortcodes]


def _text(common: Mapping[str, object], told: Mapping[str, object]) -> str:
    """All that pandoc is told of a chapter, to be held against another time's."""
    return json.dumps([common, told], sort_keys=True)
