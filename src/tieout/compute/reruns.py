"""Reruns: what was computed again, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tieout.compute.define import Kind


class Reason(StrEnum):
    """Why something was computed again."""

    FIRST_RUN = "first run"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Rerun:
    """Something computed in this build: why, and which of the things it reads changed."""

    name: str
    kind: Kind
    reason: Reason
    what: tuple[str, ...] = ()

    def __str__(self) -> str:
        """`changed: data/x.csv`, `first run`."""
        return f"{self.reason}: {', '.join(self.what)}" if self.what else str(self.reason)
