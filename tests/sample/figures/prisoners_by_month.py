"""Prisoners by month: a line that rises."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from tieout import figure


@figure(
    caption="Prisoners by month, up {{< stat prison_rise >}}.{{< source prison_rise >}}",
    alt="A line that rises by {{< stat prison_rise >}} from 2016 to 2020.",
)
def prisoners_by_month(prisoners: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """All prisoners, by month."""
    everybody = prisoners[prisoners["sex"] == "all"]
    drawn = Figure(figsize=(6.3, 3))
    axes = drawn.subplots()
    axes.plot(everybody["as_of"], everybody["prisoners"], marker="o")
    axes.set_ylim(0)
    return drawn, everybody[["as_of", "prisoners"]]
