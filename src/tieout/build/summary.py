"""Summary: what a build did and why, as data; the command line prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tieout.findings import Finding

if TYPE_CHECKING:
    from tieout.compute.reruns import (
        Rerun,  # heavy, and a build with nothing to do needs none of it
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the build and how long it took, in seconds."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did.

    Attributes:
        engine: name and version of the engine; empty when nothing had to be done.
        reruns: statistics, figures and tables computed anew, each with its reason.
        written: files new or changed in the output folder; `kept` counts those that stayed as they were.
        outputs: where a reader finds the report.
        counts: how many datasets, numbers, figures, … the report has.
        shown: the statistics that the configuration asks to be shown, by title.
    """

    fresh: bool
    engine: str = ""
    reruns: tuple[Rerun, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)
    kept: int = 0
    stages: tuple[Stage, ...] = ()
    outputs: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The summary as JSON data."""
        return {
            "result": "fresh" if self.fresh else "built",
            "engine": self.engine,
            "rebuilt": [
                {"name": each.name, "kind": str(each.kind), "reason": str(each)}
                for each in self.reruns
            ],
            "written": dict(self.written),
            "kept": self.kept,
            "stages": {stage.name: round(stage.seconds, 3) for stage in self.stages},
            "outputs": list(self.outputs),
            "counts": dict(self.counts),
            "shown": dict(self.shown),
            "findings": [finding.as_json() for finding in self.findings],
            "seconds": round(self.seconds, 3),
        }


def fresh(
    places: tuple[str, ...], seconds: float = 0.0, findings: tuple[Finding, ...] = ()
) -> Summary:
    """The summary of a build that had nothing to do."""
    return Summary(fresh=True, outputs=places, seconds=seconds, findings=findings)
