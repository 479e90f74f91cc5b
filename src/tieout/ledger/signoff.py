"""Signoff: who held which number, figure or table against its sources, kept in the project's `reviews.toml`.

A sign-off is bound to the digest of what was signed off; when that changes, it expires. An edition that is asked for
by name has a file of its own; what somebody signed off without naming one holds in it, too, where it is the same.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from tieout import catalogue
from tieout.cache import write_whole
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.record import Record, Shown
from tieout.project import Project
from tieout.text import contents, toml

FILE = "reviews.toml"
FOLDER = "reviews"  # of the files of editions, `NAME.toml`
_HEADER = """\
# Sign-offs: who held which number, figure or table against its sources. Kept by `tieout review`.
# Each is bound to a digest of value, code and cells, and expires when one of these changes.
"""
_KINDS = ("number", "figure", "table")
_KEYS = ("name", "by", "on", "shown", "note", "digest")
_REQUIRED = ("name", "by", "digest")


class State(StrEnum):
    """How something stands with its reviewers."""

    REVIEWED = "reviewed"
    EXPIRED = "expired"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One person's word for one thing.

    Attributes:
        kind: `number`, `figure` or `table`.
        on: the day, as the reviewer gave it; empty: the file's history knows.
        shown: how a number was displayed then.
        elsewhere: it was given without the edition's name: it holds where nothing is different, and never expires.
    """

    kind: str
    name: str
    by: str
    digest: str
    on: str = ""
    shown: str = ""
    note: str = ""
    elsewhere: bool = False

    def as_json(self) -> dict[str, str]:
        """The sign-off as JSON data; absent parts are left out."""
        parts = {"by": self.by, "on": self.on, "shown": self.shown, "note": self.note}
        return {key: value for key, value in (*parts.items(), ("digest", self.digest)) if value}


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands: its state, the sign-offs that hold and those that expired."""

    state: State
    holds: tuple[SignOff, ...] = ()
    expired: tuple[SignOff, ...] = ()


def kind_of(thing: Record | Shown) -> str:
    """Under which kind a thing is signed off."""
    return "number" if isinstance(thing, Record) else thing.kind


def standing(thing: Record | Shown, signed: Iterable[SignOff]) -> Standing:
    """How a number, figure or table stands with its reviewers."""
    own = [each for each in signed if (each.kind, each.name) == (kind_of(thing), thing.name)]
    holds = tuple(each for each in own if each.digest == thing.digest)
    expired = tuple(e for e in own if e.digest != thing.digest and not e.elsewhere)
    state = State.REVIEWED if holds else State.EXPIRED if expired else State.NEVER
    return Standing(state, holds, expired)


def files(project: Project) -> tuple[str, ...]:
    """The files that its sign-offs are read from; the last one is what they are written to."""
    return (FILE, f"{FOLDER}/{project.asked}.toml") if project.asked else (FILE,)


def every(project: Project) -> tuple[str, ...]:
    """Every file of sign-offs that there is, of all editions."""
    found = [project.root / FILE, *sorted((project.root / FOLDER).glob("*.toml"))]
    return tuple(project.relative(path) for path in found if path.is_file())


def read(project: Project) -> tuple[SignOff, ...]:
    """The sign-offs of a project, or of one edition of it; none where there is no file.

    Raises:
        TieoutError: a file is no TOML, or holds something else than sign-offs.
    """
    *others, own = files(project)
    elsewhere = (replace(each, elsewhere=True) for name in others for each in _read(project, name))
    return in_order((*elsewhere, *_read(project, own)))


def _read(project: Project, name: str) -> tuple[SignOff, ...]:
    try:
        text = contents(project.root / name).decode("utf-8")
        data = toml(text)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(name, int(where[1]), int(where[2])) if where else Place(name)
        said = getattr(error, "strerror", "") or str(error)
        raise _fault(place, re.sub(r" \(at [^)]*\)$", "", said)) from None
    found: list[SignOff] = []
    for kind, items in data.items():
        if kind not in _KINDS or not isinstance(items, list):
            message = f"'{kind}' is no list of sign-offs; known: {', '.join(_KINDS)}"
            raise _fault(_place(name, text, kind), message)
        found += (_signoff(name, kind, item, text) for item in items)
    return in_order(found)


def write(project: Project, signed: Iterable[SignOff]) -> None:
    """Write sign-offs of a project or an edition, in an order of their own, so that a difference is easy to read.

    Raises:
        TieoutError: the file cannot be written.
    """
    name = files(project)[-1]
    path = project.root / name
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, as_toml(each for each in signed if not each.elsewhere).encode())
    except OSError as error:
        finding = Finding(
            catalogue.CANNOT_WRITE, Place(name), f"cannot write: {error.strerror}", "Make room."
        )
        raise TieoutError(finding, found=False) from None


def as_toml(signed: Iterable[SignOff]) -> str:
    """The file's text."""
    parts = [_HEADER]
    for each in in_order(signed):
        values = {key: getattr(each, key) for key in _KEYS}
        lines = [f"{key} = {_string(value)}" for key, value in values.items() if value]
        parts.append("\n".join((f"[[{each.kind}]]", *lines, "")))
    return "\n".join(parts)


def in_order(signed: Iterable[SignOff]) -> tuple[SignOff, ...]:
    """Numbers, figures, tables; each by name, then by who signed; a later word replaces an earlier one."""
    latest = {(each.kind, each.name, each.by, each.elsewhere): each for each in signed}
    return tuple(latest[key] for key in sorted(latest, key=lambda k: (_KINDS.index(k[0]), *k[1:])))


def _signoff(file: str, kind: str, item: Any, text: str) -> SignOff:
    if not isinstance(item, Mapping):
        raise _fault(_place(file, text, kind), f"a {kind} is no table of values")
    place = _place(file, text, str(item.get("name") or "") or kind)
    for key, value in item.items():
        if key not in _KEYS:
            raise _fault(place, f"unknown key '{key}'; known: {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise _fault(place, f"'{key}' is no text")
    for key in _REQUIRED:
        if not item.get(key):
            raise _fault(place, f"a sign-off without '{key}'")
    return SignOff(kind, **item)


def _place(file: str, text: str, wanted: str) -> Place:
    found = text.find(wanted)
    return Place(file, text.count("\n", 0, found) + 1) if found >= 0 else Place(file)


def _fault(place: Place, message: str) -> TieoutError:
    remedy = "Mend it, or take the sign-off out and give it again with 'tieout review'."
    return TieoutError(Finding(catalogue.BAD_REVIEWS, place, message, remedy))


def _string(text: str) -> str:
    """Text as a TOML string: JSON's spelling is TOML's, the delete character apart."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
