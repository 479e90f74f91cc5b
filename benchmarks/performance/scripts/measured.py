"""Measured: what the benchmark says of a case, and whether it was looked at."""

from __future__ import annotations

import pandas as pd

SYNTHETIC, OWN = "synthetic", "own"
PEERS = ("bookdown", "sphinx", "quarto")
NAMES = {
    "bookdown": "bookdown",
    "sphinx": "Sphinx with MyST-NB",
    "quarto": "Quarto",
}


def seconds(timings: pd.DataFrame, report: str, case: str) -> float | None:
    """The median of a case; None where it was not measured."""
    found = timings.loc[(timings["report"] == report) & (timings["case"] == case), "seconds"]
    return float(found.iloc[0]) if len(found) else None


def peer_case(timings: pd.DataFrame, peer: str, kind: str) -> str:
    """The case of a peer that makes as much as tieout does; HTML alone where it makes no more."""
    both = f"both_{kind}"
    return both if seconds(timings, peer, both) is not None else f"html_{kind}"
