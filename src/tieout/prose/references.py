"""References: the citations and labels a chapter's text holds, with their positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tieout.prose.chapter import Chapter

# What Quarto takes for a cross-reference instead of a citation.
CROSSREF_KINDS = (
    "fig", "tbl", "sec", "eq", "lst", "thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "sol",
    "rem", "alg", "nte", "tip", "wrn", "imp", "cau",
)  # fmt: skip
CITATION = re.compile(
    r"(?<![\w@\\./:-])-?@(?:\{(?P<braced>[^}\s]+)\}|(?P<plain>[A-Za-z0-9_](?:[\w]|[:.#$%&+?<>~/-](?=\w))*))"
)
_TARGET = re.compile(r"(?<=\])\([^()\s]*|<[a-z]+:[^\s>]*>")
_KIND = re.compile(rf"(?:{'|'.join(CROSSREF_KINDS)})-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation as written: its key and where it stands."""

    key: str
    offset: int


def citations(chapter: Chapter) -> Iterator[Citation]:
    """Every citation of an entry of the bibliography, in order."""
    text = _TARGET.sub(lambda hit: " " * len(hit.group()), chapter.prose)
    for hit in CITATION.finditer(text):
        key = hit["braced"] or hit["plain"]
        if not _KIND.match(key):
            yield Citation(key, hit.start())
