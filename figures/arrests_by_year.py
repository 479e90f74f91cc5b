"""Draws drug arrests by year in the two official series, side by side."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import number

from tieout import figure

YEARS = ("2017", "2018", "2019", "2020")
SERIES = {
    "add": ("police", "#1b3a57", ""),
    "nacd": ("drug authority", "#e0b07a", "///"),
}
# The statement of the drug authority that is drawn where several sources relay it.
CHOSEN = {"2017": "ppp2018necessary", "2019": "craigslists2020arrests"}


@figure(
    caption=(
        "People arrested for drug offences in each full year of the campaign, in the two official "
        "series: the Anti-Drug Department of the National Police and the National Authority for "
        "Combating Drugs. For 2017 the second series states more than "
        "{{< stat drug_arrests.2017.nacd.ppp2018necessary.suspects >}}."
    ),
    alt=(
        "Bar chart with two bars for each year from 2017 to 2020. Police: "
        "{{< stat drug_arrests.2017.add.gt2018arrests.suspects >}}, "
        "{{< stat drug_arrests.2018.add.kt2020ministry.suspects >}}, "
        "{{< stat drug_arrests.2019.add.kt2020ministry.suspects >}} and "
        "{{< stat drug_arrests.2020.add.vod2021six.suspects >}}. The drug authority's bars differ "
        "from these by a few hundred at most."
    ),
    source=(
        "Sources: National Police and National Authority for Combating Drugs, through the press. "
        "Each row of the data names its own."
    ),
    title="Drug arrests by year",
)
def arrests_by_year(drug_arrests: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """People arrested for drug offences by year, in both series."""
    rows = drug_arrests[drug_arrests["period"].isin(YEARS) & drug_arrests["authority"].isin(SERIES)]
    chosen = rows["period"].map(CHOSEN)
    rows = rows[
        (rows["authority"] == "add") | chosen.isna() | (rows["stated_by"] == chosen)
    ].sort_values(["period", "authority"])

    drawing, axes = plt.subplots(figsize=(6.3, 3.9))
    width = 0.4
    for row in rows.to_dict("records"):
        name, colour, hatch = SERIES[row["authority"]]
        police = row["authority"] == "add"
        middle = YEARS.index(row["period"]) + (-width / 2 if police else width / 2)
        height = row["suspects"]
        axes.bar(
            middle, height, width * 0.94, color=colour, hatch=hatch, edgecolor="white", linewidth=0
        )
        label = (">" if row["qualifier"] == "more than" else "") + number(height)
        axes.text(middle, height + 300, label, ha="center", va="bottom", fontsize=10)
        if row["period"] == YEARS[0]:
            axes.text(
                middle,
                500,
                name,
                ha="center",
                va="bottom",
                rotation=90,
                fontsize=12,
                fontweight="bold",
                color="white" if police else "black",
                bbox=None if police else {"facecolor": "white", "edgecolor": "none", "pad": 1.5},
            )
    axes.set_xticks(range(len(YEARS)), YEARS)
    axes.set_ylim(0, 24500)
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.tick_params(labelsize=10.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="0.9", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="x", length=0)
    return drawing, rows[
        ["period", "authority", "stated_by", "suspects", "cases", "qualifier", "source"]
    ]
