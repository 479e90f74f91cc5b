"""Traced: a function's lineage by the datasets in memory and by those in their files, put together."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, cast

from tieout.compute import observe
from tieout.compute.define import Kind
from tieout.compute.handed import Handing, Held
from tieout.compute.lineage import Lineage
from tieout.compute.messages import Trace
from tieout.compute.trial import Answer, Parts, Trial
from tieout.compute.views import View
from tieout.number import Value

if TYPE_CHECKING:
    import pandas as pd


def lineage(
    function: Answer,
    handing: Handing,
    held: Mapping[str, Held],
    request: Trace,
) -> Lineage:
    """What moves the outcome of a function that is handed these tables and views."""
    parts, budget = _parts(request.run.definition.kind)
    views = {name: each for name, each in held.items() if isinstance(each, View)}
    frames = {name: each for name, each in held.items() if not isinstance(each, View)}

    def answer(tables: Mapping[str, pd.DataFrame], values: Mapping[str, Value]) -> object:
        return function(handing.given({**views, **tables}), values)

    of_frames = {name: each for name, each in request.columns.items() if name in frames}
    statistics = request.run.values
    if not views:
        return observe.observe(answer, frames, of_frames, statistics, parts, budget)
    from tieout.compute.sweep import Sweep

    def answer_views(changed: Mapping[str, pd.DataFrame], values: Mapping[str, Value]) -> object:
        return function(handing.given({**frames, **changed}), values)

    trial = Trial(answer_views, cast("Mapping[str, pd.DataFrame]", views), statistics, parts)
    of_views = {name: each for name, each in request.columns.items() if name in views}
    sweep = Sweep(trial, views, of_views, handing.database, budget)
    # Each run over the tables in memory reads the files as well.
    fewer = dataclasses.replace(budget, runs=sweep.limit)
    if frames or statistics:
        found = observe.observe(answer, frames, of_frames, statistics, parts, fewer)
    else:
        found = Lineage((), (), {}, 0, steady=trial.run() == trial.base)
    sweep.run()
    links = {link.cell: link for link in found.links} | sweep.links
    return dataclasses.replace(
        found,
        links=tuple(links[cell] for cell in sorted(links)),
        wholes=(*found.wholes, *sweep.wholes.values()),
        runs=found.runs + trial.runs,
    )


def _parts(kind: Kind) -> tuple[Callable[[object], Parts], observe.Budget]:
    """What can be told apart in what a kind of function returns, and how often it may be run for it."""
    if kind is Kind.STATISTIC:
        return observe.number, observe.NUMBER
    if kind is Kind.TABLE:
        from tieout.compute import results

        return results.parts, observe.SHOWN
    from tieout.compute import marks, style

    style.apply()
    return marks.of_figure, observe.SHOWN
