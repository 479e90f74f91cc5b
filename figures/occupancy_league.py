"""Draws occupancy as bars: the whole system under each stated capacity, and four prisons."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import number, per_cent

from tieout import figure

# A single prison: its key in both tables, and who states its population and its capacity.
ONE_PRISONS = {
    "CC2, women and minors": ("cc2", "2020", "vod2020baby", "nikkei2020asian"),
    "CC1, men": ("cc1", "2020-01", "amnesty2020", "amnesty2020"),
    "Kratie, January 2021": ("kratie", "2021-01", "cne2021kratie", "cne2021kratie"),
    "PJ prison": ("pj", "2020-01", "ppp2020preysar", "ppp2020preysar"),
}
WHOLE_SYSTEM, ONE_PRISON = "#8fa9bf", "#1b3a57"


@figure(
    caption=(
        "Prisoners for every hundred places. Light bars: the whole system in April 2020, under "
        "each capacity stated since 2017. Dark bars: single prisons. The line marks a full prison."
    ),
    alt=(
        "Horizontal bars. CC2 {{< stat cc2_occupancy >}}, CC1 {{< stat cc1_occupancy >}}, the "
        "whole system between {{< stat national_occupancy_spokesman >}} and "
        "{{< stat national_occupancy_lowest >}} according to the capacity used, Kratie "
        "{{< stat kratie_occupancy >}}, the PJ prison {{< stat pj_occupancy >}}."
    ),
    source=(
        "Sources: Khmer Times, Phnom Penh Post, Radio Free Asia and other press; UNODC; Amnesty International."
    ),
    title="Occupancy under each stated capacity",
)
def occupancy_league(
    prison_population: pd.DataFrame, capacity: pd.DataFrame, single_prisons: pd.DataFrame
) -> tuple[Figure, pd.DataFrame]:
    """Occupancy of the whole system under each stated capacity, and of four prisons."""
    held = cell(prison_population, "prisoners", as_of="2020-04", stated_by="kt2020justice")
    national = capacity[(capacity["place"] == "national") & (capacity["as_of"] >= "2017")]
    system = [
        (
            _label(row["places"], row["qualifier"]),
            held / row["places"],
            True,
        )
        for row in national.to_dict("records")
    ]
    bars = pd.DataFrame(
        [
            (bar, _of_one(single_prisons, capacity, *keys), False)
            for bar, keys in ONE_PRISONS.items()
        ]
        + system,
        columns=["bar", "occupancy", "whole_system"],
    ).sort_values("occupancy")

    drawing, axes = plt.subplots(figsize=(6.3, 4.2))
    colours = [WHOLE_SYSTEM if whole else ONE_PRISON for whole in bars["whole_system"]]
    axes.barh(bars["bar"], bars["occupancy"], color=colours, height=0.72)
    for position, value in enumerate(bars["occupancy"]):
        axes.text(value + 0.06, position, per_cent(value), va="center", fontsize=11)
    axes.axvline(1, color="black", linewidth=1)
    axes.text(1.04, -0.95, "full", fontsize=11, va="center")
    axes.set_xlim(0, float(bars["occupancy"].max()) * 1.12)
    axes.set_ylim(-1.4, len(bars) - 0.5)
    axes.xaxis.set_major_formatter(lambda value, _: per_cent(value))
    axes.tick_params(labelsize=10.5)
    axes.grid(visible=False)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return drawing, bars.iloc[::-1][["bar", "occupancy"]]


def _label(places: float, qualifier: object) -> str:
    """A bar's name: the stated capacity with the precision its source gives."""
    precision = f"{qualifier} " if isinstance(qualifier, str) and qualifier else ""
    return f"All prisons, {precision}{number(places)} places"


def _of_one(
    single_prisons: pd.DataFrame, capacity: pd.DataFrame, place: str, as_of: str, *by: str
) -> float:
    """Prisoners of one prison for each of its stated places."""
    held = cell(single_prisons, "prisoners", place=place, as_of=as_of, stated_by=by[0])
    return held / cell(capacity, "places", place=place, as_of=as_of, stated_by=by[1])
