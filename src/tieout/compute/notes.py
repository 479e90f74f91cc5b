"""Notes: what a function tells matplotlib while it runs on sketches, as parts that can be compared."""

from __future__ import annotations

import datetime
import decimal
import fractions
import math
from collections.abc import Hashable, Iterator, KeysView, Mapping, ValuesView
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, ClassVar, NoReturn

import numpy as np

from tieout.compute import marks
from tieout.compute.trial import Parts, UnfitError

# What draws what it is given, as it is given; not what reckons first, as `hist` and `boxplot` do.
_DRAWS = """
    annotate arrow axhline axhspan axline axvline axvspan bar bar_label barh broken_barh errorbar eventplot fill
    fill_between fill_betweenx hlines imshow loglog matshow pcolormesh pie plot scatter semilogx semilogy stackplot
    stairs stem step suptitle supxlabel supylabel table text vlines
"""
DRAWN = frozenset(_DRAWS.split())
_PLAIN = (
    str,
    bytes,
    int,
    complex,
    decimal.Decimal,
    fractions.Fraction,
    datetime.date,
    datetime.time,
    datetime.timedelta,
)


class Thing:
    """Whatever takes calls: its number among all of a run."""

    __slots__ = ("_notes", "_number")

    _notes: Notes
    _number: int


class Notes:
    """All calls of one run, in order."""

    now: ClassVar[Notes | None] = None  # of the run that is under way

    def __init__(self) -> None:
        self.parts: list[Hashable] = []
        self.things = 0
        self.is_fit = True
        self.labels: list[Hashable] = []  # which nobody sees where there is no legend
        self.has_legend = False

    def unfit(self, *_: object) -> NoReturn:
        """End the sketch, and the run that is under way; kept for when something catches it."""
        self.is_fit = False
        if Notes.now is not None:
            Notes.now.is_fit = False
        raise UnfitError

    def note(
        self, thing: Thing, name: str, given: tuple[object, ...], named: Mapping[str, object]
    ) -> None:
        """One call."""
        if Notes.now is not self:
            self.unfit()  # it was kept from another run
        self.has_legend = self.has_legend or name == "legend"
        self.parts += (thing._number, name)
        self.parts += self._of(given)
        for key, value in named.items():
            into = self.labels if key == "label" and name in DRAWN else self.parts
            into += (key, *self._of(value))

    def whole(self) -> Parts:
        """Everything that was noted."""
        return (*self.parts, *(self.labels if self.has_legend else ()))

    def _of(self, value: Any) -> Iterator[Hashable]:
        """A value as parts; of floats that are NaN, which is not equal to itself, None."""
        kind = type(value)
        if kind is float:
            yield None if math.isnan(value) else value
        elif issubclass(kind, Thing):  # before it is asked what it is
            yield value._number
        elif value is None or isinstance(value, _PLAIN):
            yield value
        elif isinstance(value, np.generic):
            plain = value.item()
            yield from self._of(plain) if not isinstance(plain, np.generic) else self.unfit()
        elif isinstance(value, list | tuple | range | KeysView | ValuesView):
            yield len(value)
            for each in value:
                yield from self._of(each)
        elif isinstance(value, dict):
            yield from self._of(list(value.items()))
        elif isinstance(value, slice):
            yield from self._of((value.start, value.stop, value.step))
        elif isinstance(value, np.ndarray):
            yield value.shape
            yield from self._of(value.ravel().tolist())
        else:
            yield from self._other(value)

    def _other(self, value: Any) -> Iterator[Hashable]:
        import pandas as pd

        if value is pd.NaT or value is pd.NA:
            yield None
        elif isinstance(value, pd.Series | pd.Index | pd.api.extensions.ExtensionArray):
            yield from self._of(list(value))
        elif isinstance(value, FunctionType):
            yield value.__code__
            held = [cell.cell_contents for cell in value.__closure__ or ()]
            yield from self._of((value.__defaults__, value.__kwdefaults__, held))
        elif isinstance(value, BuiltinFunctionType):
            yield value.__name__
            of = value.__self__
            yield from self._of(of.__name__ if isinstance(of, type | ModuleType) else of)
        elif isinstance(value, datetime.tzinfo | type):
            yield str(value)
        else:
            yield from self._of_matplotlib(value)

    def _of_matplotlib(self, value: Any) -> Iterator[Hashable]:
        from matplotlib.artist import Artist
        from matplotlib.patches import Patch

        if type(value).__module__ in {"matplotlib.ticker", "matplotlib.dates"}:
            yield type(value).__name__
            yield from self._of(vars(value))
        elif type(value) is Patch:  # what legends are told of colours by
            yield from (value.get_facecolor(), str(value.get_label()))
        elif isinstance(value, Artist):
            try:
                yield from (*marks.of_artist(value), str(value.get_label()))
            except Exception:
                self.unfit()
        else:
            self.unfit()
