"""Water: how often cholera killed in the houses of each supply."""

from __future__ import annotations

import pandas as pd

from tieout import statistic

HOUSES = 10_000


def deaths_per_house(supplies: pd.DataFrame, supplier: str) -> float:
    """Deaths in the houses of one supply, divided by its houses."""
    rows = supplies.set_index("supplier")
    return float(rows["deaths"][supplier] / rows["houses"][supplier])


@statistic(
    unit="plain",
    decimals=0,
    title="Deaths in each 10,000 houses, Lambeth",
    published="37",
    published_in="snow1855",
    published_at="p. 86",
    note="The quotient is 37.5; Snow left the fraction off instead of rounding.",
)
def lambeth_deaths_per_10000_houses(supplies: pd.DataFrame) -> float:
    """Deaths from cholera in each 10,000 houses that the Lambeth Company supplied.

    Deaths divided by houses, times 10,000.
    """
    return deaths_per_house(supplies, "lambeth") * HOUSES


@statistic(unit="multiple", title="Death rate of Southwark and Vauxhall against Lambeth")
def southwark_against_lambeth(supplies: pd.DataFrame) -> float:
    """How many times as often death came to a house of Southwark and Vauxhall as to one of Lambeth.

    Deaths by house of the one company, divided by deaths by house of the other.
    """
    return deaths_per_house(supplies, "southwark") / deaths_per_house(supplies, "lambeth")
