"""Draws the share on drug charges for women, for everyone and, by subtraction, for men."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, per_cent

from tieout import figure

INK, OCHRE, SLATE = "#15364f", "#d69c3a", "#77858f"


@figure(
    caption=(
        "Share held on drug charges. Square: printed without counts. Dot: recomputed from counts. "
        "Diamond: what is left for men if the printed share holds, between the fewest and the most "
        "women that a source states for a time since 2017; the mark is wider than the range."
    ),
    alt=(
        "Dot chart. Women, printed: "
        "{{< stat reported_shares.women_on_drug_charges.2020.amnesty2020.share >}}. All prisoners: "
        "{{< stat drug_share_2020 >}}. Men, implied: {{< stat men_drug_share_low >}} to "
        "{{< stat men_drug_share_high >}}."
    ),
    source="Sources: Amnesty International; Khmer Times; prison administration through the press.",
    title="Shares on drug charges, women and men",
)
def women_implied_shares(
    reported_shares: pd.DataFrame,
    drug_share_2020: float,
    men_drug_share_low: float,
    men_drug_share_high: float,
) -> tuple[Figure, pd.DataFrame]:
    """Share on drug charges: women as printed, everyone, and men by subtraction."""
    women = cell(reported_shares, "share", measure="women_on_drug_charges", stated_by="amnesty2020")
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 2.2))
    axes.plot(women, 3, marker="s", markersize=8, color=OCHRE)
    axes.text(women + 0.015, 3, f"{per_cent(women)}, no counts", va="center")
    axes.plot(drug_share_2020, 2, marker="o", markersize=9, color=INK)
    axes.text(drug_share_2020 + 0.015, 2, per_cent(drug_share_2020, 1), va="center")
    axes.plot(
        [men_drug_share_low, men_drug_share_high],
        [1, 1],
        color=SLATE,
        linewidth=9,
        solid_capstyle="butt",
    )
    middle = (men_drug_share_low + men_drug_share_high) / 2
    axes.plot(middle, 1, marker="D", markersize=7, color=SLATE)
    between = f"{per_cent(men_drug_share_low, 1)} to {per_cent(men_drug_share_high, 1)}, implied"
    axes.text(men_drug_share_high + 0.015, 1, between, va="center")
    axes.set_yticks([3, 2, 1], ["women", "all prisoners", "men"])
    axes.set_ylim(0.4, 3.6)
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: per_cent(value))
    axes.grid(visible=False)
    data = pd.DataFrame(
        [
            ("women, printed", women, women),
            ("all", drug_share_2020, drug_share_2020),
            ("men, implied", men_drug_share_low, men_drug_share_high),
        ],
        columns=["group", "low", "high"],
    )
    return drawing, data
