"""Traced: a function's lineage by the datasets in memory and by those in their files, put together."""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from tieout.compute import changes, finder, observe
from tieout.compute.applied import applied
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
    function: Answer,
    handing: Handing,
    held: Mapping[str, Held],
    request: Trace,
    *,
    sketches: bool = True,
) -> Lineage | None:
    """What moves the outcome of a function that is handed these tables and views.

    None where its script kept what was put instead of a figure: it has to be imported anew, and asked without
    `sketches`.
    """
    traced = _Traced(handing, held, request)
    kind = request.run.definition.kind
    if kind is Kind.STATISTIC:
        return traced.by(function, observe.number, finder.NUMBER)
    if kind is Kind.TABLE:
        from tieout.compute import results

        return traced.by(function, results.parts, finder.SHOWN)
    from tieout.compute import marks, style

    style.apply()
    if sketches and not traced.views:
        from tieout.compute import sketch

        with contextlib.suppress(UnfitError):
            sketched = traced.by_sketches(function)
            if sketched is not None:
                return sketched
        if sketch.stayed():
            return None
    return traced.by(function, marks.of_figure, finder.SHOWN)


@dataclass(frozen=True)
class _Traced:
    """What a function is given while it is asked what moves its outcome."""

    handing: Handing
    held: Mapping[str, Held]
    request: Trace

    @cached_property
    def views(self) -> dict[str, View]:
        """What stays in its file."""
        return {name: each for name, each in self.held.items() if isinstance(each, View)}

    def by(
        self, function: Answer, parts: Callable[[object], Parts], budget: finder.Budget
    ) -> Lineage:
        """What moves these parts of its outcome."""
        frames, columns = self._in_memory()
        if not self.views:
            return observe.of(self._trial(function, parts), columns, budget)
        from tieout.compute.sweep import Sweep

        statistics = self.request.run.values
        on_views = self._given(function, frames)
        trial = Trial(on_views, cast("Mapping[str, pd.DataFrame]", self.views), statistics, parts)
        of_views = {n: each for n, each in self.request.columns.items() if n in self.views}
        sweep = Sweep(trial, self.views, of_views, self.handing.database, budget)
        # Each run over the tables in memory reads the files as well.
        fewer = dataclasses.replace(budget, runs=sweep.limit)
        if frames or statistics:
            answer = self._given(function, self.views)
            found = observe.observe(answer, frames, columns, statistics, parts, fewer)
        else:
            found = Lineage((), (), {}, 0, steady=trial.is_steady())
        sweep.run()
        links = {link.cell: link for link in found.links} | sweep.links
        return dataclasses.replace(
            found,
            links=tuple(links[cell] for cell in sorted(links)),
            wholes=(*found.wholes, *sweep.wholes.values()),
            runs=found.runs + trial.runs,
        )

    def by_sketches(self, function: Answer) -> Lineage | None:
        """What sketches of a figure say, in a fraction of the time; None where its marks might say more.

        Raises:
            UnfitError: the function does what no sketch answers to.
        """
        from tieout.compute import marks, sketch

        sketched = sketch.sketched(function)
        trial = self._trial(sketched, sketch.of_figure)
        if trial.base is None:
            return None
        found = observe.of(trial, self._in_memory()[1], finder.SHOWN)
        if not found.steady or sketch.stayed():
            return None
        real = self._trial(function, marks.of_figure)
        return found if real.base is not None and self._agree(trial, real, found) else None

    def _agree(self, sketch: Trial, real: Trial, found: Lineage) -> bool:
        """Whether neither moves when everything changes that a lineage does not name."""
        values, selectors = self._others(found)
        frames = applied(sketch.frames, (values, changes.scramble), (selectors, changes.swap))
        if sketch.run(frames) != sketch.base:  # as when what was below a limit is above it now
            frames = applied(sketch.frames, (values, changes.double))
        named = {*found.statistics, *found.swaying}
        statistics = {
            name: value if name in named else 2 * value + 1
            for name, value in sketch.statistics.items()
        }
        if sketch.run(frames) != sketch.base or real.run(frames) != real.base:
            return False
        # What moves only by more than was asked for does so whichever way it is asked.
        moved = statistics != sketch.statistics and sketch.run(statistics=statistics) == sketch.base
        return not moved or real.run(statistics=statistics) == real.base

    def _others(self, found: Lineage) -> tuple[list[Cell], list[Cell]]:
        """The cells that a lineage does not name: values, and what only selects."""
        frames, columns = self._in_memory()
        cells = {link.cell for link in found.links}
        wholes = {(whole.dataset, whole.column) for whole in found.wholes}

        def others(named: Callable[[Columns], Iterable[str]]) -> list[Cell]:
            return [
                cell
                for dataset, of in columns.items()
                for column in named(of)
                if (dataset, column) not in wholes
                for row in range(len(frames[dataset]))
                if (cell := Cell(dataset, row, column)) not in cells
            ]

        return others(lambda of: of.values), others(lambda of: of.selectors)

    def _trial(self, function: Answer, parts: Callable[[object], Parts]) -> Trial:
        """The function of tables in memory."""
        frames, _ = self._in_memory()
        before = None if self.request.value is None else (self.request.value,)
        given = self._given(function, {})
        return Trial(given, frames, self.request.run.values, parts, before)

    def _in_memory(self) -> tuple[dict[str, pd.DataFrame], dict[str, Columns]]:
        """The tables in memory, and what of their columns may be changed."""
        frames = {name: each for name, each in self.held.items() if not isinstance(each, View)}
        return frames, {name: of for name, of in self.request.columns.items() if name in frames}

    def _given(self, function: Answer, others: Mapping[str, Held]) -> Answer:
        """The function of the tables that are changed, with the others as they are."""

        def answer(tables: Mapping[str, pd.DataFrame], values: Mapping[str, Value]) -> object:
            return function(self.handing.given({**others, **tables}), values)

        return answer


def stayed() -> bool:
    """Whether a script kept what was put instead of a figure."""
    sketch = sys.modules.get("tieout.compute.sketch")
    return sketch is not None and bool(sketch.stayed())
