"""Peer: what a benchmark asks of another tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.edits import Edit


@dataclass(frozen=True, slots=True)
class Peer:
    """A tool with a report written for it.

    Attributes:
        name: of the tool, with its version.
        folder: the report.
        commands: by what they make, such as `HTML` or `HTML and PDF`.
        edits: `word` and `cell`.
        clear: forget everything that was ever built.
    """

    name: str
    folder: Path
    commands: dict[str, list[str]]
    edits: dict[str, Edit]
    clear: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Absent:
    """A tool that is not on this machine, and why."""

    name: str
    reason: str
