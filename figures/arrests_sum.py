"""Draws what three ways of adding arrests give, against the published sum."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, number

from tieout import figure

YEARS = ("2017", "2018", "2019", "2020q1")
NAMES = {
    "2017": "2017",
    "2018": "2018",
    "2019": "2019",
    "2019h1": "Jan to Jun 2019",
    "2020q1": "Q1",
}
COLOURS = ("#15364f", "#77858f", "#a6cbdc", "#d69c3a")
INK_ON = ("white", "white", "black", "black")


@figure(
    caption=(
        "Three sums of arrests from January 2017 to March 2020, and the published one (line). The "
        "first two cover the whole time. The third covers only the periods of the four documents "
        "that the published sum names, and leaves out the second half of 2019."
    ),
    alt=(
        "Three stacked bars. Police: {{< stat arrests_add_sum >}}. Drug authority: more than "
        "{{< stat arrests_nacd_sum >}}. The four periods named in the footnote: more than "
        "{{< stat arrests_footnote_periods >}}. A line marks the published "
        "{{< stat drug_arrests.2017-01_2020-03.nacd.amnesty2020.suspects >}}, at the end of the "
        "third bar."
    ),
    source="Sources: police and drug authority through the press; Amnesty International.",
    title="Sums of arrests",
)
def arrests_sum(drug_arrests: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """The parts of three sums of arrests, with the published sum."""
    relayed = {
        "2017": "ppp2018necessary",
        "2018": "ppp2018police",
        "2019": "craigslists2020arrests",
        "2019h1": "ppp2019report",
        "2020q1": "amnesty2020",
    }

    def police(period: str) -> float:
        return cell(drug_arrests, "suspects", period=period, authority="add")

    def authority(period: str) -> float:
        return cell(drug_arrests, "suspects", period=period, stated_by=relayed[period])

    sums = {
        "Police": [(NAMES[period], police(period)) for period in YEARS],
        "Drug authority": [(NAMES[period], authority(period)) for period in YEARS],
        "Four periods named": [
            (NAMES[period], authority(period)) for period in ("2017", "2018", "2019h1", "2020q1")
        ],
    }
    published = cell(drug_arrests, "suspects", period="2017-01_2020-03")
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 2.7))
    for place, parts in enumerate(sums.values()):
        left = 0.0
        for (name, people), colour, ink in zip(parts, COLOURS, INK_ON, strict=True):
            axes.barh(-place, people, left=left, color=colour, edgecolor="white", linewidth=1)
            label = f"{name}\n{number(people)}"
            axes.text(left + people / 2, -place, label, ha="center", va="center", color=ink)
            left += people
        axes.text(left + 500, -place, number(left), va="center", weight="bold")
    axes.axvline(published, color="#a8432d", linewidth=1.6)
    axes.text(published - 500, 0.62, f"published: {number(published)}", color="#a8432d", ha="right")
    axes.set_yticks([0, -1, -2], list(sums))
    axes.set_xlim(0, 68000)
    axes.set_ylim(-2.5, 0.95)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.grid(visible=False)
    rows = [(bar, name, people) for bar, parts in sums.items() for name, people in parts]
    return drawing, pd.DataFrame(rows, columns=["sum", "period", "people"])
