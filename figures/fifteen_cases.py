"""Draws in how many of the documented prosecutions each thing was reported."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, number

from tieout import figure

INK, PALE = "#15364f", "#d9dee2"
ROWS = {
    "convicted": "convicted",
    "pretrial_detention": "held before trial",
    "unfair_trial": "described an unfair trial",
    "legal_aid": "free legal aid",
    "bail_considered": "bail considered",
    "told_rights_cases": "told of their rights",
}


@figure(
    caption=(
        "The prosecutions that Amnesty International documented, one square each: in how many of "
        "them each thing was reported. The cases are no sample."
    ),
    alt=(
        "Six rows of {{< stat fieldwork.prosecutions.amnesty2020.count >}} squares. Convicted: "
        "{{< stat fieldwork.convicted.amnesty2020.count >}}. Held before trial: "
        "{{< stat fieldwork.pretrial_detention.amnesty2020.count >}}. Described an unfair trial: "
        "{{< stat fieldwork.unfair_trial.amnesty2020.count >}}. Free legal aid: "
        "{{< stat fieldwork.legal_aid.amnesty2020.count >}}. Bail considered: "
        "{{< stat fieldwork.bail_considered.amnesty2020.count >}}. Told of their rights: "
        "{{< stat fieldwork.told_rights_cases.amnesty2020.count >}}."
    ),
    source="Source: Amnesty International.",
    title="The documented prosecutions",
)
def fifteen_cases(fieldwork: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """In how many of the documented prosecutions each thing was reported."""
    counts = [
        (text, cell(fieldwork, "count", group=group), cell(fieldwork, "base", group=group))
        for group, text in ROWS.items()
    ]
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 2.5))
    for place, (_, count, base) in enumerate(counts):
        for square in range(int(base)):
            axes.plot(
                square,
                -place,
                marker="s",
                markersize=11,
                linestyle="none",
                color=INK if square < count else PALE,
            )
        axes.text(base, -place, f"{number(count)} of {number(base)}", va="center", weight="bold")
    axes.set_yticks([-place for place in range(len(counts))], [text for text, _, _ in counts])
    axes.set_xlim(-0.6, 17.5)
    axes.set_ylim(-len(counts) + 0.4, 0.6)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    return drawing, pd.DataFrame(counts, columns=["reported", "count", "base"])
