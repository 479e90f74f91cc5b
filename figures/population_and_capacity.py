"""Draws the prison population over time against every stated national capacity."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import number
from scripts.periods import year_of

from tieout import figure

FIRST_YEAR = 2012
CAMPAIGN_BEGINS = 2017.0
CROWDED = 1500  # labels of two places nearer than this would overlap
DARK, MIDDLE = "#1b3a57", "#b35900"


@figure(
    caption=(
        "Prisoners, and places as each source states them. The line joins the exact national counts "
        "that have a month; hollow dots are rounded, qualified or dated to a year alone. Each square "
        "is one stated capacity, drawn in the year it was stated for. Capacity stated since 2017 "
        "differs by a factor of about {{< stat national_capacity_spread format=bare >}}."
    ),
    alt=(
        "Line chart, 2012 to 2021. Prisoners rise from "
        "{{< stat prison_population.2014-12.ppp2015swells.prisoners >}} at the end of 2014 to "
        "{{< stat prison_population.2016-12.ppp2017jump.prisoners >}} at the end of 2016 and "
        "{{< stat prison_population.2020-04.kt2020justice.prisoners >}} in April 2020. Seven "
        "stated capacities lie far below the line, between "
        "{{< stat capacity.national.2015.prisoninsider.places >}} and "
        "{{< stat capacity.national.2020-04.mina2020.places >}} places."
    ),
    source=(
        "Sources: prison administration through the press; World Prison Brief; UNODC; Amnesty International. "
        "Each row of the data names its own."
    ),
    title="Prisoners and stated capacity",
)
def population_and_capacity(
    prison_population: pd.DataFrame, capacity: pd.DataFrame
) -> tuple[Figure, pd.DataFrame]:
    """Prisoners over time, with every national capacity that a source states."""
    held = prison_population[prison_population["scope"] == "national"].copy()
    held["year"] = held["as_of"].map(year_of)
    held = held[held["year"] >= FIRST_YEAR].sort_values("year")
    unqualified = held["qualifier"].isna() | (held["qualifier"] == "")
    dated = held["as_of"].str.contains("-")
    exact = held[unqualified & dated & (held["basis"] == "counted")]
    places = capacity[capacity["place"] == "national"].copy()
    places["year"] = places["as_of"].map(year_of)

    drawing, axes = plt.subplots(figsize=(6.3, 4.3))
    axes.axvline(CAMPAIGN_BEGINS, color="0.6", linewidth=1, linestyle=(0, (2, 2)))
    axes.text(
        CAMPAIGN_BEGINS - 0.1,
        39500,
        "campaign\nbegins",
        ha="right",
        va="top",
        color="0.35",
        fontsize=11,
    )
    axes.plot(
        exact["year"], exact["prisoners"], color=DARK, linewidth=1.8, marker="o", markersize=4
    )
    others = held.drop(exact.index)
    axes.plot(
        others["year"],
        others["prisoners"],
        linestyle="none",
        marker="o",
        markersize=5,
        markerfacecolor="white",
        markeredgecolor=DARK,
    )
    axes.plot(
        places["year"], places["places"], linestyle="none", marker="s", markersize=6, color=MIDDLE
    )
    for index, row in zip(places.index, places.to_dict("records"), strict=True):
        near = places[(places["year"] == row["year"]) & (places.index != index)]
        gaps = near["places"] - row["places"]
        crowded = gaps[gaps.abs() < CROWDED]
        shift = 0.0 if crowded.empty else (-4.0 if crowded.iloc[0] > 0 else 4.0)
        axes.annotate(
            number(row["places"]),
            (row["year"], row["places"]),
            xytext=(7, shift),
            textcoords="offset points",
            va="center",
            color=MIDDLE,
            fontsize=11,
        )
    for as_of, stated_by, offset, align in (
        ("2015-10", "ppp2015swells", (-6, 8), "right"),
        ("2016-12", "ppp2017jump", (8, -10), "left"),
        ("2017-12", "xinhua2018prisons", (8, -8), "left"),
        ("2020-04", "kt2020justice", (-8, 4), "right"),
    ):
        point = held[(held["as_of"] == as_of) & (held["stated_by"] == stated_by)].iloc[0]
        axes.annotate(
            number(point["prisoners"]),
            (point["year"], point["prisoners"]),
            xytext=offset,
            textcoords="offset points",
            ha=align,
            color=DARK,
            fontsize=11,
        )
    axes.text(2012.1, 17300, "prisoners", color=DARK, fontsize=12, fontweight="bold")
    axes.text(2012.1, 6200, "places, as stated", color=MIDDLE, fontsize=12, fontweight="bold")
    axes.set_xlim(FIRST_YEAR, 2022.9)
    axes.set_ylim(0, 42000)
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_xticks(range(FIRST_YEAR, 2023, 2))
    axes.tick_params(labelsize=10.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="0.9", linewidth=0.8)
    axes.set_axisbelow(True)

    rows = pd.concat(
        [
            held.assign(series="prisoners", value=held["prisoners"]),
            places.assign(series="places", value=places["places"]),
        ]
    )
    return drawing, rows[["series", "as_of", "stated_by", "value", "qualifier", "source"]]
