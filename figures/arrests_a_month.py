"""Draws drug arrests in an average month of each published period, both series."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.labels import lettering, number

from tieout import figure

SERIES = {"add": ("police", "#15364f", "-"), "nacd": ("drug authority", "#d69c3a", "--")}
PERIODS = {
    "add": ("2015-11_2016-11", "2017", "2018", "2019", "2020q1", "2020"),
    "nacd": ("2016", "2017", "2018", "2019", "2020-01_2020-05", "2020"),
}
CHOSEN = {"2017": "ppp2018necessary", "2019": "craigslists2020arrests"}
DAYS_A_MONTH = 365.25 / 12


@figure(
    caption=(
        "People arrested for drug offences in an average month of each published period, so that "
        "periods of different length can be compared. In the police series every period since 2018 "
        "is higher than the one before it. The police's first period is taken to run over all the "
        "months its source names."
    ),
    alt=(
        "Step chart of the police series: from the period before the campaign, with "
        "{{< stat drug_arrests.2015-11_2016-11.add.akp2016police.suspects >}} arrests in all, to 2017 with "
        "{{< stat drug_arrests.2017.add.gt2018arrests.suspects >}}, 2018 with "
        "{{< stat drug_arrests.2018.add.kt2020ministry.suspects >}}, 2019 with "
        "{{< stat drug_arrests.2019.add.kt2020ministry.suspects >}}, and the first quarter of 2020 with "
        "{{< stat drug_arrests.2020q1.add.xinhua2020q1.suspects >}}. A dashed line for the drug "
        "authority's series lies close to it."
    ),
    source=(
        "Sources: National Police and National Authority for Combating Drugs, through the press. "
        "Each row of the data names its own."
    ),
    title="Arrests in an average month",
)
# tieout: allow TIE503 because the averages are the figure's own, of the cells it shows
def arrests_a_month(drug_arrests: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """People arrested for drug offences in an average month of each period."""
    rows = drug_arrests.copy()
    chosen = rows["period"].map(CHOSEN)
    keep = (rows["authority"] == "add") | chosen.isna() | (rows["stated_by"] == chosen)
    rows = rows[keep & rows["authority"].isin(SERIES)].copy()
    rows = rows[[p in PERIODS[a] for p, a in zip(rows["period"], rows["authority"], strict=True)]]
    first = pd.to_datetime(rows["first_day"])
    last = pd.to_datetime(rows["last_day"]).fillna(first + pd.Timedelta(days=365))
    months = ((last - first).dt.days + 1) / DAYS_A_MONTH
    rows["first"], rows["last"] = _years(first), _years(last)
    rows["a_month"] = rows["suspects"] / months

    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 3.6))
    for authority, (_, colour, dash) in SERIES.items():
        for row in rows[rows["authority"] == authority].to_dict("records"):
            axes.plot(
                [row["first"], row["last"]],
                [row["a_month"]] * 2,
                color=colour,
                linestyle=dash,
                linewidth=3 if authority == "add" else 2,
                solid_capstyle="butt",
            )
            if authority == "add":
                below = row["period"] == "2020q1"
                axes.annotate(
                    number(row["a_month"]),
                    (row["first"] + (row["last"] - row["first"]) / 2, row["a_month"]),
                    xytext=(0, -5 if below else 5),
                    va="top" if below else "bottom",
                    textcoords="offset points",
                    ha="center",
                    color=colour,
                )
    axes.text(2015.87, 330, "police", color=SERIES["add"][1], weight="bold")
    axes.text(2015.92, 900, "drug authority", color="#8a5a00", weight="bold")
    axes.axvline(2017.00, color="0.6", linewidth=1, linestyle=(0, (2, 2)))
    axes.text(2016.94, 1700, "campaign\nbegins", ha="right", color="0.35")
    axes.set_ylim(0, 2050)
    axes.set_xticks(range(2016, 2022))
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    return drawing, rows[["authority", "period", "stated_by", "suspects", "a_month"]]


def _years(days: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """Days as decimal years."""
    return days.dt.year + (days.dt.dayofyear - 1) / 365
