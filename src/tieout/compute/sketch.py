"""Sketch: what a function tells matplotlib to draw, noted instead of drawn.

To make a figure's marks takes matplotlib far longer than a function takes to reckon what they show, and lineage
runs a function many times. While one runs on sketches, the figures that pyplot hands it note every call with its
arguments. Only calls are known that draw or set what they are given; whatever asks how something was drawn, or is
not known here, ends the sketch, and the function's marks are made.
"""

from __future__ import annotations

import contextlib
import datetime
import decimal
import fractions
import math
from collections.abc import Callable, Hashable, Iterator, Mapping
from types import BuiltinFunctionType, FunctionType
from typing import Any, NoReturn

import numpy as np

from tieout.compute import marks
from tieout.compute.trial import Answer, Parts, UnfitError
from tieout.number import Value

# What draws what it is given, as it is given; not what reckons first, as `hist` and `boxplot` do.
_DRAWN = """
    annotate axhline axhspan axline axvline axvspan bar bar_label barh broken_barh errorbar fill fill_between
    fill_betweenx hlines loglog plot scatter semilogx semilogy stackplot stairs stem step suptitle supxlabel
    supylabel table text vlines
"""
# What says how it is to look, and what makes room for more of it.
_LAID = """
    add_artist add_axes add_line add_patch add_subplot align_labels autofmt_xdate get_xaxis_transform
    get_yaxis_transform grid inset_axes invert_xaxis invert_yaxis label_outer legend locator_params margins
    minorticks_off minorticks_on set subplots_adjust tick_bottom tick_left tick_params tick_right tick_top
    ticklabel_format tight_layout twinx twiny
"""
_CALLS = frozenset((_DRAWN + _LAID).split())
_INSIDE = frozenset(
    {"figure", "patch", "spines", "title", "transAxes", "transData", "xaxis", "yaxis"}
)
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


class _Notes:
    """All calls of one run, in order."""

    def __init__(self) -> None:
        self.parts: list[Hashable] = []
        self.things = 0
        self.is_fit = True
        self.labels: list[Hashable] = []  # which nobody sees where there is no legend
        self.has_legend = False

    def unfit(self) -> NoReturn:
        """End the sketch; kept for when the function catches everything."""
        self.is_fit = False
        raise UnfitError

    def note(
        self, thing: Sketch, name: str, given: tuple[object, ...], named: Mapping[str, object]
    ) -> None:
        """One call."""
        self.has_legend = self.has_legend or name == "legend"
        self.parts += (thing._number, name)
        self.parts += self._of(given)
        for key, value in named.items():
            into = self.labels if key == "label" else self.parts
            into += (key, *self._of(value))

    def whole(self) -> Parts:
        """Everything that was noted."""
        return (*self.parts, *(self.labels if self.has_legend else ()))

    def _of(self, value: Any) -> Iterator[Hashable]:
        """A value as parts; of floats that are NaN, which is not equal to itself, None."""
        kind = type(value)
        if kind is float:
            yield None if math.isnan(value) else value
        elif kind is Sketch:  # before it is asked what it is
            yield value._number
        elif value is None or isinstance(value, _PLAIN):
            yield value
        elif isinstance(value, np.generic):
            yield from self._of(value.item())
        elif isinstance(value, list | tuple | range):
            yield len(value)
            for each in value:
                yield from self._of(each)
        elif isinstance(value, dict):
            yield from self._of(list(value.items()))
        elif isinstance(value, np.ndarray):
            yield value.shape
            yield from self._of(value.ravel().tolist())
        else:
            yield from self._other(value)

    def _other(self, value: Any) -> Iterator[Hashable]:
        import pandas as pd
        from matplotlib.artist import Artist
        from matplotlib.patches import Patch
        from matplotlib.ticker import Formatter, Locator

        if value is pd.NaT or value is pd.NA:
            yield None
        elif isinstance(value, pd.Series | pd.Index):
            yield from self._of(value.to_list())
        elif isinstance(value, FunctionType) and not value.__closure__:
            yield value.__code__
            yield from self._of((value.__defaults__, value.__kwdefaults__))
        elif isinstance(value, BuiltinFunctionType | type):
            yield value
        elif isinstance(value, Formatter | Locator):
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


class Sketch:
    """A figure, its axes or anything that comes of a call to them: takes calls, and tells nothing."""

    __slots__ = ("_notes", "_number")

    _notes: _Notes
    _number: int

    def __init__(self, notes: _Notes) -> None:
        notes.things += 1
        object.__setattr__(self, "_notes", notes)
        object.__setattr__(self, "_number", notes.things)

    def __getattr__(self, name: str) -> object:
        if name in _INSIDE:
            return self._thing(name)
        if name == "subplots":
            return self._subplots
        if name in _CALLS or name.startswith("set_"):
            return lambda *given, **named: self._called(name, given, named)
        return self._notes.unfit()

    def __getitem__(self, key: object) -> object:
        return self._thing("[]", key)

    def _called(self, name: str, given: tuple[object, ...], named: Mapping[str, object]) -> Sketch:
        self._notes.note(self, name, given, named)
        return Sketch(self._notes)

    def _thing(self, name: str, *given: object) -> Sketch:
        return self._called(name, given, {})

    def _subplots(
        self, nrows: int = 1, ncols: int = 1, *, squeeze: bool = True, **named: object
    ) -> object:
        """As many axes as matplotlib would give, in the shape that it gives them."""
        self._notes.note(self, "subplots", (nrows, ncols), named)
        axes = np.empty((nrows, ncols), dtype="object")
        for place in np.ndindex(nrows, ncols):
            axes[place] = Sketch(self._notes)
        if not squeeze:
            return axes
        return axes.item() if axes.size == 1 else axes.squeeze()

    def _ends(self, *_: object) -> NoReturn:
        self._notes.unfit()

    # Whoever asks these wants to know something.
    __setattr__ = __delattr__ = __setitem__ = __bool__ = __len__ = __iter__ = __next__ = _ends
    __contains__ = __str__ = __repr__ = __format__ = __int__ = __float__ = __call__ = _ends
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __enter__ = __exit__ = _ends
    __class__ = property(_ends)  # asked by isinstance


def sketched(function: Answer) -> Answer:
    """A figure's function, with sketches for what it draws by pyplot.

    Raises:
        UnfitError: (the function that is returned) it does what no sketch answers to.
    """

    def run(tables: Mapping[str, Any], values: Mapping[str, Value]) -> object:
        with _in_pyplot(_Notes()):
            return function(tables, values)

    return run


def of_figure(result: object) -> Parts:
    """What was noted of a figure that a function returned, with or without its data.

    Raises:
        UnfitError: it is no sketch, or not all was noted.
    """
    drawn = result[0] if type(result) is tuple and result else result
    if type(drawn) is not Sketch or not drawn._notes.is_fit:
        raise UnfitError
    return drawn._notes.whole()


@contextlib.contextmanager
def _in_pyplot(notes: _Notes) -> Iterator[None]:
    """Meanwhile, pyplot makes sketches; what it does to the figure it made last ends them."""
    from matplotlib import pyplot

    def figure(*given: object, **named: object) -> Sketch:
        made = Sketch(notes)
        notes.note(made, "figure", given, named)
        return made

    def subplots(nrows: int = 1, ncols: int = 1, **named: Any) -> tuple[Sketch, object]:
        about = {name: named.pop(name) for name in _OF_AXES & named.keys()}
        made = figure(**named)
        return made, made._subplots(nrows, ncols, **about)

    fakes: dict[str, Callable[..., object]] = {
        "figure": figure,
        "subplots": subplots,
        "gcf": notes.unfit,
    }
    real = {name: getattr(pyplot, name) for name in fakes}
    try:
        for name, fake in fakes.items():
            setattr(pyplot, name, fake)
        yield
    finally:
        for name, each in real.items():
            setattr(pyplot, name, each)


_OF_AXES = frozenset(
    {"sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw"}
)
