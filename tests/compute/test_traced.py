"""Traced: tables that are quick are taken where a function gives the same by them, and only there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tieout.compute import traced
from tieout.compute.define import Kind
from tieout.compute.definition import Definition, Parameter
from tieout.compute.handed import Frames, Handing
from tieout.compute.lineage import Columns, Lineage
from tieout.compute.messages import Run, Trace

DAYS = pd.date_range("2020-01-01", periods=8).astype("datetime64[us]")
EVENTS = pd.DataFrame(
    {"day": DAYS, "key": list("abababab"), "size": [10.0 + n for n in range(8)]}
).astype({"key": "str"})
RATES = pd.DataFrame({"day": DAYS[:2], "key": ["a", "b"], "rate": [2.0, 3.0]}).astype(
    {"key": "str"}
)
USUAL = pd.Series(["a", "b"], dtype="str")


def asof(events: pd.DataFrame, rates: pd.DataFrame) -> float:
    long = pd.concat([events] * 1).merge(pd.DataFrame({"key": ["a", "b", "c"]}), on="key")
    found = pd.merge_asof(long.sort_values("day"), rates, on="day", by="key")
    return float((found["size"] * found["rate"]).sum())


def checked(events: pd.DataFrame, rates: pd.DataFrame) -> float:
    if not rates["key"].equals(USUAL):
        raise ValueError("other rates")
    return float(events["size"].iloc[1] * rates["rate"].iloc[0])


def looked_up(events: pd.DataFrame, rates: pd.DataFrame) -> float:
    storages.append(rates["key"].dtype.storage)
    return float(rates.loc[rates["key"] == "b", "rate"].iloc[0] * events["size"].iloc[2])


storages: list[str] = []


def lineage(function: Callable[..., float]) -> Lineage:
    definition = Definition(
        Kind.STATISTIC, "f", "m", "m.py", 1, (Parameter("events"), Parameter("rates")), "", ""
    )
    held = Frames()
    held["events"], held["rates"] = EVENTS, RATES
    columns = {"events": Columns(("size",), ("key",)), "rates": Columns(("rate",), ("key",))}
    request = Trace(Run(definition, {"events": "events", "rates": "rates"}, {}), columns)
    handing = Handing(definition, held, Path())
    found = traced.lineage(
        lambda tables, given: function(**tables, **given), handing, held, request
    )
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("function", "cells"),
    [
        (
            asof,
            {
                *(("events", n, "size") for n in range(8)),
                ("rates", 0, "rate"),
                ("rates", 1, "rate"),
            },
        ),
        (checked, {("events", 1, "size"), ("rates", 0, "rate")}),
    ],
)
def test_a_function_for_which_text_must_be_of_one_kind_is_asked_with_it(
    function: Callable[..., float], cells: set[tuple[str, int, str]]
) -> None:
    links = lineage(function).links
    assert cells <= {(each.cell.dataset, each.cell.row, each.cell.column) for each in links}


def test_most_runs_are_on_quick_tables() -> None:
    storages.clear()
    found = lineage(looked_up)
    assert {(each.cell.row, each.cell.column) for each in found.links} >= {(1, "rate"), (2, "size")}
    assert storages.count("pyarrow") == 1, "as it was read, to hold the other against"
    assert storages.count("python") >= 8
