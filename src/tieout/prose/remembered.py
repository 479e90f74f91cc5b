"""Remembered: what a function says of a chapter, said once for as long as the chapter is the very same one."""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from tieout.prose.chapter import Chapter

T = TypeVar("T")
_MOST = 512  # chapters


def remembered(make: Callable[[Chapter], T]) -> Callable[[Chapter], T]:
    """The function, asked once of each chapter: a chapter never changes, and a preview reads few anew."""
    kept: OrderedDict[int, tuple[Chapter, T]] = OrderedDict()

    @functools.wraps(make)
    def ask(chapter: Chapter) -> T:
        known = kept.get(id(chapter))
        if known is not None and known[0] is chapter:
            return known[1]
        made = make(chapter)
        kept[id(chapter)] = chapter, made  # which keeps the chapter, and so its id
        while len(kept) > _MOST:
            kept.popitem(last=False)
        return made

    return ask
