"""Lockfile: `tieout.lock`, every number of a report as its authors last accepted it, kept in its history.

One line a number, in order of the names, so that a difference is read line by line and merged line by line. It
is written by `tieout lock` and by nothing else.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tieout import catalogue
from tieout.cache import write_whole
from tieout.data.confidential import Withheld
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger import alike
from tieout.ledger.load import kept_back, value_of
from tieout.ledger.record import Ledger, Record
from tieout.number import Unit, Value, exact_text
from tieout.project import LOCK, Project
from tieout.text import contents, toml

_VERSION = 1
_HEADER = """\
# Every number of this report as it was last accepted. Written by 'tieout lock'; not to be edited by hand.
# 'tieout diff' shows what moved since; 'tieout build --locked' fails when something did.
"""
_REMEDY = "Write it anew with 'tieout lock'."


@dataclass(frozen=True, slots=True)
class Held:
    """A number as the lock holds it; `digest` stands for value, code and cells."""

    value: Value
    unit: Unit
    display: str
    digest: str
    bound: str = ""

    @property
    def said(self) -> str:
        """The number with its bound: `more than 38,990`."""
        return f"{self.bound} {self.display}" if self.bound else self.display


@dataclass(frozen=True, slots=True)
class Lock:
    """What the lock holds: numbers by name; digests of figures and tables by `figure:NAME`, `table:NAME`.

    `lines` says on which line of the file each of them stands.
    """

    locale: str
    numbers: Mapping[str, Held]
    shown: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    path: str = field(default=LOCK, compare=False)

    def place(self, name: str = "") -> Place:
        """Where the lock speaks of a number, figure or table."""
        return Place(self.path, self.lines.get(name, 0))

    def without(self, withheld: Withheld) -> Lock:
        """The lock without cells of what is kept back: it may be older than that."""
        kept = {name: each for name, each in self.numbers.items() if not withheld.has(name)}
        return replace(self, numbers=kept)

    def as_toml(self) -> str:
        """The file's text."""
        parts = [_HEADER, f"version = {_VERSION}\nlocale = {_string(self.locale)}\n"]
        rows = [
            f"{_string(name)} = {_inline(each)}\n" for name, each in sorted(self.numbers.items())
        ]
        parts.append("".join(("[numbers]\n", *rows)))
        if self.shown:
            rows = [f"{_string(n)} = {_string(d)}\n" for n, d in sorted(self.shown.items())]
            parts.append("".join(("[shown]\n", *rows)))
        return "\n".join(parts)


class Drift(StrEnum):
    """How a number stands to the lock."""

    MOVED = "moved"
    ADDED = "added"
    GONE = "gone"
    REWORKED = "reworked"  # the same number, from other code or other cells


@dataclass(frozen=True, slots=True)
class Drifted:
    """A number that is not as the lock holds it: how, and what it was and is."""

    name: str
    kind: Drift
    old: Held | None
    new: Held | None

    def __str__(self) -> str:
        """`prison_rise 95% → 96%`."""
        before, after = self.said
        return f"{self.name} {before} \N{RIGHTWARDS ARROW} {after}"

    @property
    def said(self) -> tuple[str, str]:
        """The number as it was and as it is, told apart where their displays are the same."""
        if self.old is None or self.new is None:
            return (
                self.old.display if self.old else "(none)",
                self.new.display if self.new else "(gone)",
            )
        if self.old.bound != self.new.bound:
            return self.old.said, self.new.said
        if self.old.display == self.new.display and self.old.unit != self.new.unit:
            return f"{self.old.display} ({self.old.unit})", f"{self.new.display} ({self.new.unit})"
        if self.old.display == self.new.display and self.kind is Drift.MOVED:
            return alike.told_apart(self.old.value, self.new.value)
        return self.old.display, self.new.display


def of_ledger(ledger: Ledger, kept: Withheld) -> Lock:
    """What the lock holds of a ledger; cells of what is kept back are left out."""
    numbers = {
        name: of_record(record) for name, record in ledger.records.items() if not kept.has(name)
    }
    shown = {f"{each.kind}:{each.name}": each.digest for each in ledger.shown.values()}
    return Lock(ledger.locale, numbers, shown)


def of_record(record: Record) -> Held:
    """A number as the lock holds it."""
    return Held(record.value, record.unit, record.display, record.digest, record.bound)


def file_of(project: Project) -> str:
    """The path of a project's lock, relative to it; each edition has its own."""
    return project.relative(project.lock)


def read(project: Project, kept: Withheld | None = None) -> Lock | None:
    """The project's lock, without cells that are confidential by now; None where there is none.

    Args:
        project: whose lock it is.
        kept: what is confidential by now, where the caller knows it already.

    Raises:
        TieoutError: the file cannot be read, or nobody can say what is confidential.
    """
    name = file_of(project)
    try:
        text = contents(project.lock).decode()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(Place(name), getattr(error, "strerror", "") or str(error)) from None
    return parse(text, name).without(kept_back(project) if kept is None else kept)


def parse(text: str, path: str = LOCK) -> Lock:
    """The lock that `Lock.as_toml` wrote.

    Raises:
        TieoutError: it is something else, or another version's.
    """
    try:
        data = toml(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(path, int(where[1]), int(where[2])) if where else Place(path)
        raise _fault(place, re.sub(r" \(at [^)]*\)$", "", str(error))) from None
    if data.get("version") != _VERSION:
        message = f"it is of version {data.get('version')}, this tieout reads {_VERSION}"
        raise _fault(Place(path), message)
    lines = dict(_lines(text))
    numbers = {}
    for name, item in _table(data, "numbers", path).items():
        try:
            value, unit = value_of(item["value"]), Unit.parse(item["unit"])
            held = Held(value, unit, item["display"], item["digest"], item.get("bound", ""))
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            message = f"'{name}' cannot be read: {type(error).__name__}: {error}"
            raise _fault(Place(path, lines.get(name, 0)), message) from None
        numbers[name] = held
    shown = {name: str(item) for name, item in _table(data, "shown", path).items()}
    return Lock(str(data.get("locale") or "en_GB"), numbers, shown, lines, path)


def write(project: Project, lock: Lock) -> bool:
    """Write the lock; False where it stood there already, to the letter.

    Raises:
        TieoutError: it cannot be written.
    """
    path = project.lock
    data = _settled(project, lock).as_toml().encode()
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(exist_ok=True)
        write_whole(path, data)
    except OSError as error:
        message = f"cannot write: {error.strerror}"
        place = Place(file_of(project))
        finding = Finding(catalogue.CANNOT_WRITE, place, message, "Make room.")
        raise TieoutError(finding, found=False) from None
    return True


def drift(old: Lock, new: Lock) -> tuple[Drifted, ...]:
    """Every number that is not as the lock holds it, in order of the names."""
    found = []
    for name in sorted({*old.numbers, *new.numbers}):
        before, after = old.numbers.get(name), new.numbers.get(name)
        kind = _kind(before, after)
        if kind is not None:
            found.append(Drifted(name, kind, before, after))
    return tuple(found)


def same(old: Held, new: Held) -> bool:
    """Whether two numbers are one: equal, and written alike. A float's last digits are no difference.

    Another machine's NumPy may add in another order.
    """
    written = (old.unit, old.display, old.bound) == (new.unit, new.display, new.bound)
    return written and alike.equal(old.value, new.value)


def _kind(before: Held | None, after: Held | None) -> Drift | None:
    if before is None:
        return Drift.ADDED
    if after is None:
        return Drift.GONE
    if not same(before, after):
        return Drift.MOVED
    return None if before.digest == after.digest else Drift.REWORKED


def _settled(project: Project, lock: Lock) -> Lock:
    """The lock with the spelling it had where a float differs in its last digits only."""
    try:
        old = read(project)
    except TieoutError:
        return lock  # what cannot be read is replaced
    if old is None:
        return lock
    known = old.numbers
    numbers = {
        name: known[name]
        if name in known and same(known[name], each) and known[name].digest == each.digest
        else each
        for name, each in lock.numbers.items()
    }
    return Lock(lock.locale, numbers, lock.shown)


def _table(data: Mapping[str, Any], key: str, path: str) -> Mapping[str, Any]:
    found = data.get(key, {})
    if not isinstance(found, Mapping):
        raise _fault(Place(path), f"'{key}' is no table")
    return found


def _lines(text: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.split("\n"), start=1):
        found = re.match(r'("(?:[^"\\]|\\.)*") = ', line)
        if found:
            yield json.loads(found[1]), number


def _inline(each: Held) -> str:
    parts = {
        "value": exact_text(each.value),
        "unit": str(each.unit),
        "display": each.display,
        "bound": each.bound,
        "digest": each.digest,
    }
    parts = {key: text for key, text in parts.items() if text or key != "bound"}
    return "{ " + ", ".join(f"{key} = {_string(text)}" for key, text in parts.items()) + " }"


def _string(text: str) -> str:
    """Text as a TOML string: JSON's spelling is TOML's, the delete character apart."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _fault(place: Place, message: str) -> TieoutError:
    return TieoutError(Finding(catalogue.BAD_LOCK, place, message, _REMEDY))
