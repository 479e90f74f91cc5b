"""Draws every share of prisoners that a source calls pre-trial, or that counts can give."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import per_cent

from tieout import figure

PRINTED, COMPUTED = "#b35900", "#1b3a57"


@figure(
    caption=(
        "Shares of prisoners without a verdict, or without a final one, by date and wording. "
        "Filled dots: recomputed from counts. Squares: printed without counts. The two squares of "
        "April 2020 come from one publisher."
    ),
    alt=(
        "Dot chart of seven shares. Not yet tried, end of 2016: {{< stat pretrial_share_2016 >}}. "
        "No final verdict, end of 2016: {{< stat not_final_share_2016 >}}. Unsentenced in 2018, "
        "UNODC: {{< stat unodc_unsentenced_share_2018 >}}. Pre-trial, November 2018: "
        "{{< stat reported_shares.pretrial.2018-11.kt2019licadho.share decimals=1 >}}. April "
        "2020: {{< stat reported_shares.pretrial.2020-04.amnesty2020.share >}} awaiting trial, "
        "more than {{< stat reported_shares.pretrial.2020-04.amnesty2020footage.share >}} "
        "pre-trial, {{< stat not_convicted_share_2020 >}} not counted as convicted."
    ),
    source=("Sources: Phnom Penh Post, Khmer Times; UNODC; Amnesty International."),
    title="Seven readings of pre-trial detention",
)
def legal_status_shares(
    reported_shares: pd.DataFrame,
    pretrial_share_2016: float,
    not_final_share_2016: float,
    unodc_unsentenced_share_2018: float,
    not_convicted_share_2020: float,
) -> tuple[Figure, pd.DataFrame]:
    """Shares of prisoners called pre-trial, unsentenced or not convicted, by source and date."""

    def printed(as_of: str, stated_by: str) -> float:
        return cell(reported_shares, "share", measure="pretrial", as_of=as_of, stated_by=stated_by)

    rows = pd.DataFrame(
        [
            ("End of 2016: not yet tried", pretrial_share_2016, True, ""),
            ("End of 2016: no final verdict", not_final_share_2016, True, ""),
            ("2018: unsentenced, UNODC", unodc_unsentenced_share_2018, True, ""),
            ("Nov 2018: “pre-trial”", printed("2018-11", "kt2019licadho"), False, ""),
            ("Apr 2020: “awaiting trial”", printed("2020-04", "amnesty2020"), False, ""),
            ("Apr 2020: “pre-trial”", printed("2020-04", "amnesty2020footage"), False, "over "),
            ("Apr 2020: not counted as convicted", not_convicted_share_2020, True, ""),
        ],
        columns=["reading", "share", "computed", "qualifier"],
    )
    drawing, axes = plt.subplots(figsize=(6.3, 3.4))
    for position, row in enumerate(rows.to_dict("records")):
        height = len(rows) - position
        colour = COMPUTED if row["computed"] else PRINTED
        axes.plot([0, row["share"]], [height, height], color="0.85", linewidth=1.5, zorder=1)
        axes.plot(
            row["share"], height, marker="o" if row["computed"] else "s", markersize=8, color=colour
        )
        axes.text(
            row["share"] + 0.025,
            height,
            row["qualifier"] + per_cent(row["share"], 0 if _whole(row["share"]) else 1),
            va="center",
            fontsize=11,
            color=colour,
        )
    axes.set_yticks([len(rows) - position for position in range(len(rows))], list(rows["reading"]))
    axes.set_xlim(0, 1)
    axes.set_ylim(0.4, len(rows) + 0.6)
    axes.xaxis.set_major_formatter(lambda value, _: per_cent(value))
    axes.tick_params(labelsize=10.5)
    axes.grid(visible=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return drawing, rows[["reading", "share", "qualifier"]]


def _whole(share: float) -> bool:
    """Whether a share was printed in whole per cent."""
    return abs(100 * share - round(100 * share)) < 1e-9
