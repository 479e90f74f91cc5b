"""Draws how far recomputed values lie from the published ones."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import lettering, per_cent

from tieout import figure

INK, BRICK, SLATE = "#15364f", "#a8432d", "#77858f"
CLOSE = 0.02


@figure(
    caption=(
        "How far our figure lies from the published one, as a share of the published one. Dark: "
        "within two hundredths, mostly rounding. Red: further. Dates, names and figures that "
        "nothing can be held against are not drawn."
    ),
    alt=(
        "Dot chart around a line of agreement. Far to the left: the increase of people sent to "
        "centres, {{< stat centres_rise >}} where "
        "{{< stat reported_shares.centres_rise.2017.amnesty2020.share >}} was published, and CC1 over "
        "capacity, {{< stat cc1_over_capacity >}} where "
        "{{< stat reported_shares.over_capacity_cc1.2020-05.cambodiaexpats2020.share >}} was. To the "
        "right: the rise of cases in early 2020 and arrests in the police series. The others lie "
        "close to the line."
    ),
    source="Each published value has its source in the annex on figures that do not reproduce.",
    title="Published and recomputed",
)
# tieout: allow TIE503 because the distances are the figure's own, of the values it takes
def published_and_recomputed(  # noqa: PLR0913, PLR0917 - a parameter for each number
    centres_rise: float,
    cc1_over_capacity: float,
    visit_steps_sum: float,
    arrests_add_sum: float,
    arrests_nacd_sum: float,
    arrests_footnote_periods: float,
    cases_nacd_rise_2020: float,
    arrests_nacd_change_2019: float,
    prison_population_rise_exact: float,
    prison_population_rise_2016: float,
    not_convicted_share_2020: float,
    drug_share_2020: float,
    drug_share_2017: float,
    drug_share_2021: float,
    cc1_occupancy: float,
    treatment_sites: float,
    published_figures: pd.DataFrame,
) -> tuple[Figure, pd.DataFrame]:
    """Relative distance of recomputed values from the published ones."""
    pairs = {
        "Sent to centres, increase": (centres_rise, "rise256"),
        "CC1, over capacity": (cc1_over_capacity, "over500"),
        "Prison visit, payments": (visit_steps_sum, "visit"),
        "Drug share, 2021": (drug_share_2021, "share58"),
        "Prison population, rise": (prison_population_rise_exact, "rise78"),
        "Not convicted, April 2020": (not_convicted_share_2020, "pretrial72"),
        "Treatment sites": (treatment_sites, "sites"),
        "Arrests, four periods": (arrests_footnote_periods, "arrests_parts"),
        "Drug share, April 2020": (drug_share_2020, "ok569"),
        "CC1, of capacity": (cc1_occupancy, "cc1of"),
        "Drug share, December 2017": (drug_share_2017, "cut517"),
        "Prison population, rise 2016": (prison_population_rise_2016, "rise228"),
        "Arrests, police series": (arrests_add_sum, "arrests"),
        "Arrests, drug authority": (arrests_nacd_sum, "arrests"),
        "Arrests 2019 on 2018": (arrests_nacd_change_2019, "rise2454"),
        "Cases, early 2020": (cases_nacd_rise_2020, "cases26"),
    }
    printed = {row["id"]: row for row in published_figures.to_dict("records")}
    rows = []
    for name, (value, key) in pairs.items():
        figure_row = printed[key]
        digits = "".join(
            c for c in _figure_word(str(figure_row["published"])) if c in "0123456789."
        )
        published = float(digits.strip("."))
        ours = 100 * value if figure_row["shown_as"] == "percent" else value
        rows.append((name, published, ours, ours / published - 1))
    data = pd.DataFrame(rows, columns=["figure", "published", "recomputed", "distance"])
    data = data.sort_values("distance").reset_index(drop=True)

    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 4.6))
    for place, row in enumerate(data.to_dict("records")):
        colour = INK if abs(row["distance"]) <= CLOSE else BRICK
        axes.plot([0, row["distance"]], [-place, -place], color="0.8", linewidth=1.5, zorder=1)
        axes.plot(row["distance"], -place, marker="o", markersize=7, color=colour)
        size = per_cent(abs(row["distance"]), 1)
        sign = "" if size == per_cent(0, 1) else "+" if row["distance"] > 0 else "\N{MINUS SIGN}"
        right = row["distance"] >= 0
        axes.annotate(
            sign + size,
            (row["distance"], -place),
            xytext=(9 if right else -9, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            color=colour,
        )
    axes.axvline(0, color=SLATE, linewidth=1)
    axes.set_yticks([-place for place in range(len(data))], list(data["figure"]))
    axes.set_xlim(-0.56, 0.56)
    axes.set_xticks([-0.4, -0.2, 0, 0.2, 0.4])
    axes.xaxis.set_major_formatter(
        lambda value, _: "as published" if abs(value) < 1e-9 else per_cent(value)
    )
    axes.grid(visible=False)
    return drawing, data


def _figure_word(printed: str) -> str:
    """The word of a printed text that holds the figure: the first that has a digit."""
    return next(word for word in printed.split() if any(c.isdigit() for c in word))
