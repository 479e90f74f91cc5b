"""Faults: what went wrong in an author's script, at the author's line, the traceback cut to their frames."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.compute import kinds, limits
from tieout.compute.definition import Definition
from tieout.compute.hush import tell
from tieout.findings import Finding, Place

_ASK = "Mend the script; 'tieout build --show-confidential' shows the message on your own terminal."
_FRAMES = 5  # of a long traceback, shown from each end
_EXTRAS = {"duckdb": "duckdb", "dask": "dask", "distributed": "dask"}


@dataclass(frozen=True, slots=True)
class Tracer:
    """Knows which frames of a traceback are the author's: those of the project's own files."""

    root: Path

    def import_fault(
        self, error: BaseException, name: str, path: str, *, withheld: bool = False
    ) -> Finding:
        """What importing a script ran into; its words are withheld where they may quote confidential data."""
        place = self._place(error) or Place(path, 1)
        remedy = "Mend the script."
        if withheld and not self._is_of_source(error):
            message = f"cannot be imported: {_kept_back(error)}"
            return Finding(catalogue.SCRIPT_ERROR, place, message, _ASK, self._frames(error))
        if isinstance(error, SyntaxError) and error.filename:
            place = Place(self._relative(error.filename), error.lineno or 1, error.offset or 0)
            message = f"cannot be imported: {type(error).__name__}: {error.msg}"
            return Finding(catalogue.SCRIPT_ERROR, place, message, remedy)
        if isinstance(error, ModuleNotFoundError) and error.name:
            folder = name.partition(".")[0]
            if (self.root / folder / f"{error.name}.py").is_file():
                remedy = f"Write 'from {folder} import {error.name}': imports start at the project."
            elif error.name.partition(".")[0] in _EXTRAS:
                return self._missing(error.name, place)
            else:
                remedy = f"Install '{error.name}', or correct the import."
        message = f"cannot be imported: {said(error)}"
        return Finding(catalogue.SCRIPT_ERROR, place, message, remedy, self._frames(error))

    def _is_of_source(self, error: BaseException) -> bool:
        """Whether an error's words are of a script's own text: no data are in it."""
        if not isinstance(error, SyntaxError) or not error.filename:
            return False
        path = Path(error.filename)
        return path.suffix == ".py" and path.is_absolute() and path.is_relative_to(self.root)

    def _missing(self, module: str, place: Place) -> Finding:
        """A package that a script asks a dataset to be handed over by."""
        package = module.partition(".")[0]
        remedy = f'Install it with: pip install "tieout[{_EXTRAS[package]}]"'
        message = f"needs {package}, which is not installed"
        return Finding(catalogue.MISSING_EXTRA, place, message, remedy)

    def run_fault(
        self,
        error: BaseException,
        definition: Definition,
        datasets: tuple[str, ...],
        *,
        withheld: bool = False,
    ) -> Finding:
        """What running a function ran into; its words are withheld where they may quote confidential data."""
        place = self._place(error) or definition.place
        if isinstance(error, MemoryError):
            kind, name = str(definition.kind), definition.name
            return limits.too_large(kind, name, place, self._frames(error))
        remedy = "Mend the function."
        if withheld:
            message = f"{definition.kind} '{definition.name}' raised {_kept_back(error)}"
            return Finding(catalogue.STATISTIC_RAISED, place, message, _ASK, self._frames(error))
        message = f"{definition.kind} '{definition.name}' raised {said(error)}"
        if isinstance(error, ZeroDivisionError):
            remedy = "Say what the number is to be when there is nothing to divide by."
        elif isinstance(error, KeyError) and datasets:
            taken = ", ".join(datasets)
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
        if len(lines) > 2 * _FRAMES:
            between = f"... {len(lines) - 2 * _FRAMES} more ..."
            lines = [*lines[:_FRAMES], between, *lines[-_FRAMES:]]
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


def _kept_back(error: BaseException) -> str:
    """An exception without its words, told to the author alone if they asked for them."""
    tell(said(error))
    return f"{kinds.raised(error)}, whose message is withheld: it may quote confidential data"


def said(error: BaseException) -> str:
    """An exception in one line."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # an author's own exception may fail even at this
        text = ""
    name = type(error).__name__
    return f"{name}: {text}" if text else name
