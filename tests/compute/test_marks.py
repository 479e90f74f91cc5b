"""Marks: what a figure draws, as parts: each mark moves with its own value and with no other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from tieout.compute import marks


def drawn(draw: Callable[[Any, Any], None], values: list[float]) -> tuple[Any, ...]:
    figure = Figure()
    draw(figure.subplots(), np.array(values))
    return marks.of_figure((figure, None))


KINDS: dict[str, Callable[[Any, Any], Any]] = {
    "bars": lambda axes, v: axes.bar(range(4), v),
    "bars across": lambda axes, v: axes.barh(list("abcd"), v),
    "a line": lambda axes, v: axes.plot(range(4), v),
    "points": lambda axes, v: axes.scatter(range(4), v),
    "sizes of points": lambda axes, v: axes.scatter(range(4), range(4), s=v),
    "a note at a name": lambda axes, v: [
        axes.bar(list("abcd"), range(4)),
        axes.annotate("x", ("c", v[3])),
    ],
    "an area": lambda axes, v: axes.fill_between(range(4), v),
    "steps": lambda axes, v: axes.stairs(v),
    "a pie": lambda axes, v: axes.pie(v),
    "stems": lambda axes, v: axes.stem(v),
    "boxes": lambda axes, v: axes.boxplot(v),
    "an image": lambda axes, v: axes.imshow(v.reshape(2, 2)),
    "labels": lambda axes, v: [axes.annotate(f"{n}", (0, n), xytext=(1, 1)) for n in v],
    "a title": lambda axes, v: axes.set_title(str(v.tolist())),
    "an axis label": lambda axes, v: axes.set_xlabel(str(v.tolist())),
    "tick labels": lambda axes, v: axes.set_xticks(range(4), [str(n) for n in v]),
    "limits": lambda axes, v: axes.set_ylim(0, v.sum()),
    "a legend": lambda axes, v: axes.legend([axes.plot([0, 1])[0]], [str(v.tolist())]),
    "a table": lambda axes, v: axes.table([[str(n) for n in v]]),
    "an inset": lambda axes, v: axes.inset_axes([0, 0, 1, 1]).plot(v),
    "error bars": lambda axes, v: axes.errorbar(range(4), v, yerr=v / 9),
    "arrows": lambda axes, v: [axes.arrow(0, 0, n, n) for n in v],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_mark_moves_with_its_value(kind: str) -> None:
    first = drawn(KINDS[kind], [3.0, 5.0, 2.0, 7.0])
    assert drawn(KINDS[kind], [3.0, 5.0, 2.0, 7.0]) == first
    assert drawn(KINDS[kind], [3.0, 5.0, 2.0, 7.000001]) != first


def test_a_bar_that_stretches_its_axis_leaves_the_others() -> None:
    first = drawn(KINDS["bars"], [3.0, 5.0, 2.0, 7.0])
    then = drawn(KINDS["bars"], [3.0, 5.0, 2.0, 700.0])
    moved = [new for old, new in zip(first, then, strict=True) if old != new]
    assert set(moved) == {700.0}
