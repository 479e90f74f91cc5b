"""Draws drug users on the authority's list against people arrested in the year."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, number
from scripts.periods import year_of

from tieout import figure

INK, OCHRE = "#15364f", "#d69c3a"


@figure(
    caption=(
        "Drug users on the authority's list (line; hollow: as other reports give them) and people "
        "arrested for drug offences in each year (bars, police series). The list hardly changed; "
        "the two do not count the same people."
    ),
    alt=(
        "Bars of arrests: {{< stat drug_arrests.2017.add.gt2018arrests.suspects >}} in 2017, "
        "{{< stat drug_arrests.2018.add.kt2020ministry.suspects >}} in 2018, "
        "{{< stat drug_arrests.2019.add.kt2020ministry.suspects >}} in 2019. Line of registered "
        "users: {{< stat registered_users.2016-12.amnesty2020.users >}} at the end of 2016, "
        "{{< stat registered_users.2017-12.amnesty2020.users >}} at the end of 2017, about "
        "{{< stat registered_users.2018-12.amnesty2020.users >}} at the end of 2018, "
        "{{< stat registered_users.2019-11.amnesty2020.users >}} in November 2019."
    ),
    source="Sources: National Authority for Combating Drugs, through Amnesty International and the "
    "press; National Police, through the press.",
    title="Registered users and arrests",
)
def users_and_arrests(
    registered_users: pd.DataFrame, drug_arrests: pd.DataFrame
) -> tuple[Figure, pd.DataFrame]:
    """Registered drug users by date, and arrests by year."""
    users = registered_users.copy()
    users["year"] = users["as_of"].map(year_of)
    listed = users[users["stated_by"] == "amnesty2020"].sort_values("year")
    others = users[users["stated_by"] != "amnesty2020"]
    arrests = [
        (int(year), cell(drug_arrests, "suspects", period=year, authority="add"))
        for year in ("2017", "2018", "2019")
    ]
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 3.3))
    for year, people in arrests:
        axes.bar(year + 0.5, people, width=0.8, color="#a6cbdc")
        label = f"{number(people)}\narrested\nin {year}"
        axes.text(year + 0.5, 900, label, ha="center", va="bottom", color=INK)
    axes.plot(listed["year"], listed["users"], color=INK, marker="o", markersize=6)
    axes.plot(
        others["year"],
        others["users"],
        linestyle="none",
        marker="o",
        markersize=6,
        color=INK,
        markerfacecolor="white",
    )
    for row in listed.to_dict("records"):
        about = "about " if row["qualifier"] == "about" else ""
        axes.annotate(
            about + number(row["users"]),
            (row["year"], row["users"]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            color=INK,
            weight="bold",
        )
    for row in others.to_dict("records"):
        axes.annotate(
            number(row["users"]),
            (row["year"], row["users"]),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    axes.text(2016.05, 23900, "users on the list", color=INK, weight="bold")
    axes.set_xlim(2016, 2020.2)
    axes.set_ylim(0, 26000)
    axes.set_xticks([2016, 2017, 2018, 2019, 2020])
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    return drawing, users[["as_of", "stated_by", "users", "qualifier"]]
