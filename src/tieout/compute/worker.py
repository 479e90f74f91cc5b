"""Worker: the process that imports and runs an author's scripts, so that nothing they do harms the build.

Started as `python -m tieout.compute.worker FD ROOT`; takes requests and gives replies over the socket FD.
"""

from __future__ import annotations

import gc
import importlib
import inspect
import os
import sys
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

from tieout import catalogue
from tieout.compute import fresh, observe, traced
from tieout.compute.define import Kind, mark_of
from tieout.compute.definition import Definition, Parameter
from tieout.compute.faults import Tracer, said
from tieout.compute.handed import Handing, Held, annotation_text
from tieout.compute.messages import (
    Collect,
    Collected,
    Failed,
    Grid,
    Hold,
    Reply,
    Request,
    Result,
    Run,
    Trace,
)
from tieout.compute.reads import Reads
from tieout.compute.trial import Parts
from tieout.data.table import Table
from tieout.findings import Finding, Place
from tieout.number import Value, as_value


class Worker:
    """Answers requests; holds the tables and the functions between them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.functions: dict[str, Callable[..., object]] = {}
        self.modules: set[str] = set()
        self.frames: dict[str, Held] = {}
        self.reads = Reads(root)
        self.tracer = Tracer(root)
        self.spill = root / ".tieout" / "large"

    def answer(self, request: Request) -> Reply:
        """One reply to one request; whatever a script raises becomes findings."""
        os.chdir(self.root)
        if isinstance(request, Collect):
            return self._collect(request)
        if isinstance(request, Hold):
            return self._hold(request.table)
        if isinstance(request, Trace):
            return self._trace(request)
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
            message = f"dataset '{table.dataset.name}' cannot be handed to scripts: {said(error)}"
            remedy = "Declare the column as text, or correct the cell."
            place = Place(table.dataset.path)
            return Failed((Finding(catalogue.WRONG_TYPE, place, message, remedy),))
        return None

    def _collect(self, request: Collect) -> Reply:
        found: list[Finding] = []
        definitions: list[Definition] = []
        for name, path in request.modules:
            try:
                with self.reads.watched():
                    module = importlib.import_module(name)
            except BaseException as error:  # also SystemExit: it is the script's doing
                if isinstance(error, KeyboardInterrupt):
                    raise
                found.append(self.tracer.import_fault(error, name, path))
                continue
            if self.reads.found:
                found.append(self._undeclared("module", name, Place(path, 1)))
            definitions += self._marked(module, path)
        return Failed(tuple(found)) if found else Collected(tuple(definitions))

    def _marked(self, module: ModuleType, path: str) -> list[Definition]:
        made = []
        for name, thing in vars(module).items():
            mark = mark_of(thing)
            if mark is None or getattr(thing, "__module__", None) != module.__name__:
                continue
            function = inspect.unwrap(thing)
            try:
                lines, start = inspect.getsourcelines(function)
            except (OSError, TypeError):
                lines, start = [], 1  # made without a `def`; collect says that it has no docstring
            offset = next(
                (n for n, text in enumerate(lines) if text.lstrip().startswith(("def ", "async "))),
                0,
            )
            made.append(
                Definition(
                    kind=mark.kind,
                    name=name,
                    module=module.__name__,
                    path=path,
                    line=start + offset,
                    parameters=_parameters(function),
                    doc=inspect.getdoc(function) or "",
                    source="".join(lines),
                    options=_plain_options(mark.options),
                )
            )
            self.functions[f"{module.__name__}:{name}"] = thing
        return made

    def _run(self, request: Run) -> Reply:
        definition = request.definition
        function = self._function(definition)
        if isinstance(function, Failed):
            return function
        # Copy on write: whatever a function does to its table, the next one gets it as it was.
        frames = {
            name: self.frames[dataset].copy(deep=False)
            for name, dataset in request.datasets.items()
        }
        try:
            if definition.kind is Kind.FIGURE:
                from tieout.compute import style

                style.apply()
            with Handing(definition, frames, self.spill) as handing:
                given = handing.given(frames)
                with self.reads.watched():
                    result = function(**given, **request.values)
            if self.reads.found:
                place = definition.place
                return Failed((self._undeclared(definition.kind, definition.name, place),))
            return _result(result, definition)
        except KeyboardInterrupt:
            raise
        except _WrongResultError as error:
            return Failed((error.finding,))
        except BaseException as error:  # also SystemExit: it is the script's doing
            return Failed(
                (self.tracer.run_fault(error, definition, tuple(request.datasets.values())),)
            )

    def _undeclared(self, kind: str, name: str, place: Place) -> Finding:
        names = ", ".join(self.reads.found)
        message = f"{kind} '{name}' reads {names}, which tieout does not watch"
        remedy = "Describe the file in the data package and take the dataset as a parameter."
        return Finding(catalogue.UNDECLARED_READ, place, message, remedy)

    def _trace(self, request: Trace) -> Reply:
        function = self._function(request.run.definition)
        if isinstance(function, Failed):
            return function
        frames = {name: self.frames[each] for name, each in request.run.datasets.items()}
        parts, budget = _parts(request.run.definition.kind)
        # What is loaded stays loaded: a collection need not look through pandas at every hundredth run.
        gc.freeze()
        with Handing(request.run.definition, frames, self.spill) as handing:
            return traced.lineage(function, handing, frames, request, parts, budget)

    def _function(self, definition: Definition) -> Callable[..., object] | Failed:
        key = f"{definition.module}:{definition.name}"
        if key not in self.functions:
            reply = self._collect(Collect(((definition.module, definition.path),)))
            if isinstance(reply, Failed):
                return reply
        return self.functions[key]


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


class _WrongResultError(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


def _result(result: object, definition: Definition) -> Result:
    if definition.kind is Kind.STATISTIC:
        return _value(result, definition)
    from tieout.compute import results

    try:
        if definition.kind is Kind.FIGURE:
            return results.figure(result)
        return Grid(*results.grid(result))
    except TypeError as error:
        message = f"{definition.kind} '{definition.name}' returned {error}"
        wanted = (
            "a matplotlib Figure, or a Figure and a DataFrame"
            if definition.kind is Kind.FIGURE
            else "a pandas DataFrame"
        )
        finding = Finding(catalogue.WRONG_RESULT, definition.place, message, f"Return {wanted}.")
        raise _WrongResultError(finding) from None


def _value(result: object, definition: Definition) -> Value:
    try:
        return as_value(result)
    except ValueError as error:
        message = f"statistic '{definition.name}' is {error}, not a finite number"
        remedy = "Look for a missing cell or a division by zero among what it reads."
        rule = catalogue.NOT_A_NUMBER
    except TypeError as error:
        message = f"statistic '{definition.name}' returned {error}, not a number"
        remedy = "Return one int, float, Decimal, Fraction or NumPy scalar."
        if str(error) in {"pandas.Series", "numpy.ndarray", "pandas.DataFrame"}:
            remedy = "Return one number: take it out with .item() or .loc[row, column]."
        rule = catalogue.WRONG_RESULT
    raise _WrongResultError(Finding(rule, definition.place, message, remedy))


def _parameters(function: Callable[..., object]) -> tuple[Parameter, ...]:
    made = []
    for parameter in inspect.signature(function).parameters.values():
        annotation = parameter.annotation
        text = annotation_text(annotation, getattr(function, "__globals__", {}))
        if parameter.kind in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}:
            made.append(Parameter(f"*{parameter.name}"))
        elif parameter.default is parameter.empty:
            made.append(Parameter(parameter.name, "" if annotation is parameter.empty else text))
    return tuple(made)


def _plain_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """The decorator's arguments as plain data; anything else is kept as its text and found wrong later."""

    def plain(value: Any) -> Any:
        if isinstance(value, str | int | float | bool) or value is None:
            return value
        if isinstance(value, Mapping):
            return {str(key): plain(each) for key, each in value.items()}
        return repr(value)

    return {key: plain(value) for key, value in options.items()}


def main() -> None:
    """Answer requests until the build closes the connection."""
    descriptor, root = int(sys.argv[1]), Path(sys.argv[2])
    # What scripts print goes to the terminal's error stream: standard output is for results.
    os.dup2(2, 1)
    sys.path.insert(0, str(root))
    fresh.install(root)
    worker = Worker(root)
    with Connection(descriptor) as connection:
        while True:
            try:
                request = connection.recv()
            except (EOFError, OSError):
                return
            connection.send(worker.answer(request))


if __name__ == "__main__":
    main()
