"""Texts: what a figure says in words and digits: titles, labels, legends, annotations; taken before it is outlines.

Labels that a formatter makes along an axis are the axis, not something somebody said; labels that the script sets
there are texts like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def of_figure(figure: Figure) -> tuple[tuple[str, str], ...]:
    """The kind and the words of everything a figure says, in order, each once.

    Kinds are `title`, `axis label`, `tick label`, `legend`, `annotation` and `text`.
    """
    from matplotlib.table import Cell
    from matplotlib.text import Annotation, Text

    found: dict[tuple[str, str], None] = {}
    seen: set[int] = set()
    for kind, artist in _known(figure):
        seen.add(id(artist))
        if kind and artist.get_visible():
            found[kind, _words(artist)] = None
    cells: list[Any] = figure.findobj(Cell)
    others: list[Any] = [*figure.findobj(Text), *(cell.get_text() for cell in cells)]
    for artist in others:
        if id(artist) not in seen and artist.get_visible():
            kind = "annotation" if isinstance(artist, Annotation) else "text"
            found[kind, _words(artist)] = None
    return tuple((kind, words) for kind, words in found if words)


def _known(figure: Any) -> Iterator[tuple[str, Any]]:
    """The texts whose kind is known by where they are; without a kind those that nobody said."""
    for name in ("_suptitle", "_supxlabel", "_supylabel"):
        artist = getattr(figure, name, None)
        if artist is not None:
            yield ("title" if name == "_suptitle" else "axis label"), artist
    legends = list(figure.legends)
    for axes in figure.get_axes():
        yield from (("title", each) for each in (axes.title, axes._left_title, axes._right_title))
        for axis in axes._axis_map.values():
            yield "axis label", axis.label
            yield "", axis.offsetText
            yield from _ticks(axis)
        legends += [each for each in axes.get_children() if _is_legend(each)]
    for legend in legends:
        yield from (("legend", each) for each in (legend.get_title(), *legend.get_texts()))


def _ticks(axis: Any) -> Iterator[tuple[str, Any]]:
    for formatter, ticks in (
        (axis.get_major_formatter(), axis.get_major_ticks()),
        (axis.get_minor_formatter(), axis.get_minor_ticks()),
    ):
        kind = "tick label" if _is_written(formatter) else ""
        labels: Iterable[Any] = (label for tick in ticks for label in (tick.label1, tick.label2))
        yield from ((kind, label) for label in labels)


def _is_written(formatter: Any) -> bool:
    """Whether a script wrote an axis's labels itself; matplotlib then looks them up in a dictionary."""
    from matplotlib.ticker import FixedFormatter

    looked_up = getattr(getattr(formatter, "func", None), "func", None)
    return (
        isinstance(formatter, FixedFormatter)
        or getattr(looked_up, "__name__", "") == "_format_with_dict"
    )


def _is_legend(artist: object) -> bool:
    from matplotlib.legend import Legend

    return isinstance(artist, Legend)


def _words(artist: Any) -> str:
    return " ".join(str(artist.get_text()).split())
