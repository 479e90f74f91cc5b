"""Sources: the entries of `references.bib`, read with line numbers and with their faults named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.cache import Cache, digest
from tieout.findings import Finding, Place, TieoutError, graded, nearest, raise_errors
from tieout.project import Project
from tieout.text import contents, utf8

_USUAL = "references.bib"  # the name a bibliography has where nobody gave it one
_FORMAT = "1"
_TAG = re.compile(r"(</?)(?:i|b|sc|sup|sub|span)\b")
_UNCLOSED = 10
_KEY = re.compile(r"[A-Za-z0-9_][\w:.#$%&+?<>~/-]*")


@dataclass(frozen=True)
class SourceEntry:
    """An entry: its key, type, fields (names in lower case) and line."""

    key: str
    type: str
    fields: Mapping[str, str]
    line: int

    @cached_property
    def label(self) -> str:
        """A short name for a table: author or publisher and year, else the title."""
        people = self._first("shortauthor", "author", "editor")
        publisher = self._first(
            "journal", "journaltitle", "publisher", "organization", "institution"
        )
        names = [_family(name) for name in re.split(r"\s+and\s+", people)] if people else []
        name = f"{names[0]} and others" if len(names) > 2 else " and ".join(names)
        name = name or _plain(publisher) or self.title
        year = re.search(r"\d{4}", self.fields.get("date") or self.fields.get("year") or "")
        return " ".join(part for part in (name, year[0] if year else "") if part)

    def _first(self, *names: str) -> str:
        return next((self.fields[name] for name in names if self.fields.get(name)), "")

    @property
    def title(self) -> str:
        """The title without BibTeX's braces."""
        return _plain(self.fields.get("title", ""))


@dataclass(frozen=True, slots=True)
class Sources:
    """The bibliography; `path` relative to the project; `findings` are faults the project lives with."""

    path: str
    entries: Mapping[str, SourceEntry]
    findings: tuple[Finding, ...] = ()

    def require(self, key: str, place: Place) -> Finding | None:
        """A finding when a citation names no entry, with the nearest known key."""
        if key in self.entries:
            return None
        remedy = nearest(key, self.entries) or f"Add the entry to {self.path}."
        message = f"'{key}' is not in {self.path}"
        return Finding(catalogue.MISSING_CITATION, place, message, remedy)

    def unused(self, used: Iterable[str]) -> tuple[Finding, ...]:
        """A warning for every entry that nothing cites."""
        cited = set(used)
        return tuple(
            Finding(
                catalogue.UNUSED_SOURCE,
                Place(self.path, entry.line),
                f"nothing cites '{key}'",
                "Cite it or take it out.",
            )
            for key, entry in self.entries.items()
            if key not in cited
        )


def read_sources(project: Project) -> Sources:
    """The bibliographies of a project together; a project without one has no sources.

    Raises:
        TieoutError: an entry cannot be read, stands there twice, or lacks a title.
    """
    entries: dict[str, SourceEntry] = {}
    found: list[Finding] = []
    for file in project.bibliographies:
        read, faults = _read(project, file)
        entries |= {entry.key: entry for entry in read}
        found += graded(faults, project.severities)
    raise_errors(found)
    return Sources(project.relative(project.references), entries, tuple(found))


def _read(project: Project, file: Path) -> tuple[list[SourceEntry], list[Finding]]:
    path = project.relative(file)
    try:
        data = contents(file)
    except FileNotFoundError:
        if path == _USUAL:
            return [], []  # a project may do without
        message = "no such file"
        remedy = "Correct its name in tieout.toml, or take it out there."
        return [], [Finding(catalogue.NO_BIBLIOGRAPHY, Place(path), message, remedy)]
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise TieoutError(Finding(catalogue.BAD_BIBLIOGRAPHY, Place(path), message)) from None
    if file.suffix == ".json":
        return _csl(data, path)
    if file.suffix != ".bib":
        return [], []  # an engine reads it; a source of data is an entry of a .bib or .json file
    text = utf8(data, path, catalogue.BAD_BIBLIOGRAPHY)
    cache = Cache(project.work / "cache" / "sources")
    key = digest(_FORMAT, data)
    kept = cache.get(key)
    if kept is not None:
        return [SourceEntry(*item) for item in json.loads(kept)], []
    parsed, found = _parse(text, path)
    if not found:
        cache.put(key, json.dumps(parsed).encode())
    return [SourceEntry(*item) for item in parsed], found


def _csl(data: bytes, path: str) -> tuple[list[SourceEntry], list[Finding]]:
    """The entries of a bibliography that is CSL data; the engine's reader names most of its faults."""
    text = utf8(data, path, catalogue.BAD_BIBLIOGRAPHY)  # pandoc would read it all the same
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        return [], []
    entries: list[SourceEntry] = []
    found: list[Finding] = []
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict) or not item.get("id"):
            continue
        key = str(item["id"])
        fields = {name: str(item[name]) for name in ("title", "publisher") if item.get(name)}
        entries.append(SourceEntry(key, str(item.get("type", "")), fields, 1))
        many = _unclosed(item)
        if many > _UNCLOSED:  # pandoc takes twice as long for each one more
            line = 1 + data[: max(0, data.find(json.dumps(key).encode()))].count(b"\n")
            message = f"entry '{key}': {many} tags such as <i> are never closed"
            remedy = "Close them, or take them out."
            found.append(Finding(catalogue.BAD_BIBLIOGRAPHY, Place(path, line), message, remedy))
    return entries, found


def _unclosed(value: object) -> int:
    """How many tags stay open in one of the texts of a value."""
    most, left = 0, [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            tags = _TAG.findall(each)
            most = max(most, tags.count("<") - tags.count("</"))
        elif isinstance(each, dict | list):
            left += each.values() if isinstance(each, dict) else each
    return most


_Parsed = list[tuple[str, str, dict[str, str], int]]


def _parse(text: str, path: str) -> tuple[_Parsed, list[Finding]]:
    import logging

    from bibtexparser.entrypoint import parse_string

    # Its warnings are about blocks that we report ourselves.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(text)
    found = [_failed(block, path) for block in library.failed_blocks]
    # Of entries with one key the last counts, as it does to pandoc.
    again = [getattr(block, "ignore_error_block", None) for block in library.failed_blocks]
    doubled: list[Any] = [each for each in again if type(each).__name__ == "Entry"]
    entries = []
    every: list[Any] = [*library.entries, *doubled]
    for entry in every:
        line = int(entry.start_line or 0) + 1  # bibtexparser counts from 0
        fields = {f.key.lower(): str(f.value) for f in entry.fields}
        if entry not in doubled:
            found += _faults(entry, fields, Place(path, line))
        entries.append((str(entry.key), str(entry.entry_type).lower(), fields, line))
    return entries, found


def _failed(block: Any, path: str) -> Finding:
    kind = type(block).__name__
    line = int(block.start_line or 0) + 1
    place = Place(path, line)
    if kind == "DuplicateBlockKeyBlock":
        message = f"a second entry with the key '{block.key}'"
        return Finding(catalogue.DUPLICATE_SOURCE, place, message, "Give each entry its own key.")
    if kind == "DuplicateFieldKeyBlock":
        names = ", ".join(sorted(block.duplicate_keys))
        message = f"field given twice: {names}"
        return Finding(catalogue.BAD_BIBLIOGRAPHY, place, message, "Keep one of them.")
    reason = " ".join(str(getattr(block, "error", "")).split()) or "it has no end"
    remedy = "Check its braces, quotes and the commas between fields."
    return Finding(catalogue.BAD_BIBLIOGRAPHY, place, f"broken entry: {reason}", remedy)


def _faults(entry: Any, fields: Mapping[str, str], place: Place) -> Iterable[Finding]:
    if not _KEY.fullmatch(entry.key or ""):
        message = f"'{entry.key}' cannot be cited: a key needs letters, digits or _-.:/"
        yield Finding(catalogue.BAD_BIBLIOGRAPHY, place, message, "Give the entry such a key.")
    if not fields.get("title"):
        message = f"entry '{entry.key}' has no title"
        yield Finding(catalogue.MALFORMED_ENTRY, place, message, "Give it the document's title.")
    for name, value in fields.items():
        if re.fullmatch(r"[A-Za-z][\w-]*", value) and _is_macro(entry, name):
            message = f"entry '{entry.key}': @string '{value}' is not defined"
            remedy = "Put the text in braces."
            yield Finding(catalogue.BAD_BIBLIOGRAPHY, place, message, remedy)


_MONTHS = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}


def _is_macro(entry: Any, name: str) -> bool:
    """Whether a field's value stood there without braces or quotes: a macro nobody defined."""
    raw = str(entry.raw or "")
    found = re.search(rf"\b{re.escape(name)}\s*=\s*([A-Za-z][\w-]*)\s*[,}}\n]", raw, re.I)
    return found is not None and found[1].lower() not in _MONTHS


def _family(name: str) -> str:
    if name.startswith("{"):
        return _plain(name)
    plain = _plain(name)
    return plain.partition(",")[0] if "," in plain else plain.rpartition(" ")[2] or plain


def _plain(text: str) -> str:
    return re.sub(r"[{}]", "", text).strip()
