"""Draws children in prison with their mothers over time, with the coverage of each count."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import lettering, number
from scripts.periods import year_of

from tieout import figure

INK = "#15364f"
WIDE = 18
SHIFT = {"2015": (10, -12), "2015-12": (9, -4), "2014-11": (-4, 8), "2015-01": (8, 10)}


@figure(
    caption=(
        "Children in prison with their mothers on a date, in the prisons that LICADHO visits. "
        "Filled dots: counts stated for all of those prisons. Hollow: another or an unstated "
        "coverage. The published rise runs from the low point after the pardons of 2015."
    ),
    alt=(
        "Line chart. {{< stat children_in_prison.2012-05.children.licadho2012children.people >}} "
        "children in May 2012, {{< stat children_in_prison.2015-01.children.rfa2015pardon.people >}} "
        "in January 2015, {{< stat children_in_prison.2015-12.children.amnesty2020.people >}} at the "
        "end of 2015 after pardons, {{< stat children_in_prison.2018-06.children.amnesty2020.people >}} "
        "in mid-2018, {{< stat children_in_prison.2019-04.children.kt2019licadho.people >}} in April "
        "2019 and {{< stat children_in_prison.2020-01.children.hrw2020.people >}} in January 2020."
    ),
    source="Sources: LICADHO, directly and through the press; Amnesty International.",
    title="Children in prison with their mothers",
)
def children_over_time(children_in_prison: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Children in prison with their mothers, by date and coverage."""
    rows = children_in_prison[
        (children_in_prison["measure"] == "children") & (children_in_prison["as_of"] != "undated")
    ].copy()
    rows["year"] = rows["as_of"].map(year_of)
    rows = rows.sort_values("year")
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 3.4))
    series = rows[rows["prisons"] == WIDE]
    axes.plot(series["year"], series["people"], color=INK, linewidth=1.6, zorder=1)
    for row in rows.to_dict("records"):
        wide = row["prisons"] == WIDE
        axes.plot(
            row["year"],
            row["people"],
            marker="o",
            markersize=7,
            color=INK,
            markerfacecolor=INK if wide else "white",
            linestyle="none",
        )
        note = "" if wide else ("\n13 prisons" if row["prisons"] == 13 else "")
        axes.annotate(
            number(row["people"]) + note,
            (row["year"], row["people"]),
            xytext=SHIFT.get(row["as_of"], (0, 8)),
            textcoords="offset points",
            ha="center" if row["as_of"] not in ("2015", "2015-12", "2015-01") else "left",
            va="bottom" if row["as_of"] != "2015" else "top",
        )
    axes.axvline(2017, color="0.6", linewidth=1, linestyle=(0, (2, 2)))
    axes.text(2016.9, 150, "campaign\nbegins", ha="right", va="top", color="0.35")
    axes.set_ylim(0, 160)
    axes.set_xlim(2012, 2020.7)
    return drawing, rows[["as_of", "stated_by", "people", "prisons"]]
