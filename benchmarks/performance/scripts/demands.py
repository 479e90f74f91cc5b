"""Demands: what was asked of tieout's speed, what was measured, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
from scripts.measured import NAMES, OWN, PEERS, SYNTHETIC, peer_case, seconds

from tieout import statistic, table

# what, the case, the case it is divided by, the largest ratio that will do
_RATIOS = (
    ("Cold build with figures, beside the floor", "cold", "floor", 1.25),
    ("One word changed, its page, beside one pandoc run", "word_page", "pandoc_run", 1.5),
)
# what, the case, the most seconds that will do
_SECONDS = (
    ("One cell changed, HTML and PDF, from a cold start", "cell", 1.0),
    ("One cell changed, HTML and PDF, in a warm process", "preview_cell_pdf", 0.4),
)
_NOTHING = 0.15  # seconds over a bare Python start
_AHEAD = {"bookdown": (2, 5), "sphinx": (2, 5), "quarto": (20, 20)}  # cold, one number


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked, its bound, and what was measured; empty where that could not be.

    `distance` is what was measured as a multiple of the bound, or the other way round for what is to be ahead: up
    to 1 the demand is met.
    """

    what: str
    bound: str
    measured: str = ""
    distance: float | None = None

    @property
    def met(self) -> str:
        """Whether it is met, in a word."""
        if self.distance is None:
            return "not measured"
        return "yes" if self.distance <= 1 else "no"


def _asked(timings: pd.DataFrame) -> Iterator[Demand]:
    for report, label in ((SYNTHETIC, "synthetic"), (OWN, "this report")):
        for what, case, floor, most in _RATIOS:
            one, other = seconds(timings, report, case), seconds(timings, report, floor)
            if one is not None and other is not None:
                ratio = one / other
                yield Demand(f"{what} ({label})", f"{most} ×", f"{ratio:.2f} ×", ratio / most)
        nothing, bare = seconds(timings, report, "nothing"), seconds(timings, "python", "bare")
        if nothing is not None and bare is not None:
            over = nothing - bare
            what = f"Nothing changed, over a bare Python start ({label})"
            yield Demand(what, f"{_NOTHING} s", f"{over:.2f} s", over / _NOTHING)
        for what, case, most in _SECONDS:
            found = seconds(timings, report, case)
            if found is not None:
                yield Demand(f"{what} ({label})", f"{most} s", f"{found:.2f} s", found / most)
    for peer in PEERS:
        for kind, least in zip(("cold", "cell"), _AHEAD[peer], strict=True):
            words = "Cold build" if kind == "cold" else "One number changed"
            what = f"{words}, ahead of {NAMES[peer]}"
            case = peer_case(timings, peer, kind)
            theirs = seconds(timings, peer, case)
            # tieout made as much as the tool does, pages alone where that makes no PDF, in turns with it.
            ours = seconds(timings, peer, f"ours_{kind}")
            if theirs is None or ours is None:
                yield Demand(what, f"{least} ×")
                continue
            ratio = theirs / ours
            only = "" if case.startswith("both") else " (HTML alone)"
            yield Demand(what + only, f"{least} ×", f"{ratio:.1f} ×", least / ratio)


@table(
    caption="What is demanded, what was measured, and how far that is from the bound: up to 1 the demand is met.",
    title="Demands",
)
def demands(timings: pd.DataFrame) -> pd.DataFrame:
    """Every demand on speed beside its measurement."""
    return pd.DataFrame(
        [
            {
                "Demand": each.what,
                "Bound": each.bound,
                "Measured": each.measured,
                "Distance": "" if each.distance is None else f"{each.distance:.2f}",
                "Met": each.met,
            }
            for each in _asked(timings)
        ]
    )


@statistic(unit="count", title="Demands measured")
def demands_measured(timings: pd.DataFrame) -> int:
    """Demands that could be measured on this machine.

    Formula in words: demands for which every side was measured, counted.
    """
    return sum(each.distance is not None for each in _asked(timings))


@statistic(unit="count", title="Demands met")
def demands_met(timings: pd.DataFrame) -> int:
    """Demands that are met.

    Formula in words: demands whose measurement is within its bound, counted.
    """
    return sum(each.met == "yes" for each in _asked(timings))
