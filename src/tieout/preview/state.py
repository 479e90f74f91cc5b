"""State: what the desk knows of the report, and what it says of a change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tieout.build.reading import Inputs
from tieout.compute.lineage import Lineage
from tieout.compute.run import Results
from tieout.engines.warm import WarmBook
from tieout.findings import Finding
from tieout.ledger.numbers import Numbers


@dataclass(frozen=True, slots=True)
class State:
    """The report as it was when it last was whole.

    Attributes:
        waiting: names of statistics and figures of which the page shows a substitute, to be made anew.
    """

    inputs: Inputs
    results: Results
    lineages: Mapping[str, Lineage]
    numbers: Numbers
    book: WarmBook
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a change: the files that are others now, and how long it took."""

    names: tuple[str, ...]
    seconds: float
    findings: tuple[Finding, ...] = ()
    waiting: tuple[str, ...] = ()
    reworded: bool = False
