"""Findings: what can be said of a report, as data; text, JSON and exit codes are made from them in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

MOST_OF_A_FILE = 25  # after so many in one file more would only scroll the first ones away
_LONGEST = 4000  # characters of a message; a name it quotes may be a megabyte


class Severity(StrEnum):
    """How much a finding matters; only errors stop a build."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the project something stands: a path relative to its root, line and column from 1."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`path:line:column`, without the parts that are not known."""
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: its stable code, a title for the catalogue and its usual severity."""

    code: str
    title: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: which rule, where, what is wrong, what to do.

    `detail` holds further lines, such as an author's traceback cut to their frames.
    """

    rule: Rule
    place: Place
    message: str
    remedy: str = ""
    detail: tuple[str, ...] = field(default=())
    level: Severity | None = None

    def __post_init__(self) -> None:
        """See that what is said can be written down."""
        object.__setattr__(self, "message", _sayable(self.message))
        object.__setattr__(self, "remedy", _sayable(self.remedy))
        object.__setattr__(self, "detail", tuple(map(_sayable, self.detail)))

    @property
    def severity(self) -> Severity:
        """The finding's own severity if it was given one, else its rule's."""
        return self.level or self.rule.severity

    @property
    def code(self) -> str:
        """The stable code, such as `TIE201`."""
        return self.rule.code

    def as_json(self) -> dict[str, object]:
        """The finding as JSON data; absent parts are left out."""
        data: dict[str, object] = {
            "code": self.code,
            "severity": str(self.severity),
            "path": self.place.path,
            "line": self.place.line or None,
            "column": self.place.column or None,
            "message": self.message,
            "remedy": self.remedy or None,
            "detail": list(self.detail) or None,
        }
        return {key: value for key, value in data.items() if value is not None}

    def __str__(self) -> str:
        """`path:line:column severity CODE message`, the remedy and the details on lines of their own."""
        lines = [f"{self.place} {self.severity} {self.code} {self.message}"]
        lines += [f"    {line}" for line in self.detail]
        if self.remedy:
            lines.append(f"    help: {self.remedy}")
        return "\n".join(_visible(line) for line in lines)


def _visible(text: str) -> str:
    """Text on one line: a cell quoted in a message may hold anything, even what steers a terminal."""
    return "".join(c if c.isprintable() or c == "\t" else repr(c)[1:-1] for c in text)


def _sayable(text: str) -> str:
    """Text that has an end, and no half characters, whatever it quotes: it can be written down anywhere."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]} …"
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted by place, then code, each once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.place, f.code, f.message, f.remedy, f.detail)))


def graded(findings: Iterable[Finding], severities: Mapping[str, str]) -> list[Finding]:
    """The findings with the severities a project gives them by code; `off` leaves them out."""
    return [
        replace(each, level=Severity(severities[each.code])) if each.code in severities else each
        for each in findings
        if severities.get(each.code) != "off"
    ]


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Only the findings that stop a build."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)


class TieoutError(Exception):
    """Work could not go on; carries the findings that say why.

    `found` is true when the project was read and something in it is wrong (exit code 1), false when the
    command could not run at all (exit code 2).
    """

    def __init__(self, *findings: Finding, found: bool = True) -> None:
        self.findings = in_order(findings)
        super().__init__("\n".join(str(f) for f in self.findings))
        self.found = found

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process boundaries whole."""
        return (_rebuilt, (self.findings, self.found))


def _rebuilt(findings: tuple[Finding, ...], found: bool) -> TieoutError:
    return TieoutError(*findings, found=found)


def raise_errors(findings: Iterable[Finding]) -> None:
    """Raise `TieoutError` with all findings if any of them is an error."""
    found = tuple(findings)
    if errors(found):
        raise TieoutError(*found)


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that names the nearest known name, or the empty string when none is near."""
    import difflib  # only a mistake pays for it

    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{close[0]}'?" if close else ""
