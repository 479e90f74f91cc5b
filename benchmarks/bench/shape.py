"""Shape: how large a synthetic report is; two of the same shape and seed are the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a report is.

    Attributes:
        chapters: chapters with text, besides the preface and the references.
        words: words in all of them.
        notes: footnotes: citations with their page, sources of numbers, plain ones.
        numbers: different numbers; two in five are cells, the others statistics.
        figures: drawings.
        rows: rows of all datasets together.
        seed: of everything that looks random.
    """

    chapters: int = 10
    words: int = 60_000
    notes: int = 250
    numbers: int = 500
    figures: int = 12
    rows: int = 2_000
    seed: int = 1

    @property
    def tables(self) -> int:
        """How many datasets the rows are spread over."""
        return min(8, max(1, self.rows // 100))

    def share(self, total: int, chapter: int) -> range:
        """The things of a kind that stand in a chapter, by number."""
        return range(total * chapter // self.chapters, total * (chapter + 1) // self.chapters)


FULL = Shape()
TINY = Shape(chapters=2, words=900, notes=8, numbers=12, figures=1, rows=80)
