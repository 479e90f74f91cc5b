"""Changes: each kind of change as a typed object, and all of them together."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tieout.display import MAX_DECIMALS, Style, display
from tieout.findings import Finding, Place
from tieout.ledger.lockfile import Drift, Held
from tieout.ledger.signoff import SignOff
from tieout.number import UnitKind, as_json_number, exact, exact_text
from tieout.review.explanation import percent

ARROW = "\N{RIGHTWARDS ARROW}"
COMPARABLE = 40_000  # words of one sentence times words of the other
Words: TypeAlias = tuple[tuple[str, bool], ...]  # runs of a sentence, each changed or not


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number added, gone, moved, or computed another way.

    Attributes:
        absolute: the difference in the number's own unit, signed: `+22 points`; empty where there is none.
        relative: the difference in per cent of what it was: `+23%`.
    """

    name: str
    title: str
    kind: Drift
    old: Held | None
    new: Held | None
    was: str
    is_: str
    absolute: str = ""
    relative: str = ""

    @property
    def size(self) -> str:
        """Both differences: `+22 points, +23%`."""
        return ", ".join(part for part in (self.absolute, self.relative) if part)

    def as_json(self) -> dict[str, Any]:
        """The change as JSON data."""
        data: dict[str, Any] = {"name": self.name, "title": self.title, "change": str(self.kind)}
        for key, held in (("old", self.old), ("new", self.new)):
            if held is not None:
                data[key] = {
                    "value": as_json_number(held.value),
                    "exact": exact_text(held.value),
                    "unit": str(held.unit),
                    "display": held.display,
                    **({"bound": held.bound} if held.bound else {}),
                }
        sizes = {"absolute": self.absolute, "relative": self.relative}
        return data | {key: text for key, text in sizes.items() if text}


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that uses such a number, before and after; one of the two is empty where it is new or gone."""

    place: Place
    where: str
    before: str
    after: str
    names: tuple[str, ...]

    @property
    def words(self) -> tuple[Words, Words]:
        """Both sentences as runs of words, each with whether it changed."""
        return told_apart(self.before, self.after)

    def as_json(self) -> dict[str, Any]:
        """The change as JSON data."""
        return {
            "file": self.place.path,
            "line": self.place.line,
            "where": self.where,
            "before": self.before,
            "after": self.after,
            "numbers": list(self.names),
        }


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A figure or table added, gone, or drawn from other data, by other code or with other words.

    Attributes:
        because: the files and numbers behind it that changed.
        is_data: whether its data moved.
    """

    kind: str
    name: str
    title: str
    change: Drift
    because: tuple[str, ...] = ()
    is_data: bool = False

    def __str__(self) -> str:
        """`its data moved: data/prisoners.csv`."""
        if self.change in {Drift.ADDED, Drift.GONE}:
            return str(self.change)
        said = "its data moved" if self.is_data else "it looks another way"
        return f"{said}: {', '.join(self.because)}" if self.because else said

    def as_json(self) -> dict[str, Any]:
        """The change as JSON data."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": self.title,
            "change": str(self.change),
            "data_moved": self.is_data,
            "because": list(self.because),
        }


@dataclass(frozen=True, slots=True)
class Expired:
    """A sign-off that held and holds no more."""

    signed: SignOff

    def __str__(self) -> str:
        """`prison_rise, signed off by A. Reader`."""
        kind = "" if self.signed.kind == "number" else f"{self.signed.kind} "
        day = f" on {self.signed.on}" if self.signed.on else ""
        return f"{kind}{self.signed.name}, signed off by {self.signed.by}{day}"

    def as_json(self) -> dict[str, Any]:
        """The change as JSON data."""
        return {"kind": self.signed.kind, "name": self.signed.name, **self.signed.as_json()}


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that changed.

    Attributes:
        since: what is compared with, in words: `HEAD (3f2a91c)`.
        words: findings of what is said of a number that was true before and is no more.
        findings: what could not be compared.
    """

    since: str
    numbers: tuple[NumberChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    words: tuple[Finding, ...] = ()
    shown: tuple[ShownChange, ...] = ()
    expired: tuple[Expired, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any((self.numbers, self.sentences, self.words, self.shown, self.expired))

    def of(self, kind: Drift) -> tuple[NumberChange, ...]:
        """The numbers that changed in this way."""
        return tuple(each for each in self.numbers if each.kind is kind)

    @property
    def headline(self) -> str:
        """`2 numbers moved, 1 added; 3 sentences; 1 figure or table; 1 sign-off expires`."""
        parts = []
        counts = [(len(self.of(kind)), kind) for kind in Drift if self.of(kind)]
        if counts:
            first, kind = counts[0]
            said = [f"{_counted(first, 'number')} {kind}", *(f"{n} {k}" for n, k in counts[1:])]
            parts.append(", ".join(said))
        if self.sentences:
            parts.append(_counted(len(self.sentences), "sentence"))
        if self.words:
            parts.append(f"{_counted(len(self.words), 'claim')} no longer true")
        if self.shown:
            parts.append(_counted(len(self.shown), "figure or table", "figures and tables"))
        if self.expired:
            some = len(self.expired)
            parts.append(f"{_counted(some, 'sign-off')} {'expires' if some == 1 else 'expire'}")
        return "; ".join(parts) or "nothing changed"

    def as_json(self) -> dict[str, Any]:
        """The difference as JSON data."""
        return {
            "since": self.since,
            "changed": bool(self),
            "numbers": [each.as_json() for each in self.numbers],
            "sentences": [each.as_json() for each in self.sentences],
            "no_longer_true": [each.as_json() for each in self.words],
            "shown": [each.as_json() for each in self.shown],
            "sign_offs": [each.as_json() for each in self.expired],
            "findings": [each.as_json() for each in self.findings],
        }


def absolute(old: Held, new: Held, locale: str) -> str:
    """The difference in the number's own unit, signed, with just the digits that say something."""
    if old.unit != new.unit or exact(old.value) == exact(new.value):
        return ""
    delta = exact(new.value) - exact(old.value)
    shares = new.unit.kind is UnitKind.PERCENT
    size = abs(float(delta)) * (100 if shares else 1)
    whole = delta.denominator == 1 and not shares
    places = 1 - math.floor(math.log10(size)) if size else 0
    decimals = 0 if whole else max(0, min(MAX_DECIMALS, places))
    text = display(delta, new.unit, locale, Style(decimals=decimals, signed=True, bare=shares))
    return f"{text} points" if shares else text


def relative(old: Held, new: Held) -> str:
    """The difference in per cent of what the number was, signed, with three digits; empty from nothing."""
    if old.unit != new.unit or not old.value or exact(old.value) == exact(new.value):
        return ""
    return percent(float((exact(new.value) - exact(old.value)) / abs(exact(old.value))) * 100)


def told_apart(before: str, after: str) -> tuple[Words, Words]:
    """Two sentences as runs of words, each with whether it is in one only."""
    old, new = _tokens(before), _tokens(after)
    first: list[tuple[str, bool]] = []
    second: list[tuple[str, bool]] = []
    for kind, old_from, old_to, new_from, new_to in _opcodes(old, new):
        changed = kind != "equal"
        for runs, words in ((first, old[old_from:old_to]), (second, new[new_from:new_to])):
            if words:
                runs.append(("".join(words), changed))
    return tuple(first), tuple(second)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) <= COMPARABLE:
        return difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    # Longer than any sentence: what both begin with is the same, the rest another.
    pairs = enumerate(zip(old, new, strict=False))
    same = next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))
    return [("equal", 0, same, 0, same), ("replace", same, len(old), same, len(new))]


def _tokens(text: str) -> Sequence[str]:
    return re.findall(r"\s*\S+|\s+$", text)


def _counted(count: int, what: str, several: str = "") -> str:
    return f"1 {what}" if count == 1 else f"{count} {several or what + 's'}"
