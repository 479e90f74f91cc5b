"""Demands: what was asked of tieout's speed, what was measured, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator

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


def _asked(timings: pd.DataFrame) -> Iterator[tuple[str, str, str, bool | None]]:
    for report, label in ((SYNTHETIC, "synthetic"), (OWN, "this report")):
        for what, case, floor, most in _RATIOS:
            one, other = seconds(timings, report, case), seconds(timings, report, floor)
            if one is not None and other is not None:
                ratio = one / other
                yield f"{what} ({label})", f"{most} ×", f"{ratio:.2f} ×", ratio <= most
        nothing, bare = seconds(timings, report, "nothing"), seconds(timings, "python", "bare")
        if nothing is not None and bare is not None:
            over = nothing - bare
            what = f"Nothing changed, over a bare Python start ({label})"
            yield what, f"{_NOTHING} s", f"{over:.2f} s", over <= _NOTHING
        for what, case, most in _SECONDS:
            found = seconds(timings, report, case)
            if found is not None:
                yield f"{what} ({label})", f"{most} s", f"{found:.2f} s", found <= most
    for peer in PEERS:
        for kind, least in zip(("cold", "cell"), _AHEAD[peer], strict=True):
            words = "Cold build" if kind == "cold" else "One number changed"
            what = f"{words}, ahead of {NAMES[peer]}"
            case = peer_case(timings, peer, kind)
            theirs = seconds(timings, peer, case)
            # tieout made as much as the tool does, pages alone where that makes no PDF, in turns with it.
            ours = seconds(timings, peer, f"ours_{kind}")
            if theirs is None or ours is None:
                yield what, f"{least} ×", "", None
                continue
            ratio = theirs / ours
            only = "" if case.startswith("both") else " (HTML alone)"
            yield what + only, f"{least} ×", f"{ratio:.1f} ×", ratio >= least


@table(caption="What is demanded, and what was measured.", title="Demands")
def demands(timings: pd.DataFrame) -> pd.DataFrame:
    """Every demand on speed beside its measurement."""
    words = {True: "yes", False: "no", None: "not measured"}
    rows = [(what, bound, got, words[met]) for what, bound, got, met in _asked(timings)]
    return pd.DataFrame(rows, columns=["Demand", "Bound", "Measured", "Met"])


@statistic(unit="count", title="Demands measured")
def demands_measured(timings: pd.DataFrame) -> int:
    """Demands that could be measured on this machine.

    Formula in words: demands for which every side was measured, counted.
    """
    return sum(met is not None for *_, met in _asked(timings))


@statistic(unit="count", title="Demands met")
def demands_met(timings: pd.DataFrame) -> int:
    """Demands that are met.

    Formula in words: demands whose measurement is within its bound, counted.
    """
    return sum(met is True for *_, met in _asked(timings))
