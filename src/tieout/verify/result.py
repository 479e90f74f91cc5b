"""Result: what a verification looked at and what it found, as data; the command line prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tieout.findings import Finding, errors


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many things are as they should be; `aside` were not looked at, `why` not."""

    good: int
    total: int
    aside: int = 0
    why: str = ""

    @classmethod
    def of(cls, results: Iterable[bool], aside: int = 0, why: str = "") -> Tally:
        """Count what is good."""
        counted = list(results)
        return cls(sum(counted), len(counted), aside, why)

    def as_json(self) -> dict[str, Any]:
        """The tally as JSON data."""
        data: dict[str, Any] = {"checked": self.total, "same": self.good}
        return data | ({"left_out": self.aside, "reason": self.why} if self.aside else {})


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified, against what, and what was found.

    Attributes:
        against: what the report was held against, in words.
        is_rebuilt: whether it was built again; else only digests and the ledger were read.
        tallies: by what was counted: `inputs`, `lock`, `numbers`, `outputs`.
        versions: what was made with another version than there is here: published, and here.
    """

    against: tuple[str, ...]
    is_rebuilt: bool
    tallies: Mapping[str, Tally]
    versions: Mapping[str, tuple[str, str]]
    findings: tuple[Finding, ...]
    seconds: float = 0.0

    @property
    def is_verified(self) -> bool:
        """Whether everything was as it should be."""
        return not errors(self.findings)

    def as_json(self) -> dict[str, Any]:
        """The result as JSON data."""
        return {
            "result": "verified" if self.is_verified else "differs",
            "against": list(self.against),
            "rebuilt": self.is_rebuilt,
            "checked": {name: tally.as_json() for name, tally in self.tallies.items()},
            "other_versions": {
                name: {"published": was, "here": here}
                for name, (was, here) in self.versions.items()
            },
            "findings": [each.as_json() for each in self.findings],
            "seconds": round(self.seconds, 3),
        }
