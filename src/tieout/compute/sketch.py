"""Sketch: what a function tells matplotlib to draw, noted instead of drawn.

To make a figure's marks takes matplotlib far longer than a function takes to reckon what they show, and lineage
runs a function many times. While one runs on sketches, the figures that it is handed note every call with its
arguments. Only calls are known that draw or set what they are given; whatever asks how something was drawn, or is
not known here, ends the sketch, and the function's marks are made.
"""

from __future__ import annotations

import contextlib
import gc
import weakref
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from tieout.compute import fresh, results
from tieout.compute.notes import DRAWN, Notes, Thing
from tieout.compute.trial import Answer, Parts, UnfitError
from tieout.number import Value

# What says how it is to look, and what makes room for more of it.
_LAYS_OUT = """
    add_artist add_axes add_collection add_gridspec add_line add_patch add_subplot align_labels align_ylabels
    autofmt_xdate autoscale_view axis delaxes get_figure get_xaxis get_xaxis_transform get_yaxis
    get_yaxis_transform grid indicate_inset_zoom inset_axes invert_xaxis invert_yaxis label_outer legend
    locator_params margins minorticks_off minorticks_on secondary_yaxis set sharex sharey subplots_adjust
    tick_bottom tick_left tick_params tick_right tick_top ticklabel_format tight_layout twinx twiny
"""
_CALLS = DRAWN.union(_LAYS_OUT.split())
_INSIDE = frozenset(
    {"containers", "patch", "spines", "title", "transAxes", "transData", "xaxis", "yaxis"}
)
_alive: weakref.WeakSet[Sketch] = weakref.WeakSet()


class Sketch(Thing):
    """A figure, its axes or anything that comes of a call to them: takes calls, and tells nothing."""

    __slots__ = ("__weakref__",)

    def __init__(self, notes: Notes) -> None:
        notes.things += 1
        object.__setattr__(self, "_notes", notes)
        object.__setattr__(self, "_number", notes.things)
        _alive.add(self)

    def __getattr__(self, name: str) -> object:
        if name in _INSIDE:
            return self._thing(name)
        if name in {"subplots", "plot"}:
            return self._subplots if name == "subplots" else self._plot
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

    def _plot(self, *given: Any, **named: object) -> object:
        """The line, as matplotlib gives it in a list, where it can be but one."""
        made = self._called("plot", given, named)
        values = given[:-1] if len(given) == 3 and isinstance(given[2], str) else given
        is_one = "data" not in named and all(np.ndim(each) < 2 for each in values)
        return [made] if is_one and len(values) in {1, 2} else made

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
    """A figure's function, with sketches for what it draws.

    Raises:
        UnfitError: (the function that is returned) it did what no sketch answers to, whatever became of that.
    """

    def run(tables: Mapping[str, Any], values: Mapping[str, Value]) -> object:
        notes = Notes()
        try:
            with _instead_of_figures(notes):
                return function(tables, values)
        finally:
            if not notes.is_fit:
                raise UnfitError

    return run


def of_figure(result: object) -> Parts:
    """What was noted of a figure that a function returned, and its data where it returned them.

    Raises:
        UnfitError: it is no sketch, or not all was noted.
    """
    drawn = result[0] if type(result) is tuple and result else result
    if type(drawn) is not Sketch or not drawn._notes.is_fit:
        raise UnfitError
    return (*drawn._notes.whole(), *results.data_parts(result))


def stayed() -> bool:
    """Whether a sketch is still held by somebody: a script keeps what it drew from one run to the next."""
    if len(_alive):
        gc.collect()
    return len(_alive) > 0


@contextlib.contextmanager
def _instead_of_figures(notes: Notes) -> Iterator[None]:
    """Meanwhile, pyplot makes sketches, and so does `Figure` in the project's own modules.

    What pyplot does to the figure it made last ends them.
    """
    from matplotlib import pyplot
    from matplotlib.figure import Figure

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
        "close": lambda *_: None,
    }
    own = (vars(module) for module in fresh.own_modules(Path.cwd()))
    places = [
        *((vars(pyplot), name, fake) for name, fake in fakes.items()),
        *((names, name, figure) for names in own for name in names if names[name] is Figure),
    ]
    real = [names[name] for names, name, _ in places]
    Notes.now = notes
    try:
        for names, name, fake in places:
            names[name] = fake
        yield
    finally:
        Notes.now = None
        for (names, name, _), each in zip(places, real, strict=True):
            names[name] = each


_OF_AXES = frozenset(
    {"sharex", "sharey", "squeeze", "width_ratios", "height_ratios", "subplot_kw", "gridspec_kw"}
)
