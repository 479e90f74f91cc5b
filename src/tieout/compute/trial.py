"""Trial: a function with its inputs, run again and again on changed ones."""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from tieout.compute.applied import applied
from tieout.compute.lineage import Cell
from tieout.number import Value

if TYPE_CHECKING:
    import pandas as pd

    from tieout.compute.changes import Change

Answer = Callable[[Mapping[str, "pd.DataFrame"], Mapping[str, Value]], object]
# What can be told apart in an outcome: a number, the cells of a table, the marks of a figure.
Parts: TypeAlias = tuple[Hashable, ...]


class UnfitError(BaseException):
    """Outcomes of this function cannot be told apart in this way.

    Not an `Exception`: no function that is tried is to take it for a failure of its own.
    """


@dataclass
class Trial:
    """A function, what it was given, what came of it, and how often it was run.

    `base` is the outcome of the inputs as they are, None where the function fails on them: what came of them `before`,
    if that is known.
    """

    answer: Answer
    frames: Mapping[str, pd.DataFrame]
    statistics: Mapping[str, Value]
    parts: Callable[[object], Parts]
    before: Parts | None = None
    runs: int = 0
    base: Parts | None = field(init=False)

    def __post_init__(self) -> None:
        self.base = self.run() if self.before is None else self.before

    def is_steady(self) -> bool:
        """Whether it gives one answer to the same inputs."""
        return self.run() == self.base

    @property
    def is_number(self) -> bool:
        """Whether the outcome is one number."""
        return self.base is not None and len(self.base) == 1

    @property
    def number(self) -> float:
        """The outcome as a float, where it is one number."""
        return as_float(self.base)

    def moves(self, cells: Sequence[Cell], change: Change | None) -> bool:
        """Whether changing these cells moves the outcome; without a change, leaving out their rows."""
        return self.run(applied(self.frames, (cells, change))) != self.base

    def run(
        self,
        frames: Mapping[str, pd.DataFrame] | None = None,
        statistics: Mapping[str, Value] | None = None,
    ) -> Parts | None:
        """The outcome, or None where the function fails: that counts as an outcome like no other."""
        values = self.statistics if statistics is None else statistics
        try:
            with _unheard():
                return self.parts(self._answer(self.frames if frames is None else frames, values))
        except UnfitError:
            raise
        except BaseException:  # a function may fail in any way on changed inputs
            return None

    def returned(self, frames: Mapping[str, pd.DataFrame]) -> object:
        """What the function itself returns of these tables; None where it fails."""
        try:
            with _unheard():
                return self._answer(frames, self.statistics)
        except UnfitError:
            raise
        except BaseException:  # as above
            return None

    def _answer(
        self, frames: Mapping[str, pd.DataFrame], statistics: Mapping[str, Value]
    ) -> object:
        self.runs += 1
        copies = {name: frame.copy(deep=False) for name, frame in frames.items()}
        return self.answer(copies, statistics)


def as_float(outcome: Parts | None) -> float:
    """An outcome that is one number, as a float; NaN where the function failed."""
    return math.nan if outcome is None else float(cast("Value", outcome[0]))


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """What is said over inputs that nobody has is no news."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
