"""Draws the growth of women and men in prison in the campaign's first year, and women counted since."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import lettering, number, per_cent
from scripts.periods import year_of

from tieout import figure

INK, OCHRE = "#15364f", "#d69c3a"
HALF_A_YEAR = 0.5
LABELS = {"2016-12": (-10, 8), "2019-03": (8, 5), "2020-01": (0, -8)}


@figure(
    caption=(
        "Women in prison. Left: how far the number of women and of men grew in 2017. Right: women "
        "as each source states them; hollow dots are approximations or minimums, and the diamond "
        "covers only the prisons that LICADHO visits."
    ),
    alt=(
        "Two panels. Left: women {{< stat women_rise_2017 format=signed >}}, men "
        "{{< stat men_rise_2017 format=signed >}} in 2017. Right: women in prison rise from "
        "{{< stat women_in_prison.2012-12.licadho2013women.women >}} at the end of 2012 to "
        "{{< stat women_in_prison.2016-12.ppp2017jump.women >}} at the end of 2016 and "
        "{{< stat women_in_prison.2017-12.kt2018third.women >}} at the end of 2017; then nearly "
        "{{< stat women_in_prison.2018.ktcrowding.women >}}, more than "
        "{{< stat women_in_prison.2019-03.cnv2019amnesty.women >}}, and "
        "{{< stat women_in_prison.2020-01.hrw2020.women >}} in the monitored prisons."
    ),
    source="Sources: prison administration through the press; LICADHO; Human Rights Watch.",
    title="Women and men in prison",
)
def women_and_men(
    women_in_prison: pd.DataFrame, women_rise_2017: float, men_rise_2017: float
) -> tuple[Figure, pd.DataFrame]:
    """Growth of women and men in 2017, and women as stated since 2012."""
    lettering()
    drawing, (left, right) = plt.subplots(1, 2, figsize=(6.3, 3.0), width_ratios=(1, 2.4))
    for place, (name, rise, colour) in enumerate(
        (("women", women_rise_2017, OCHRE), ("men", men_rise_2017, INK))
    ):
        left.bar(place, rise, color=colour, width=0.62)
        left.text(place, rise + 0.008, per_cent(rise), ha="center", weight="bold")
        left.text(place, -0.03, name, ha="center", va="top")
    left.set_xticks([])
    left.set_yticks([])
    left.set_ylim(-0.06, 0.44)
    left.grid(visible=False)
    left.spines["bottom"].set_visible(False)
    left.set_title("Growth in 2017")

    rows = women_in_prison.copy()
    rows["year"] = rows["as_of"].map(year_of)
    exact = rows[(rows["scope"] == "national") & (rows["qualifier"].fillna("") == "")]
    right.plot(exact["year"], exact["women"], color=OCHRE, marker="o", markersize=6)
    for row in rows.to_dict("records"):
        whole = row["scope"] == "national"
        firm = row["as_of"] in set(exact["as_of"])
        if not firm:
            right.plot(
                row["year"],
                row["women"],
                marker="o" if whole else "D",
                markersize=6,
                color=OCHRE,
                markerfacecolor="white" if whole else OCHRE,
                linestyle="none",
            )
        label = {"about": "nearly ", "more than": "> "}.get(str(row["qualifier"]), "")
        right.annotate(
            label + number(row["women"]) + ("" if whole else "\n(monitored prisons)"),
            (row["year"], row["women"]),
            xytext=LABELS.get(row["as_of"], (0, 8)),
            textcoords="offset points",
            ha="left" if row["as_of"] == "2019-03" else "center",
            va="bottom" if whole and row["as_of"] != "2019-03" else "top",
        )
    right.set_ylim(0, 3700)
    right.set_xlim(2012, 2021 + HALF_A_YEAR)
    right.yaxis.set_major_formatter(lambda value, _: number(value))
    right.set_title("Women as stated")
    return drawing, rows[["as_of", "stated_by", "women", "scope", "qualifier"]]
