"""Draws what a cold build and a changed number take, with tieout and with other tools."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.measured import NAMES, PEERS, SYNTHETIC, peer_case, seconds

from tieout import figure

KINDS = (("cold", "cold build"), ("word", "one word changed"), ("cell", "one number changed"))


@figure(
    caption="Seconds on the clock for the synthetic report, on a logarithmic scale.",
    alt="Bars of seconds for a cold build, a changed word and a changed number: the floor, tieout "
    "and other tools.",
    title="Beside other tools",
)
def beside_others(timings: pd.DataFrame) -> Figure:
    """Times of tieout beside those of the floor and of other tools."""
    bars: list[tuple[str, float, str]] = []
    for kind, words in KINDS:
        cases = [("tieout", SYNTHETIC, kind)]
        if kind == "cold":
            cases = [("the floor", SYNTHETIC, "floor"), *cases]
        for peer in PEERS:
            case = peer_case(timings, peer, kind)
            alone = ", HTML alone" if case.startswith("html") else ""
            cases.append((f"{NAMES[peer]}{alone}", peer, case))
        for label, report, case in cases:
            found = seconds(timings, report, case)
            if found is not None:
                bars.append((label, found, words))
    drawn, axes = plt.subplots(figsize=(6.3, 0.36 * len(bars) + 1.4))
    colours = {words: f"C{n}" for n, (_, words) in enumerate(KINDS)}
    place, last = 0.0, ""
    for label, value, words in bars:
        place -= 1.5 if last and words != last else 1
        axes.barh(place, value, color=colours[words], label=words if words != last else None)
        axes.text(value * 1.06, place, f"{value:.2f} s  {label}", va="center", fontsize=8.5)
        last = words
    axes.set_xscale("log")
    axes.set_xlim(0.1, max(value for _, value, _ in bars) * 30)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    axes.set_yticks([])
    axes.grid(visible=False)
    axes.set_xlabel("seconds")
    axes.legend(loc="upper right")
    return drawn
