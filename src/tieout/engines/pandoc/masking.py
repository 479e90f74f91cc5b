"""Masking: a chapter's prose without code, comments and formulas, worked out once a chapter."""

from __future__ import annotations

from functools import lru_cache

from tieout.prose.chapter import Chapter
from tieout.prose.masks import masked

_masked = lru_cache(maxsize=256)(masked)


def prose_of(chapter: Chapter) -> str:
    """`Chapter.prose`, remembered: half a dozen rules look at it."""
    return _masked(chapter.text)
