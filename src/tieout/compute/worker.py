"""Worker: the process that imports and runs an author's scripts, so that nothing they do harms the build.

Started as `python -m tieout.compute.worker FD NOTES SECONDS ROOT MODULES`; takes requests and gives replies over
the socket FD, a first one when it is ready; until it is asked anything it imports the modules. What runs longer
than so many seconds is ended, and where it was is left in the file NOTES.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tieout import catalogue
from tieout.compute import fresh, limits, traced, weigh
from tieout.compute import parts as named
from tieout.compute.clock import Clock
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.faults import Tracer, said
from tieout.compute.handed import Handing, Held
from tieout.compute.hush import hush
from tieout.compute.lineage import Lineage
from tieout.compute.marked import marked
from tieout.compute.messages import (
    Collect,
    Collected,
    Failed,
    Hold,
    Reply,
    Request,
    Run,
    Trace,
    Weigh,
    is_delicate,
)
from tieout.compute.pristine import Pristine
from tieout.compute.reads import Reads
from tieout.compute.returned import WrongResultError, result_of
from tieout.compute.settings import Settings, undraw, unseed
from tieout.compute.settled import Settled
from tieout.compute.trial import Answer
from tieout.data import duck
from tieout.data.table import Table
from tieout.findings import Finding, Place
from tieout.number import Value

if TYPE_CHECKING:
    import pandas as pd

_SOON = 0.05  # seconds; what follows later is another burst of requests


class Worker:
    """Answers requests; holds the tables and the functions between them."""

    def __init__(self, root: Path, clock: Clock) -> None:
        self.root = root
        self.clock = clock
        self.settings = Settings(root)
        self.functions: dict[str, Callable[..., object]] = {}
        self.frames: dict[str, Held] = {}
        self.reads = Reads(root)
        self.tracer = Tracer(root)
        self.spill = root / ".tieout" / "large"
        self.careful = False  # the project holds confidential data
        self.settled = Settled()
        self.pristine = Pristine(root)

    def answer(self, request: Request) -> Reply:
        """One reply to one request; whatever a script raises becomes findings."""
        os.chdir(self.root)
        if is_delicate(request):
            hush()
        if isinstance(request, Collect):
            return self._collect(request)
        if isinstance(request, Hold):
            self.clock.rest()  # no run: it may take any time
            return self._hold(request.table)
        if isinstance(request, Trace | Weigh):
            return self._observed(request)
        return self._run(request)

    def _hold(self, table: Table) -> Reply:
        from tieout.compute.frames import frame_of
        from tieout.data.large import LargeTable

        if isinstance(table, LargeTable):
            from tieout.compute.views import View

            self.frames[table.dataset.name] = View.of(table)
            return None
        try:
            self.frames[table.dataset.name] = frame_of(table)
        except (ValueError, OverflowError) as error:
            why = type(error).__name__ if table.dataset.guarded else said(error)
            message = f"dataset '{table.dataset.name}' cannot be handed to scripts: {why}"
            remedy = "Declare the column as text, or correct the cell."
            place = Place(table.dataset.path)
            return Failed((Finding(catalogue.WRONG_TYPE, place, message, remedy),))
        except MemoryError:
            place = Place(table.dataset.path)
            return Failed((limits.too_large("dataset", table.dataset.name, place),))
        return None

    def _collect(self, request: Collect) -> Reply:
        found: list[Finding] = []
        definitions: list[Definition] = []
        changed: list[tuple[str, str]] = []
        self.careful = self.careful or request.withheld
        for name, path in request.modules:
            try:
                with self.clock.running(), self.reads.watched():
                    module = importlib.import_module(name)
            except BaseException as error:  # also SystemExit: it is the script's doing
                found.append(self.tracer.import_fault(error, name, path, withheld=self.careful))
                continue
            if self.reads.found:
                place = Place(path, 1)
                found.append(self.reads.finding("module", name, place, withheld=self.careful))
            changed += ((path, setting) for setting in self.settings.restore())
            for definition, function in marked(module, path):
                definitions.append(definition)
                self.functions[f"{module.__name__}:{definition.name}"] = function
        self.pristine.renew()
        if found:
            return Failed(tuple(found))
        return Collected(tuple(definitions), tuple(changed))

    def _run(self, request: Run) -> Reply:
        definition = request.definition
        function = self._function(request)
        if isinstance(function, Failed):
            return function
        # Copy on write: whatever a function does to its table, the next one gets it as it was.
        frames = {
            name: self.frames[dataset].copy(deep=False)
            for name, dataset in request.datasets.items()
        }
        try:
            unseed()
            undraw()
            if definition.kind is Kind.FIGURE:
                from tieout.compute import style

                style.apply()
            self.settings.restore()
            with Handing(definition, frames, self.spill) as handing:
                given = handing.given(frames)
                self.clock.begin()
                with self.pristine.kept(definition.module), self.reads.watched():
                    result = function(**given, **request.values, **request.edition)
            if self.reads.found:
                kind, name, place = str(definition.kind), definition.name, definition.place
                withheld = request.withheld or request.careful
                return Failed((self.reads.finding(kind, name, place, withheld=withheld),))
            # A figure is drawn now: what its formatters do is the script's doing, too.
            self.clock.begin()
            return result_of(result, definition, withheld=request.withheld)
        except WrongResultError as error:
            return Failed((error.finding,))
        except BaseException as error:  # also SystemExit: it is the script's doing
            datasets = tuple(request.datasets.values())
            fault = self.tracer.run_fault(error, definition, datasets, withheld=request.withheld)
            return Failed((fault,))

    def _observed(self, request: Trace | Weigh) -> Reply:
        """What running a function again and again shows; our own faults must not quote its data either."""
        try:
            return self._trace(request) if isinstance(request, Trace) else self._weigh(request)
        except Exception as error:
            if not request.run.withheld:
                raise
            fault = self.tracer.run_fault(error, request.run.definition, (), withheld=True)
            return Failed((fault,))

    def _trace(self, request: Trace) -> Reply:
        found = self._traced(request)
        if traced.stayed():  # what scripts keep of a run is none of theirs: they are imported anew
            self.functions.clear()
            fresh.forget(self.root)
            self.pristine.renew()
            found = self._traced(request, sketches=False) if found is None else found
        return found

    def _traced(self, request: Trace, *, sketches: bool = True) -> Lineage | Failed | None:
        function = self._function(request.run)
        if isinstance(function, Failed):
            return function
        undraw()
        self.settled.freeze()
        unseed()
        definition = request.run.definition
        frames = {name: self.frames[each] for name, each in request.run.datasets.items()}
        with Handing(definition, frames, self.spill) as handing:
            again = self._again(function, request.run)
            return traced.lineage(again, handing, frames, request, sketches=sketches)

    def _again(self, function: Callable[..., object], run: Run) -> Answer:
        """The function to be run on changed inputs, each time as if it were the first."""

        def answer(tables: Mapping[str, pd.DataFrame], values: Mapping[str, Value]) -> object:
            self.settings.restore()
            # What a function says of inputs that nobody has is no news.
            warnings.simplefilter("ignore")
            self.clock.begin()
            with self.pristine.kept(run.definition.module):
                return function(**tables, **values, **run.edition)

        return answer

    def _weigh(self, request: Weigh) -> Reply:
        function = self._function(request.run)
        if isinstance(function, Failed):
            return function
        undraw()
        kind = request.run.definition.kind
        if kind is Kind.FIGURE:
            from tieout.compute import style

            style.apply()
        self.settled.freeze()
        unseed()
        parts = {Kind.STATISTIC: named.number, Kind.TABLE: named.cells, Kind.FIGURE: named.marks}
        frames = {name: self.frames[each] for name, each in request.run.datasets.items()}
        with Handing(request.run.definition, frames, self.spill) as handing:
            return weigh.Scales(
                handing.before(self._again(function, request.run)),
                cast("Mapping[str, pd.DataFrame]", frames),
                request.secrets,
                request.run.values,
                parts[kind],
                request.limits.runs,
                request.limits.minimum,
                marks=kind is Kind.FIGURE,
            ).weights()

    def _function(self, run: Run) -> Callable[..., object] | Failed:
        definition = run.definition
        key = f"{definition.module}:{definition.name}"
        if key not in self.functions:
            reply = self._collect(Collect(((definition.module, definition.path),), run.careful))
            if isinstance(reply, Failed):
                return reply
        return self.functions[key]


def main() -> None:
    """Answer requests until the build closes the connection."""
    descriptor, notes, seconds = map(int, sys.argv[1:4])
    root, own = Path(sys.argv[4]), os.getpid()
    # A user's Ctrl-C is for the build, which ends us; a script's own is none.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What scripts print goes to the terminal's error stream: standard output is for results.
    os.dup2(2, 1)
    # A process that a script starts would keep the build waiting for a reply of ours.
    os.set_inheritable(descriptor, False)
    sys.path.insert(0, str(root))
    fresh.install(root)
    duck.seal_once_imported()
    worker = Worker(root, Clock(notes, seconds))
    with Connection(descriptor) as connection:
        # Half a second, while the build that started us reads its data.
        importlib.import_module("pandas")
        with suppress(OSError):  # the build has ended already
            connection.send(None)
        os.chdir(root)
        for name in sys.argv[5:]:
            if not connection.poll():
                with suppress(Exception):  # whoever needs it says what is wrong with it
                    importlib.import_module(name)
        while True:
            try:
                if not connection.poll(_SOON):
                    worker.clock.rest()
                request = connection.recv()
            except (EOFError, OSError):
                return
            reply = worker.answer(request)
            if os.getpid() != own:
                os._exit(0)  # a copy of us, which a script made and forgot: it has nothing to say
            if not isinstance(reply, Value | Lineage):
                worker.clock.rest()  # what is large waits for a build that is slow to take it
            connection.send(reply)


if __name__ == "__main__":
    main()
