"""Woven: what goes into the placeholders of a chapter, and the chapter with everything in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tieout.engines.pandoc.destinations import Destination, Picture
from tieout.engines.pandoc.references import Target
from tieout.engines.pandoc.result import Result
from tieout.engines.pandoc.settings import Settings
from tieout.ledger.fragments import Stat
from tieout.prose.book import Entry


@dataclass(frozen=True, slots=True)
class WovenHeading:
    """A heading with its number and words; `html` has no link and no note in it."""

    level: int
    number: str
    text: str
    html: str
    anchor: str
    label: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Float:
    """A figure, table or listing that has a number, in the order of the text."""

    kind: str
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class WovenChapter:
    """A chapter ready for all outputs; `images` are the chapter's own, relative to the report's folder.

    `epub` is there where an e-book is not to have the page's HTML; Word is woven of `threads`, when asked for.
    """

    entry: Entry
    number: str
    slug: str
    title_text: str
    title_html: str
    html: str
    typst: str
    headings: tuple[WovenHeading, ...]
    floats: tuple[Float, ...]
    notes: int
    images: tuple[str, ...]
    epub: str = ""
    threads: Threads | None = None


@dataclass(frozen=True, slots=True)
class Threads:
    """Everything that goes into the placeholders of one chapter."""

    entry: Entry
    number: str
    result: Result
    slots: Sequence[Stat | None]
    targets: Mapping[str, Target]
    pictures: Sequence[Picture | None]
    links: Sequence[Destination | None]
    settings: Settings
