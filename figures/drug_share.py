"""Draws the share of prisoners held on drug charges over time, printed and recomputed."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, per_cent

from tieout import figure

INK, BRICK = "#15364f", "#a8432d"


@figure(
    caption=(
        "Share of prisoners held on drug charges. Dots: recomputed from counts. Squares: as "
        "printed. The counts of 2021 are both minimums, so that the dot of that year is no more "
        "than a point between unknown limits."
    ),
    alt=(
        "Dot chart over three dates. December 2017: {{< stat drug_share_2017 >}}. April 2020: "
        "{{< stat drug_share_2020 >}}. In 2021: {{< stat drug_share_2021 >}} from the counts, "
        "more than {{< stat reported_shares.on_drug_charges.2021.ppp2021project.share >}} as printed."
    ),
    source="Sources: Xinhua; Khmer Times; Amnesty International; Phnom Penh Post.",
    title="Share of prisoners on drug charges",
)
def drug_share(
    reported_shares: pd.DataFrame,
    drug_share_2017: float,
    drug_share_2020: float,
    drug_share_2021: float,
) -> tuple[Figure, pd.DataFrame]:
    """Share of prisoners on drug charges at three dates, printed and recomputed."""
    printed = {
        "December 2017": ("2017-12", "xinhua2018prisons"),
        "April 2020": ("2020-04", "amnesty2020"),
        "2021": ("2021", "ppp2021project"),
    }
    ours = {
        "December 2017": drug_share_2017,
        "April 2020": drug_share_2020,
        "2021": drug_share_2021,
    }
    rows = []
    for date, (as_of, stated_by) in printed.items():
        share = cell(
            reported_shares, "share", measure="on_drug_charges", as_of=as_of, stated_by=stated_by
        )
        rows.append((date, ours[date], share))
    data = pd.DataFrame(rows, columns=["date", "recomputed", "printed"])

    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 2.5))
    for place, row in enumerate(data.to_dict("records")):
        height = len(data) - place
        low, high = sorted((row["recomputed"], row["printed"]))
        axes.plot([low, high], [height, height], color="0.75", linewidth=2, zorder=1)
        hollow = row["date"] == "2021"
        axes.plot(
            row["recomputed"],
            height,
            marker="o",
            markersize=9,
            color=INK,
            markerfacecolor="white" if hollow else INK,
            linestyle="none",
        )
        axes.plot(row["printed"], height, marker="s", markersize=6, color=BRICK, linestyle="none")
        more = "more than " if hollow else ""
        axes.text(
            low - 0.006,
            height,
            per_cent(row["recomputed"], 1),
            ha="right",
            va="center",
            color=INK,
        )
        text = f"{more}{per_cent(row['printed'], 0 if hollow else 1)} printed"
        axes.text(high + 0.006, height, text, va="center", color=BRICK)
    axes.set_yticks([3, 2, 1], list(data["date"]))
    axes.set_xlim(0.46, 0.66)
    axes.set_xticks([0.5, 0.55, 0.6, 0.65])
    axes.set_ylim(0.4, 3.6)
    axes.xaxis.set_major_formatter(lambda value, _: per_cent(value))
    axes.grid(visible=False)
    return drawing, data
