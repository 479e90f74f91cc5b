"""Traced: a function's lineage by the datasets in memory and by those in their files, put together."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from tieout.compute import changes, observe
from tieout.compute.define import Kind
from tieout.compute.handed import Handing, Held
from tieout.compute.lineage import Cell, Columns, Lineage
from tieout.compute.messages import Trace
from tieout.compute.trial import Answer, Parts, Trial, UnfitError
from tieout.compute.views import View
from tieout.number import Value

if TYPE_CHECKING:
    import pandas as pd


def lineage(
    function: Answer, handing: Handing, held: Mapping[str, Held], request: Trace
) -> Lineage:
    """What moves the outcome of a function that is handed these tables and views."""
    traced = _Traced(handing, held, request)
    kind = request.run.definition.kind
    if kind is Kind.STATISTIC:
        return traced.by(function, observe.number, observe.NUMBER)
    if kind is Kind.TABLE:
        from tieout.compute import results

        return traced.by(function, results.parts, observe.SHOWN)
    return _of_figure(traced, function)


def _of_figure(traced: _Traced, function: Answer) -> Lineage:
    """As sketches tell, in a fraction of the time; by its marks where there is more to a figure than they note."""
    from tieout.compute import marks, sketch, style

    style.apply()
    with contextlib.suppress(UnfitError):
        sketched = sketch.sketched(function)
        found = traced.by(sketched, sketch.of_figure, observe.SHOWN)
        if not traced.others_move(function, marks.of_figure, found) or traced.others_move(
            sketched, sketch.of_figure, found
        ):
            return found
    return traced.by(function, marks.of_figure, observe.SHOWN)


@dataclass(frozen=True, slots=True)
class _Traced:
    """What a function is given while it is asked what moves its outcome."""

    handing: Handing
    held: Mapping[str, Held]
    request: Trace

    def by(
        self, function: Answer, parts: Callable[[object], Parts], budget: observe.Budget
    ) -> Lineage:
        """What moves these parts of its outcome."""
        views = {name: each for name, each in self.held.items() if isinstance(each, View)}
        frames, columns = self._in_memory()
        statistics = self.request.run.values
        answer = self._given(function, views)
        if not views:
            return observe.observe(answer, frames, columns, statistics, parts, budget)
        from tieout.compute.sweep import Sweep

        on_views = self._given(function, frames)
        trial = Trial(on_views, cast("Mapping[str, pd.DataFrame]", views), statistics, parts)
        of_views = {name: each for name, each in self.request.columns.items() if name in views}
        sweep = Sweep(trial, views, of_views, self.handing.database, budget)
        # Each run over the tables in memory reads the files as well.
        fewer = dataclasses.replace(budget, runs=sweep.limit)
        if frames or statistics:
            found = observe.observe(answer, frames, columns, statistics, parts, fewer)
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

    def others_move(
        self, function: Answer, parts: Callable[[object], Parts], found: Lineage
    ) -> bool:
        """Whether a large change of everything in memory that a lineage does not name moves the outcome."""
        views = {name: each for name, each in self.held.items() if isinstance(each, View)}
        frames, columns = self._in_memory()
        statistics = self.request.run.values
        trial = Trial(self._given(function, views), frames, statistics, parts)
        cells = {link.cell for link in found.links}
        wholes = {(whole.dataset, whole.column) for whole in found.wholes}
        others = [
            cell
            for dataset, of in columns.items()
            for column in of.values
            if (dataset, column) not in wholes
            for row in range(len(frames[dataset]))
            if (cell := Cell(dataset, row, column)) not in cells
        ]
        moved = {
            name: value if name in found.statistics else 2 * value + 1
            for name, value in statistics.items()
        }
        return trial.run(changes.applied(frames, others, changes.double), moved) != trial.base

    def _in_memory(self) -> tuple[dict[str, pd.DataFrame], dict[str, Columns]]:
        """The tables in memory, and what of their columns may be changed."""
        frames = {name: each for name, each in self.held.items() if not isinstance(each, View)}
        return frames, {name: of for name, of in self.request.columns.items() if name in frames}

    def _given(self, function: Answer, others: Mapping[str, Held]) -> Answer:
        """The function of the tables that are changed, with the others as they are."""

        def answer(tables: Mapping[str, pd.DataFrame], values: Mapping[str, Value]) -> object:
            return function(self.handing.given({**others, **tables}), values)

        return answer
