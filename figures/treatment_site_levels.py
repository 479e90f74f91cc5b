"""Draws the sites of community-based drug treatment by level of the health system."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.figure import Figure
from scripts.cells import cell
from scripts.labels import lettering, number

from tieout import figure

LEVELS = {
    "national": "national hospitals",
    "provincial": "provincial referral hospitals",
    "district": "district referral hospitals",
    "commune": "commune health centres",
}


@figure(
    caption=(
        "Sites of community-based drug treatment in September 2019, by level. Nearly all were "
        "existing health facilities that were given the task."
    ),
    alt=(
        "Four bars: {{< stat facilities.cbdt_national.2019-09.amnesty2020.count >}} national "
        "hospitals, {{< stat facilities.cbdt_provincial.2019-09.amnesty2020.count >}} provincial and "
        "{{< stat facilities.cbdt_district.2019-09.amnesty2020.count >}} district referral hospitals, "
        "{{< stat facilities.cbdt_commune.2019-09.amnesty2020.count >}} commune health centres."
    ),
    source="Source: Amnesty International.",
    title="Treatment sites by level",
)
def treatment_site_levels(
    facilities: pd.DataFrame, treatment_sites: float
) -> tuple[Figure, pd.DataFrame]:
    """Treatment sites by level of the health system."""
    rows = [
        (name, cell(facilities, "count", kind=f"cbdt_{level}")) for level, name in LEVELS.items()
    ]
    lettering()
    drawing, axes = plt.subplots(figsize=(6.3, 2.1))
    for place, (_, sites) in enumerate(rows):
        axes.barh(-place, sites, color="#15364f", height=0.62)
        axes.text(sites + 4, -place, number(sites), va="center", weight="bold")
    axes.set_yticks([-place for place in range(len(rows))], [name for name, _ in rows])
    axes.set_xlim(0, treatment_sites)
    axes.set_xticks([])
    axes.grid(visible=False)
    axes.spines["bottom"].set_visible(False)
    return drawing, pd.DataFrame(rows, columns=["level", "sites"])
