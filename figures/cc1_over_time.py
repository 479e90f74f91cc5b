"""Draws prisoners in CC1 and its stated capacity, 2017 to 2020."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import lettering, number
from scripts.periods import year_of

from tieout import figure

INK, BRICK = "#15364f", "#a8432d"


@figure(
    caption=(
        "CC1 at Prey Sar: prisoners (dots) and places as stated (squares). Where a source gives a "
        "range of places both ends are drawn. Sources of 2018 and 2019 say Prey Sar and may mean "
        "more than this one prison."
    ),
    alt=(
        "Prisoners in CC1: more than {{< stat single_prisons.cc1.2017-10.ppp2017preysar.prisoners >}} "
        "in October 2017, {{< stat single_prisons.cc1.2018-12.ppp2018slow.prisoners >}} in December "
        "2018, {{< stat single_prisons.cc1.2020-01.ppp2020preysar.prisoners >}} in January 2020. "
        "Stated places stay between {{< stat capacity.cc1.2017-10.ppp2017preysar.places >}} and "
        "{{< stat capacity.cc1.2020-01.amnesty2020.places >}}."
    ),
    source="Sources: Phnom Penh Post; Khmer Times; Amnesty International.",
    title="CC1: prisoners and places",
)
def cc1_over_time(
    single_prisons: pd.DataFrame, capacity: pd.DataFrame
) -> tuple[Figure, pd.DataFrame]:
    """Prisoners and stated places of CC1 over time."""
    held = single_prisons[single_prisons["place"] == "cc1"].copy()
    held = held[held["stated_by"] != "amnesty2020"]
    held["year"] = held["as_of"].map(year_of)
    places = capacity[capacity["place"] == "cc1"].copy()
    places["year"] = places["as_of"].map(year_of)
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 3.0))
    held = held.sort_values("year")
    axes.plot(held["year"], held["prisoners"], color=INK, marker="o", markersize=7)
    for row in held.to_dict("records"):
        more = "> " if row["qualifier"] == "more than" else ""
        axes.annotate(
            more + number(row["prisoners"]),
            (row["year"], row["prisoners"]),
            xytext=(0, 9),
            textcoords="offset points",
            ha="center",
            color=INK,
            weight="bold",
        )
    for row in places.to_dict("records"):
        upper = row["places_to"] if pd.notna(row["places_to"]) else row["places"]
        axes.plot([row["year"]] * 2, [row["places"], upper], color=BRICK, linewidth=2)
        axes.plot([row["year"]] * 2, [row["places"], upper], "s", color=BRICK, markersize=5)
    axes.text(2017.05, 6200, "prisoners", color=INK, weight="bold")
    axes.text(2017.05, 2350, "places, as stated", color=BRICK, weight="bold")
    axes.set_ylim(0, 10800)
    axes.set_xlim(2016.9, 2020.4)
    axes.set_xticks([2017, 2018, 2019, 2020])
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    rows = pd.concat(
        [
            held.assign(series="prisoners", value=held["prisoners"]),
            places.assign(series="places", value=places["places"]),
        ]
    )
    return drawing, rows[["series", "as_of", "stated_by", "value", "qualifier"]]
