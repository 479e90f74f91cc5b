"""References: the citations and labels a chapter's text holds, with their positions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tieout.prose.chapter import Chapter
from tieout.prose.remembered import remembered

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


@remembered
def citations(chapter: Chapter) -> tuple[Citation, ...]:
    """Every citation of an entry of the bibliography, in order."""
    text = _TARGET.sub(lambda hit: " " * len(hit.group()), chapter.prose)
    keys = ((hit["braced"] or hit["plain"], hit.start()) for hit in CITATION.finditer(text))
    return tuple(Citation(key, offset) for key, offset in keys if not _KIND.match(key))
