"""Draws how the time of builds grows with numbers, chapters and rows."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure

from tieout import figure

COSTS = (("cold", "cold build"), ("cell", "one cell changed"), ("nothing", "nothing changed"))
AXES = {
    "numbers": "numbers",
    "chapters": "chapters",
    "rows": "rows in memory",
    "file": "rows in a file",
}


@figure(
    caption="Seconds on the clock as a report grows, both scales logarithmic.",
    alt="Four panels: seconds over numbers, chapters, rows in memory and rows in a file, a line each for a cold "
    "build, a changed cell and nothing changed.",
    title="Growth",
)
def growing(growth: pd.DataFrame) -> Figure:
    """Times of builds over the size of the report."""
    drawn, panels = plt.subplots(1, 4, sharey=True, figsize=(6.3, 3.2))
    for (axis, label), axes in zip(AXES.items(), panels, strict=True):
        rows = growth[growth["axis"] == axis].assign(n=lambda found: found["size"].astype(int))
        rows = rows.sort_values("n")
        for cost, words in COSTS:
            axes.plot(rows["n"], rows[cost], marker="o", label=words)
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(label)
        if rows.empty:
            continue
        ends = [int(rows["n"].min()), int(rows["n"].max())]
        axes.set_xlim(ends[0] / 1.6, ends[1] * 1.6)
        axes.set_xticks(ends, [f"{end:,}" for end in ends], minor=False)
        axes.set_xticks([], minor=True)
        axes.yaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    panels[0].set_ylabel("seconds")
    drawn.legend(*panels[0].get_legend_handles_labels(), loc="outside upper left", ncols=3)
    return drawn
