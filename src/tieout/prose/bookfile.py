"""Bookfile: `_quarto.yml` as Quarto puts it together, and the forms in which it takes authors, dates and language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tieout import catalogue
from tieout.edition import Edition
from tieout.project import Project
from tieout.prose import yaml
from tieout.text import utf8

_DAY = re.compile(r"(?P<month>\d{1,2})(?P<sep>[/-])(?P<day>\d{1,2})(?P=sep)(?P<year>\d{4})")


def whole(project: Project, document: yaml.Document) -> yaml.Document:
    """A book's file with the files that its profile and `metadata-files` bring along.

    Raises:
        TieoutError: one of them is no YAML.
    """
    names = [f"_quarto-{profile}.yml" for profile in _profiles(document.data, project)]
    names += yaml.strings(document.data.get("metadata-files"))
    merged: Any = document.data
    for name in names:
        path = project.report / name
        if project.holds(path) and path.is_file():
            text = utf8(path.read_bytes(), project.relative(path), catalogue.BAD_BOOK)
            _merge(merged, yaml.parse(text, project.relative(path)).data)
    if project.edition is not None:
        set_edition(merged, project.edition)
    return document


def set_edition(data: Any, edition: Edition) -> None:
    """Put what an edition says of the book in its place: titles, language, and its parameters under `edition`."""
    book = data.get("book")
    for key in ("title", "subtitle"):
        if key in edition.settings and isinstance(book, dict):
            book[key] = edition.settings[key]
    if edition.language:
        data["lang"] = edition.language
    data["edition"] = edition.meta


def authors(value: object) -> tuple[str, ...]:
    """Names, however they are given: text, `name:`, given and family names, or several of them."""
    items = value if isinstance(value, list) else [value] if value else []
    return tuple(name for item in items if (name := _name(item)))


def language(data: Mapping[str, Any]) -> str:
    """The book's language; where only its pages have one, theirs."""
    book, pages = data.get("book"), _under(_under(data, "format"), "html")
    for layer in (data, book if isinstance(book, Mapping) else {}, pages):
        if layer.get("lang"):
            return str(layer["lang"])
    return "en"


def date(value: object) -> str:
    """A date as Quarto reads it; `03/23/2025` is a day in March."""
    text = " ".join(str(value or "").split())
    found = _DAY.fullmatch(text)
    if found:
        return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    return "last-modified" if text == "last modified" else text


def _profiles(data: Mapping[str, Any], project: Project) -> list[str]:
    """The profiles that are on: the edition's; or else the default ones and the first of each group."""
    asked = project.edition.settings.get("profile") if project.edition is not None else None
    if asked:
        return asked.replace(",", " ").split()
    profile = _under(data, "profile")
    groups = profile.get("group")
    first: list[str] = []
    if isinstance(groups, list) and groups:
        nested = groups if isinstance(groups[0], list) else [groups]
        first = [str(group[0]) for group in nested if group]
    return [*yaml.strings(profile.get("default")), *first]


def _merge(base: Any, more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        known = base.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            _merge(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            known.extend(item for item in value if item not in known)
        else:
            base[key] = value


def _name(item: object) -> str:
    if isinstance(item, Mapping):
        named = item.get("name") or item.get("literal") or item
        if isinstance(named, Mapping):
            parts = (named.get(key) for key in ("given", "dropping-particle", "family"))
            named = named.get("literal") or " ".join(str(part) for part in parts if part)
        return " ".join(str(named).split())
    return " ".join(str(item).split()) if item else ""


def _under(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}
