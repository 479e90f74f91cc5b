"""Marks: what a matplotlib figure draws, as parts that can be compared, without drawing it.

Places are in the data's own coordinates, so that a bar that grows and stretches its axis leaves the other
bars where they are.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from typing import Any


def of_figure(result: object) -> tuple[Hashable, ...]:
    """The marks of a figure that a function returned, and its data where it returned them.

    A figure that holds a mark that cannot be told here is drawn, and its SVG's lines are compared.
    """
    from tieout.compute import results, style

    figure: Any = result[0] if isinstance(result, tuple) else result
    data = results.data_parts(result)
    try:
        return (*_figure(figure), *data)
    except Exception:  # unknown, or of a kind known only in parts
        return (*style.svg(figure).splitlines(), *data)
    finally:
        results.close(figure)


def _figure(figure: Any) -> Iterator[Hashable]:
    for axes in figure.get_axes():
        yield from _axes(axes)
    inside = {id(axes) for axes in figure.get_axes()} | {id(figure.patch)}
    yield from _all(artist for artist in figure.get_children() if id(artist) not in inside)


def _axes(axes: Any) -> Iterator[Hashable]:
    # Limits that follow what is drawn say nothing of their own; limits that were set do.
    if not axes.get_autoscalex_on():
        yield from map(float, axes.get_xlim())
    if not axes.get_autoscaley_on():
        yield from map(float, axes.get_ylim())
    frame = {id(axes.patch), *map(id, axes.spines.values())}
    for axis in (axes.xaxis, axes.yaxis):
        frame.add(id(axis))
        yield axis.get_label_text()
        yield from _ticks(axis)
    yield from _all(artist for artist in axes.get_children() if id(artist) not in frame)


def _ticks(axis: Any) -> Iterator[Hashable]:
    """Ticks and their labels where the script sets them."""
    from matplotlib.ticker import FixedLocator

    if isinstance(axis.get_major_locator(), FixedLocator):
        places = axis.get_majorticklocs()
        yield from _floats(places)
        yield from axis.get_major_formatter().format_ticks(places)
    yield from map(str, getattr(axis.units, "_mapping", ()))  # the names on an axis of categories


def _all(artists: Iterable[Any]) -> Iterator[Hashable]:
    for artist in artists:
        yield from of_artist(artist)


def of_artist(artist: Any) -> Iterator[Hashable]:
    """What is seen of one artist.

    Raises:
        TypeError: nothing is known of its kind.
    """
    from matplotlib import collections, image, legend, lines, offsetbox, patches, table, text
    from matplotlib.axes import Axes
    from matplotlib.figure import SubFigure

    yield artist.get_visible()
    match artist:
        case text.Text():
            yield artist.get_text()
            yield from _floats(artist.get_unitless_position())
            yield from _place(getattr(artist, "xy", ()))
        case lines.Line2D():
            yield from _floats(artist.get_xydata())
            yield str(artist.get_color())
        case table.Cell():
            yield artist.get_text().get_text()
            yield artist.get_facecolor()
        case patches.FancyArrowPatch():
            yield from _floats(getattr(artist, "_posA_posB", None) or ())
        case patches.Patch():
            yield from _floats(artist.get_patch_transform().transform(artist.get_path().vertices))
            yield artist.get_facecolor()
        case collections.Collection():
            yield from _floats(artist.get_offsets())
            for path in artist.get_paths():
                yield from _floats(path.vertices)
            yield from _floats(artist.get_array())
            yield from _floats(artist.get_facecolor())
            yield from _floats(getattr(artist, "get_sizes", list)())
        case image.AxesImage():
            yield from _floats(artist.get_array())
        case legend.Legend():
            yield from (each.get_text() for each in artist.get_texts())
        case Axes():
            yield from _axes(artist)
        case table.Table() | offsetbox.OffsetBox() | SubFigure():
            yield from _all(artist.get_children())
        case _:
            raise TypeError(type(artist).__name__)


def _place(given: Any) -> Iterator[Hashable]:
    """Where something points to: numbers, or days and names, which matplotlib asks the axes for."""
    for each in given:
        yield each if isinstance(each, int | float) else str(each)


def _floats(numbers: Any) -> Iterator[Hashable]:
    """Numbers of any shape, flat; NaN, which is not equal to itself, as None."""
    import numpy as np

    if numbers is None:
        return
    flat = np.asarray(np.ma.filled(numbers, np.nan), dtype="float64").ravel()
    yield from (None if math.isnan(number) else number for number in flat.tolist())
