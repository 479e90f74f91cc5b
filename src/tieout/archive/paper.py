"""Paper: the report as catalogues know it: title, people, licence, date; from CITATION.cff where there is one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tieout import catalogue
from tieout.project import Project
from tieout.prose import yaml
from tieout.prose.book import Book
from tieout.prose.bookfile import authors
from tieout.text import utf8

CITATION = "CITATION.cff"
_ORCID = re.compile(r"(\d{4}-){3}\d{3}[\dX]")
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
# What people write for a licence, and its name in the list of SPDX.
_KNOWN = {
    **{f"CC {kind}": f"CC-{kind}-4.0" for kind in ("BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA")},
    "CC0": "CC0-1.0",
}


@dataclass(frozen=True, slots=True)
class Person:
    """An author, or an organisation that is one."""

    name: str
    given: str = ""
    family: str = ""
    orcid: str = ""

    @property
    def sorted_name(self) -> str:
        """`Family, Given`, as catalogues sort people."""
        return f"{self.family}, {self.given}" if self.family and self.given else self.name


@dataclass(frozen=True, slots=True)
class Paper:
    """What is said of the report as a whole; an empty text where nobody said it.

    Attributes:
        date: of every date in the outputs, as `2026-11-22`.
        licence: the SPDX name where it is one, else what the report says.
    """

    title: str
    people: tuple[Person, ...]
    date: str
    moment: str
    language: str
    licence: str = ""
    abstract: str = ""
    version: str = ""
    doi: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def spdx(self) -> str:
        """The licence's name in SPDX's list, if it looks like one."""
        return self.licence if _SPDX.fullmatch(self.licence) and "-" in self.licence else ""


def read(project: Project, book: Book, timestamp: int) -> Paper:
    """What the book says of itself, and over it what CITATION.cff says.

    Raises:
        TieoutError: CITATION.cff is no YAML.
    """
    moment = datetime.datetime.fromtimestamp(timestamp, datetime.UTC)
    config = book.config.data.get("book")
    said: Mapping[str, Any] = config if isinstance(config, dict) else {}
    raw = said.get("author") or book.config.data.get("author")
    cited = _citation(project)
    licence = _text(cited.get("license") or said.get("license") or book.config.data.get("license"))
    title = f"{book.title}: {book.subtitle}" if book.subtitle else book.title
    return Paper(
        title=title or "A report",
        people=tuple(_cited(cited.get("authors"))) or tuple(_people(raw)),
        date=moment.date().isoformat(),
        moment=moment.isoformat(),
        language=book.lang,
        licence=_KNOWN.get(licence.upper(), licence),
        abstract=_text(cited.get("abstract") or said.get("description") or said.get("abstract")),
        version=_text(cited.get("version")),
        doi=_text(cited.get("doi") or said.get("doi")),
        url=_text(cited.get("repository-code") or said.get("repo-url") or said.get("site-url")),
        keywords=yaml.strings(cited.get("keywords")),
    )


def _citation(project: Project) -> Mapping[str, Any]:
    file = project.root / CITATION
    if not file.is_file():
        return {}
    data = yaml.parse(utf8(file.read_bytes(), CITATION, catalogue.BAD_BOOK), CITATION).data
    return data if isinstance(data, dict) else {}


def _cited(items: object) -> Iterator[Person]:
    for item in items if isinstance(items, list) else ():
        if isinstance(item, Mapping):
            given, family = _text(item.get("given-names")), _text(item.get("family-names"))
            name = _text(item.get("name")) or f"{given} {family}".strip()
            if name:
                yield Person(name, given, family, _orcid(item))


def _people(raw: object) -> Iterator[Person]:
    for item in raw if isinstance(raw, list) else [raw] if raw else []:
        for name in authors(item):
            orcid = _orcid(item) if isinstance(item, Mapping) else ""
            given, _, family = name.rpartition(" ")
            # "The tieout project" is no person; nor is who has one name only.
            is_person = bool(given) and not name.lower().startswith("the ")
            yield Person(name, given, family, orcid) if is_person else Person(name, orcid=orcid)


def _orcid(item: Mapping[str, Any]) -> str:
    found = _ORCID.search(_text(item.get("orcid") or item.get("ORCID")))
    return found[0] if found else ""


def _text(item: object) -> str:
    return " ".join(str(item).split()) if item and not isinstance(item, dict | list) else ""
