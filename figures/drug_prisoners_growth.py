"""Draws prisoners on drug charges and on other charges, December 2017 and April 2020."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import number, per_cent

from tieout import figure

DRUG, OTHER = "#1b3a57", "#c9d4de"


@figure(
    caption=(
        "Prisoners on drug charges and on other charges. Of the growth between the two dates, "
        "{{< stat drug_share_of_growth >}} was held on drug charges. No count of prisoners on "
        "drug charges was found for 2016."
    ),
    alt=(
        "Two stacked bars. December 2017: "
        "{{< stat drug_prisoners.2017-12.held.xinhua2018prisons.prisoners >}} on drug charges and "
        "{{< stat other_prisoners_2017 >}} others. April 2020: "
        "{{< stat drug_prisoners.2020-04.held.amnesty2020.prisoners >}} on drug charges and "
        "{{< stat other_prisoners_2020 >}} others."
    ),
    source=("Sources: Xinhua for 2017; Khmer Times and Amnesty International for 2020."),
    title="Prisoners on drug charges",
)
def drug_prisoners_growth(
    drug_prisoners: pd.DataFrame,
    other_prisoners_2017: float,
    other_prisoners_2020: float,
    drug_share_2017: float,
    drug_share_2020: float,
) -> tuple[Figure, pd.DataFrame]:
    """Prisoners on drug charges and on other charges at the two dates with counts."""
    held_2017 = cell(drug_prisoners, "prisoners", as_of="2017-12", measure="held")
    held_2020 = cell(drug_prisoners, "prisoners", as_of="2020-04", measure="held")
    rows = pd.DataFrame(
        [
            ("December 2017", held_2017, other_prisoners_2017, drug_share_2017),
            ("April 2020", held_2020, other_prisoners_2020, drug_share_2020),
        ],
        columns=["date", "drug_charges", "other_charges", "drug_share"],
    )
    drawing, axes = plt.subplots(figsize=(6.3, 2.5))
    for position, row in enumerate(rows.to_dict("records")):
        height, drug, other = len(rows) - position, row["drug_charges"], row["other_charges"]
        axes.barh(height, drug, color=DRUG, height=0.66)
        axes.barh(height, other, left=drug, color=OTHER, height=0.66)
        axes.text(
            drug / 2,
            height,
            f"{number(drug)} on drug charges\n({per_cent(row['drug_share'], 1)})",
            ha="center",
            va="center",
            color="white",
            fontsize=11,
        )
        axes.text(
            drug + other / 2,
            height,
            f"{number(other)} others",
            ha="center",
            va="center",
            fontsize=11,
        )
    axes.set_yticks([len(rows) - position for position in range(len(rows))], list(rows["date"]))
    axes.set_xlim(0, 40000)
    axes.set_xticks(range(0, 40001, 10000))
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.tick_params(labelsize=10.5)
    axes.grid(visible=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return drawing, rows
