"""Draws every figure for people sent to drug detention centres, by year and source."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, number

from tieout import figure

INK, SKY, SLATE = "#15364f", "#a6cbdc", "#77858f"


@figure(
    caption=(
        "People sent to centres, by source. Dark: the state-run centres, by the ministry. Light: "
        "the national centre, which that figure leaves out. Grey: all centres, by an official at "
        "a meeting. The figures of 2017 are minimums, except the last."
    ),
    alt=(
        "Three bars. 2016: about {{< stat treatment.2016.state_centres.ppp2018straining.people >}}. "
        "2017, ministry: more than {{< stat treatment.2017.state_centres.ppp2018straining.people >}} and "
        "more than {{< stat treatment.2017.national_centre.ppp2018straining.people >}}. 2017, official: "
        "{{< stat treatment.2017.centres.ppp2018necessary.people >}}."
    ),
    source="Source: Phnom Penh Post, two reports of 2018.",
    title="People sent to centres",
)
def sent_to_centres(treatment: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """People sent to drug detention centres in 2016 and 2017, as stated."""

    def sent(period: str, measure: str, stated_by: str) -> float:
        return cell(treatment, "people", period=period, measure=measure, stated_by=stated_by)

    first = sent("2016", "state_centres", "ppp2018straining")
    state = sent("2017", "state_centres", "ppp2018straining")
    national = sent("2017", "national_centre", "ppp2018straining")
    official = sent("2017", "centres", "ppp2018necessary")
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 2.4))
    axes.barh(3, first, color=INK, height=0.62)
    axes.text(first + 120, 3, f"about {number(first)}", va="center")
    axes.barh(2, state, color=INK, height=0.62)
    axes.text(state / 2, 2, f"more than {number(state)}", ha="center", va="center", color="white")
    axes.barh(2, national, left=state, color=SKY, height=0.62)
    axes.text(state + national + 120, 2, f"and more than {number(national)}", va="center")
    axes.barh(1, official, color=SLATE, height=0.62)
    axes.text(official + 120, 1, number(official), va="center")
    axes.set_yticks([3, 2, 1], ["2016, ministry", "2017, ministry", "2017, official"])
    axes.set_xlim(0, 14000)
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.grid(visible=False)
    data = pd.DataFrame(
        [
            ("2016", "state centres, ministry", first),
            ("2017", "state centres, ministry", state),
            ("2017", "national centre, ministry", national),
            ("2017", "all centres, official", official),
        ],
        columns=["year", "what", "people"],
    )
    return drawing, data
