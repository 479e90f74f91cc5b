"""Columns of slopes: pandas computes with them what it computes with numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tieout.compute.lineage import Cell
from tieout.compute.slope import Slope
from tieout.compute.sloped import SlopeArray

TABLE = pd.DataFrame(
    {
        "place": [f"p{n % 4}" for n in range(12)],
        "year": [str(2000 + n // 4) for n in range(12)],
        "people": [100.0 + 7 * n * n for n in range(12)],
    }
)
WAYS: dict[str, Callable[[pd.DataFrame], Any]] = {
    "sum": lambda t: t["people"].sum(),
    "mean of a year": lambda t: t[t["year"] == "2001"]["people"].mean(),
    "extremes": lambda t: t["people"].max() / t["people"].min(),
    "median": lambda t: t["people"].median(),
    "look-up by index": lambda t: t.set_index("place")["people"]["p1"].sum() / t["people"].sum(),
    "groups": lambda t: t.groupby("year")["people"].sum().max(),
    "mean of groups": lambda t: t.groupby("year")["people"].mean()["2001"],
    "pivot": lambda t: t.pivot(index="place", columns="year", values="people").loc["p1", "2002"],
    "loc": lambda t: t.loc[(t["place"] == "p1") & (t["year"] == "2001"), "people"].iloc[0],
    "condition": lambda t: t[t["people"] > 200]["people"].sum(),
    "query": lambda t: t.query("people > 200")["people"].sum(),
    "sorted": lambda t: t.sort_values("people")["people"].iloc[-1],
    "column by number": lambda t: (t["people"] * 2 - 1).sum(),
    "column by column": lambda t: (t["people"] / t["people"].sum()).iloc[3],
    "logarithm": lambda t: np.log(t["people"].iloc[3]),
    "roots": lambda t: np.sqrt(t["people"].dropna()).sum(),
    "Python's sum": lambda t: sum(t["people"]),
    "merge": lambda t: t.merge(t, on="place")["people_x"].sum(),
    "differences": lambda t: t["people"].diff().iloc[4],
    "change": lambda t: t["people"].pct_change().iloc[4],
    "shift": lambda t: t["people"].shift(1).iloc[3],
    "weighted": lambda t: np.average(t["people"], weights=t["people"]),
    "array": lambda t: t["people"].to_numpy().mean(),
    "rows": lambda t: sum(row.people for row in t.itertuples()),
    "records": lambda t: t.to_dict("records")[3]["people"],
    "where": lambda t: t["people"].where(t["people"] > 150).sum(),
    "fillna": lambda t: t["people"].fillna(0).sum(),
    "frame": lambda t: t[["people"]].sum().iloc[0],
    "agg": lambda t: t.agg({"people": "sum"}).iloc[0],
    "concat": lambda t: pd.concat([t, t])["people"].sum(),
}


def sloped(table: pd.DataFrame) -> pd.DataFrame:
    cells = [
        value if pd.isna(value) else Slope(value, cell=Cell("t", row, "people"))
        for row, value in enumerate(table["people"].to_list())
    ]
    return table.assign(people=SlopeArray(cells))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("missing", [None, 9])
def test_the_number_is_the_same_and_its_slopes_are_true(way: str, missing: int | None) -> None:
    table = TABLE if missing is None else TABLE.assign(people=TABLE["people"].drop(missing))
    function = WAYS[way]
    value = function(table)
    if pd.isna(value):
        return  # no number, no slope
    outcome = function(sloped(table))
    assert outcome.value == pytest.approx(value)
    found = outcome.by_cell()
    for row in range(12):
        changed = table.copy()
        changed.loc[row, "people"] += 1e-4
        step = (function(changed) - value) / 1e-4
        assert found.get(Cell("t", row, "people"), 0.0) == pytest.approx(step, abs=1e-3)


@pytest.mark.parametrize(
    "way",
    [
        lambda t: t["people"].astype("int64").sum(),
        lambda t: t["people"].to_numpy(dtype="float64").sum(),
        lambda t: t["people"].std(),
        lambda t: t.nlargest(3, "people"),
        lambda t: t["people"].sum(min_count=99),
        lambda t: t["people"].unique(),
    ],
)
def test_what_is_not_computed_with_slopes_raises(way: Callable[[pd.DataFrame], Any]) -> None:
    with pytest.raises((TypeError, NotImplementedError)):
        way(sloped(TABLE))
