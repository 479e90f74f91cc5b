"""Worker: the process that imports and runs an author's scripts, so that nothing they do harms the build.

Started as `python -m tieout.compute.worker FD ROOT`; takes requests and gives replies over the socket FD.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tieout import catalogue
from tieout.compute.define import Kind, mark_of
from tieout.compute.definition import Definition, Parameter
from tieout.compute.messages import (
    Collect,
    Collected,
    Drawing,
    Failed,
    Grid,
    Hold,
    Reply,
    Request,
    Result,
    Run,
)
from tieout.findings import Finding, Place
from tieout.number import Value, as_value

if TYPE_CHECKING:
    import pandas as pd


class Worker:
    """Answers requests; holds the tables and the functions between them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.functions: dict[str, Callable[..., object]] = {}
        self.modules: set[str] = set()
        self.frames: dict[str, pd.DataFrame] = {}

    def answer(self, request: Request) -> Reply:
        """One reply to one request; whatever a script raises becomes findings."""
        os.chdir(self.root)
        if isinstance(request, Collect):
            return self._collect(request)
        if isinstance(request, Hold):
            from tieout.compute.frames import frame_of

            self.frames[request.table.dataset.name] = frame_of(request.table)
            return None
        return self._run(request)

    def _collect(self, request: Collect) -> Reply:
        found: list[Finding] = []
        definitions: list[Definition] = []
        for name, path in request.modules:
            try:
                module = importlib.import_module(name)
            except BaseException as error:  # also SystemExit: it is the script's doing
                if isinstance(error, KeyboardInterrupt):
                    raise
                found.append(self._import_fault(error, name, path))
                continue
            definitions += self._marked(module, path)
        return Failed(tuple(found)) if found else Collected(tuple(definitions))

    def _marked(self, module: ModuleType, path: str) -> list[Definition]:
        made = []
        for name, thing in vars(module).items():
            mark = mark_of(thing)
            if mark is None or getattr(thing, "__module__", None) != module.__name__:
                continue
            function = inspect.unwrap(thing)
            lines, start = inspect.getsourcelines(function)
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
            result = function(**frames, **request.values)
            return _result(result, definition)
        except KeyboardInterrupt:
            raise
        except _WrongResultError as error:
            return Failed((error.finding,))
        except BaseException as error:  # also SystemExit: it is the script's doing
            return Failed((self._run_fault(error, definition, request),))

    def _function(self, definition: Definition) -> Callable[..., object] | Failed:
        key = f"{definition.module}:{definition.name}"
        if key not in self.functions:
            reply = self._collect(Collect(((definition.module, definition.path),)))
            if isinstance(reply, Failed):
                return reply
        return self.functions[key]

    def _import_fault(self, error: BaseException, name: str, path: str) -> Finding:
        place = self._place(error) or Place(path, 1)
        remedy = "Mend the script."
        if isinstance(error, SyntaxError) and error.filename:
            place = Place(self._relative(error.filename), error.lineno or 1, error.offset or 0)
            message = f"cannot be imported: {type(error).__name__}: {error.msg}"
            return Finding(catalogue.SCRIPT_ERROR, place, message, remedy)
        if isinstance(error, ModuleNotFoundError) and error.name:
            folder = name.partition(".")[0]
            if (self.root / folder / f"{error.name}.py").is_file():
                remedy = f"Write 'from {folder} import {error.name}': imports start at the project."
            else:
                remedy = f"Install '{error.name}', or correct the import."
        message = f"cannot be imported: {_said(error)}"
        return Finding(catalogue.SCRIPT_ERROR, place, message, remedy, self._frames(error))

    def _run_fault(self, error: BaseException, definition: Definition, request: Run) -> Finding:
        place = self._place(error) or definition.place
        remedy = "Mend the function."
        message = f"{definition.kind} '{definition.name}' raised {_said(error)}"
        if isinstance(error, ZeroDivisionError):
            remedy = "Say what the number is to be when there is nothing to divide by."
        elif isinstance(error, KeyError) and request.datasets:
            taken = ", ".join(request.datasets.values())
            remedy = f"Look at the columns and keys of {taken}: this one is not there."
        return Finding(catalogue.STATISTIC_RAISED, place, message, remedy, self._frames(error))

    def _place(self, error: BaseException) -> Place | None:
        """The author's innermost line on the way to the error."""
        own = [frame for frame in traceback.extract_tb(error.__traceback__) if self._owns(frame)]
        if not own:
            return None
        return Place(self._relative(own[-1].filename), own[-1].lineno or 0)

    def _frames(self, error: BaseException) -> tuple[str, ...]:
        """The traceback, cut to the author's frames."""
        lines = []
        for frame in traceback.extract_tb(error.__traceback__):
            if self._owns(frame):
                path = self._relative(frame.filename)
                lines.append(f"{path}:{frame.lineno} in {frame.name}: {frame.line}")
        return tuple(lines)

    def _owns(self, frame: traceback.FrameSummary) -> bool:
        path = Path(frame.filename)
        if not path.is_absolute() or not path.is_relative_to(self.root):
            return False
        inside = path.relative_to(self.root).parts
        return not any(part.startswith(".") or part == "site-packages" for part in inside) and (
            inside[0] != "src" or inside[1:2] != ("tieout",)
        )

    def _relative(self, filename: str) -> str:
        path = Path(filename)
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else filename
        )


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
            return _drawing(*results.figure(result))
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


def _drawing(svg: str, width: float, height: float, csv: str) -> Drawing:
    return Drawing(svg, width, height, csv)


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
        text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", "")
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


def _said(error: BaseException) -> str:
    text = " ".join(str(error).split())
    name = type(error).__name__
    return f"{name}: {text}" if text else name


def main() -> None:
    """Answer requests until the build closes the connection."""
    descriptor, root = int(sys.argv[1]), Path(sys.argv[2])
    # What scripts print goes to the terminal's error stream: standard output is for results.
    os.dup2(2, 1)
    sys.path.insert(0, str(root))
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
