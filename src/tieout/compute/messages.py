"""Messages: what the build and the process that runs scripts say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tieout.compute.definition import Definition
from tieout.compute.lineage import Columns, Lineage
from tieout.compute.weights import Secret, Weights
from tieout.data.table import Table
from tieout.findings import Finding
from tieout.given import Given
from tieout.limits import Limits
from tieout.number import Value


@dataclass(frozen=True, slots=True)
class Collect:
    """Import these modules (name, path relative to the project) and say what is defined in them.

    `withheld`: the project holds confidential data, which a module might read by itself.
    """

    modules: tuple[tuple[str, str], ...]
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep a dataset's table for the runs to come."""

    table: Table


@dataclass(frozen=True, slots=True)
class Run:
    """Run a definition with these datasets (parameter to dataset name), values, and what its edition gives it.

    `withheld`: some of it is confidential, so that what the function prints or raises may quote it; `careful`:
    the project holds confidential data, which the function's module might read by itself when it is imported.
    """

    definition: Definition
    datasets: Mapping[str, str]
    values: Mapping[str, Value]
    withheld: bool = False
    edition: Mapping[str, Given] = field(default_factory=dict)
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """Observe what moves the outcome of a run; `columns` by parameter, `value` what came of it where it is a number."""

    run: Run
    columns: Mapping[str, Columns]
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Weigh:
    """Weigh who stands behind the outcome of a run; `secrets` by parameter, `limits` how far."""

    run: Run
    secrets: Mapping[str, Secret]
    limits: Limits


Request: TypeAlias = Collect | Hold | Run | Trace | Weigh


def is_delicate(request: Request) -> bool:
    """Whether what scripts say from here on may be of confidential data, whichever of them says it."""
    if isinstance(request, Hold):
        return request.table.dataset.guarded
    if isinstance(request, Collect):
        return request.withheld
    run = request.run if isinstance(request, Trace | Weigh) else request
    return run.withheld or run.careful


@dataclass(frozen=True, slots=True)
class Collected:
    """The definitions of all modules; the settings of the whole process that importing one changed, by path."""

    definitions: tuple[Definition, ...]
    changed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as drawn: SVG text, its size in centimetres and its data as CSV (empty: its datasets').

    `texts` are the kind and the words of all it says; in the SVG they are outlines.
    """

    svg: str
    width: float
    height: float
    csv: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as computed: headings, and cells that are text, numbers or nothing."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | Value | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """What went wrong, at the author's line."""

    findings: tuple[Finding, ...]


Result: TypeAlias = Value | Drawing | Grid
Reply: TypeAlias = Collected | Value | Drawing | Grid | Lineage | Weights | Failed | None
