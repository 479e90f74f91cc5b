"""Sketch: what is noted of a figure says the same of its cells as its marks do; what cannot be noted ends it."""

from __future__ import annotations

import contextlib
import itertools
import math
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import patches, pyplot, ticker
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from projects import small
from tieout.build import pipeline, reading, watch
from tieout.compute import finder, marks, observe, sketch, traced
from tieout.compute.define import Kind
from tieout.compute.definition import Definition, Parameter
from tieout.compute.handed import Handing
from tieout.compute.lineage import Columns, Lineage, Role
from tieout.compute.messages import Run, Trace
from tieout.compute.processes import ScriptProcesses
from tieout.compute.trial import UnfitError

SIZE = 6
TABLE = pd.DataFrame(
    {
        "key": [f"k{n}" for n in range(SIZE)],
        "whole": [100 + 7 * n for n in range(SIZE)],
        "real": [1.5 + 0.25 * n for n in range(SIZE)],
    }
)
COLUMNS = {"t": Columns(("whole", "real"), ("key",))}

Draw = Callable[[Any, pd.DataFrame], Any]


def of(draw: Draw) -> Callable[..., object]:
    """A figure's function, of what it draws on its axes."""

    def drawn(t: pd.DataFrame, **values: float) -> object:
        figure, axes = pyplot.subplots(figsize=(6, 3))
        draw(axes, t, **values)
        return figure, t[:0]

    return drawn


def noted(draw: Draw, table: pd.DataFrame = TABLE) -> tuple[Any, ...]:
    run = sketch.sketched(lambda tables, _: of(draw)(tables["t"]))
    return sketch.of_figure(run({"t": table}, {}))


def lineage(function: Callable[..., object], **values: float) -> Lineage:
    definition = Definition(Kind.FIGURE, "f", "m", "m.py", 1, (Parameter("t"),), "", "")
    request = Trace(Run(definition, {"t": "t"}, values), COLUMNS)
    held = {"t": TABLE}
    handing = Handing(definition, held, Path())
    found = traced.lineage(
        lambda tables, given: function(**tables, **given), handing, held, request
    )
    assert found is not None
    return found


def by_marks(function: Callable[..., object]) -> Lineage:
    def answer(tables: Mapping[str, pd.DataFrame], _: object) -> object:
        return function(tables["t"])

    return observe.observe(answer, {"t": TABLE}, COLUMNS, {}, marks.of_figure, finder.SHOWN)


def legend(axes: Any, t: pd.DataFrame) -> None:
    axes.plot(t["real"], label=str(t["key"][0]))
    axes.legend(handles=[Line2D([], [], label=t["key"][1]), patches.Patch(label=t["key"][2])])


def labelled(axes: Any, t: pd.DataFrame) -> None:
    bars = axes.barh(t["key"], t["whole"])
    axes.bar_label(bars, [f"{n:,.0f}" for n in t["whole"]])
    axes.set_yticks(range(SIZE), [key.upper() for key in t["key"]])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0f}")


def two(axes: Any, t: pd.DataFrame) -> None:
    right = axes.twinx()
    right.plot(t["key"][:2], t["real"][:2])
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_ylim(0, t["whole"][3])
    axes.yaxis.set_major_locator(ticker.MaxNLocator(4, integer=True))
    axes.yaxis.set_major_formatter(ticker.PercentFormatter(1.0))


DRAWN: dict[str, Draw] = {
    "bars": lambda axes, t: axes.bar(t["key"], t["whole"]),
    "a line": lambda axes, t: axes.plot(t["whole"], t["real"]),
    "points": lambda axes, t: [axes.plot(n, t["real"][n], "o") for n in (1, 4)],
    "an area": lambda axes, t: axes.fill_between(t["whole"], t["real"], color="#123456"),
    "a share": lambda axes, t: axes.text(0, 1, f"{t['whole'][0] / t['whole'][1]:.9f}", size=9),
    "by colour": lambda axes, t: axes.plot(0, 1, color="red" if t["whole"][2] > 100 else "blue"),
    "a patch": lambda axes, t: axes.add_patch(patches.Rectangle((0, 0), 1, t["real"][5])),
    "error bars": lambda axes, t: axes.errorbar(range(SIZE), t["whole"], yerr=t["real"] / 9),
    "a note": lambda axes, t: axes.annotate(t["key"][3], (0, t["real"][3]), xytext=(1, 1)),
    "labels": labelled,
    "two scales": two,
    "a sum": lambda axes, t: axes.axhline(t["whole"].sum(), zorder=3),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", DRAWN)
def test_a_sketch_says_of_cells_what_marks_say(kind: str) -> None:
    function = of(DRAWN[kind])
    noted(DRAWN[kind])  # it is one that can be noted
    known, found = by_marks(function), lineage(function)
    assert [(link.cell, link.role) for link in found.links] == [
        (link.cell, link.role) for link in known.links
    ]
    assert found.wholes == known.wholes
    assert found.links or found.wholes


@pytest.mark.slow
@given(st.lists(st.sampled_from(sorted(DRAWN)), min_size=1, max_size=3))
@settings(max_examples=15, deadline=None)
def test_several_drawn_together_come_from_what_each_comes_from(kinds: list[str]) -> None:
    def together(axes: Any, t: pd.DataFrame) -> None:
        for kind in kinds:
            DRAWN[kind](axes, t)

    found = lineage(of(together))
    every = [link.cell for kind in kinds for link in lineage(of(DRAWN[kind])).links]
    each = [cell for cell in every if cell.column]  # a row stands where no cell of it does
    named = {(whole.dataset, whole.column) for whole in found.wholes}
    assert {link.cell for link in found.links} | {
        c for c in each if (c.dataset, c.column) in named
    } >= set(each)


def test_a_sketch_is_much_the_faster_way() -> None:
    """Not by the clock: no mark is made but to hold two outcomes against the sketch's."""
    made = []

    def drawn(t: pd.DataFrame) -> object:
        figure, axes = pyplot.subplots()
        made.append(isinstance(figure, Figure))
        axes.bar(t["key"], t["whole"])
        return figure

    def counted(t: pd.DataFrame) -> object:
        figure, axes = pyplot.subplots()
        made.append(type(figure) is Figure)
        axes.bar(t["key"], t["whole"])
        return figure

    found = lineage(counted)
    assert made.count(True) == 2 < found.runs
    made.clear()
    assert lineage(drawn).links == found.links  # it asks what a figure is: by its marks
    assert made.count(True) == found.runs


ASKED: dict[str, Draw] = {
    "what was drawn": lambda axes, t: [axes.text(0, bar.get_y(), "") for bar in axes.bar(0, 1)],
    "how many": lambda axes, t: len(axes.bar(t["key"], t["whole"])),
    "the limits": lambda axes, t: axes.set_ylim(0, 2 * axes.get_ylim()[1]),
    "whether there is one": lambda axes, t: axes.legend() or axes.grid(),
    "what it is": lambda axes, t: isinstance(axes, mpl.axes.Axes),
    "its name": lambda axes, t: f"{axes}",
    "a sum of places": lambda axes, t: axes.text(0, 0, "", transform=axes.transData + None),
    "to hold something": lambda axes, t: setattr(axes, "mine", 3),
    "counts of values": lambda axes, t: axes.hist(t["real"]),
    "pandas to draw": lambda axes, t: t["real"].plot(ax=axes),
    "pyplot for the last one": lambda axes, t: pyplot.title(t["key"][0]),
    "by what it once knew": lambda axes, t: axes.xaxis.set_major_formatter(
        lambda value, _: t["key"][int(value)]
    ),
    "a thing unheard of": lambda axes, t: axes.plot(object()),
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_asks_or_is_unknown_ends_a_sketch(kind: str) -> None:
    with pytest.raises(UnfitError):
        noted(ASKED[kind])


def test_a_function_that_lets_nothing_through_does_not_hide_it() -> None:
    def draw(axes: Any, t: pd.DataFrame) -> None:
        with contextlib.suppress(BaseException):
            axes.get_ylim()

    with pytest.raises(UnfitError):
        noted(draw)


def _rank_seen(axes: Any, t: pd.DataFrame) -> None:
    bars = [patches.Rectangle((n, 0), 1, 1) for n in range(SIZE)]
    for bar in bars:
        axes.add_patch(bar)
    bars[int(t["real"].argmax())].set_facecolor("red")


def _height_set_after_all(axes: Any, t: pd.DataFrame) -> None:
    axes.set_title(f"{t['whole'].sum():.0f}")
    bar = patches.Rectangle((0, 0), 1, 1)
    axes.add_patch(bar)
    bar.set_height(t["real"][2])


def _selected(axes: Any, t: pd.DataFrame) -> None:
    bar = patches.Rectangle((0, 0), 1, 1)
    axes.add_patch(bar)
    bar.set_facecolor("red" if t["key"][3] == "k3" else "blue")


ODD: dict[str, Callable[[pd.DataFrame], object]] = {
    "drawn by pandas": lambda t: t["key"].value_counts().plot.bar().figure,
    "by pandas, counts": lambda t: (t["real"] > 2).groupby(t["key"]).sum().plot.barh().figure,
    "a rank, after it was drawn": of(_rank_seen),
    "a height, after it was drawn": of(_height_set_after_all),
    "a selector, after it was drawn": of(_selected),
    "a title by name": of(lambda axes, t: axes.set_title(label=f"Mostly {t['key'][3]}")),
    "a method of a text": of(
        lambda axes, t: (axes.plot(t["real"]), axes.xaxis.set_major_formatter("{:.0f} m".format))
    ),
    "a name of its own each time": of(lambda axes, t: axes.plot(t["real"], gid=str(next(COUNT)))),
    "a note at a name": of(
        lambda axes, t: (axes.bar(t["key"], t["real"]), axes.annotate("x", ("k3", t["real"][3])))
    ),
    "long floats": of(lambda axes, t: axes.bar(range(SIZE), t["whole"].to_numpy(np.longdouble))),
    "what catches everything": of(
        lambda axes, t: (axes.plot(t["real"]), contextlib.suppress(BaseException).__enter__())
    ),
}
COUNT = itertools.count()


@pytest.fixture(autouse=True)
def _nothing_is_drawn_yet() -> None:
    """Pandas draws into the figure at hand, which may be one that another test has left."""
    pyplot.close("all")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ODD)
def test_nothing_is_lost_of_what_marks_say(kind: str) -> None:
    known, found = by_marks(ODD[kind]), lineage(ODD[kind])
    assert found.steady
    named = {(whole.dataset, whole.column) for whole in found.wholes}
    told = {link.cell for link in found.links}
    assert known.links or known.wholes
    assert not {
        link.cell
        for link in known.links
        if link.cell not in told and (link.cell.dataset, link.cell.column) not in named
    }
    every = {
        column
        for column in ("key", "whole", "real")
        if {cell.row for cell in told if cell.column == column} == set(range(SIZE))
    }
    assert {whole.column for whole in known.wholes} <= {column for _, column in named} | every


KEPT: dict[str, Any] = {}


@pytest.mark.slow
def test_a_sketch_that_a_script_keeps_is_told() -> None:
    def drawn(t: pd.DataFrame) -> object:
        figure, axes = pyplot.subplots()
        KEPT.setdefault("line", axes.axhline(t["real"][2]))
        axes.legend(handles=list(KEPT.values()))
        return figure

    held = {"t": TABLE}
    definition = Definition(Kind.FIGURE, "f", "m", "m.py", 1, (Parameter("t"),), "", "")
    request = Trace(Run(definition, {"t": "t"}, {}), COLUMNS)

    def asked(*, sketches: bool) -> Lineage | None:
        return traced.lineage(
            lambda tables, given: drawn(**tables, **given),
            Handing(definition, held, Path()),
            held,
            request,
            sketches=sketches,
        )

    assert asked(sketches=True) is None
    assert traced.stayed()
    KEPT.clear()  # as importing it anew does
    found = asked(sketches=False)
    assert found is not None
    assert not traced.stayed()
    assert {link.cell.row for link in found.links} == {2}
    KEPT.clear()


@pytest.mark.slow
def test_a_script_that_keeps_what_it_draws_is_imported_anew(tmp_path: Path) -> None:
    report = small(
        tmp_path,
        """from functools import lru_cache

import matplotlib.pyplot as plt

from tieout import figure, statistic

from scripts import shelf

HANDLES = {}


@lru_cache
def canvas():
    return plt.subplots()


@figure(caption="One.", alt="One.")
def one(cells):
    drawn, axes = plt.subplots()
    HANDLES.setdefault("a", axes.plot(cells["value"], label="v")[0])
    shelf.KEPT.setdefault("a", axes.axhline(0))
    axes.legend(handles=[*HANDLES.values(), *shelf.KEPT.values()])
    return drawn


@figure(caption="Two.", alt="Two.")
def two(cells):
    drawn, axes = canvas()
    axes.clear()
    axes.plot(cells["other"])
    return drawn


@statistic(unit="count")
def total(cells):
    return cells["value"].sum() + 0 * len(HANDLES)
""",
    )
    report.write("scripts/shelf.py", "KEPT = {}\n")
    report.results()
    shutil.rmtree(tmp_path / ".tieout" / "cache" / "lineage")
    # In a process that never drew them: what scripts keep then are sketches.
    with ScriptProcesses(report.project) as processes:
        inputs = reading.read(report.project, processes)
        found = pipeline.compute(report.project, inputs, processes, watch.Watch())[1]
    told = {name: {link.cell.column for link in each.links} for name, each in found.items()}
    assert told == {"one": {"value"}, "two": {"other", ""}, "total": {"value"}}


def test_a_figure_of_its_own_is_told_by_its_marks() -> None:
    def drawn(t: pd.DataFrame) -> Figure:
        figure = Figure()
        figure.subplots().plot([0, t["real"][4]])
        return figure

    assert [link.cell.row for link in lineage(drawn).links] == [4]


def test_what_only_the_marks_show_is_found_by_them() -> None:
    """A formatter that writes what the function left it elsewhere: no call tells of it."""
    NAMES.clear()

    def drawn(axes: Any, t: pd.DataFrame) -> None:
        NAMES[0] = f"{t['whole'][2]:.0f}"
        axes.set_xticks([0])
        axes.xaxis.set_major_formatter(_named)

    assert noted(drawn) == noted(drawn, TABLE.assign(whole=0)), "a sketch sees nothing of it"
    found = lineage(of(drawn))
    assert {(link.cell.row, link.cell.column) for link in found.links} == {(2, "whole")}


NAMES: dict[int, str] = {}


def _named(value: float, _: int) -> str:
    return NAMES[int(value)]


def test_statistics_are_asked_for_as_well() -> None:
    function = of(lambda axes, t, seen, unseen: axes.axhline(seen))
    found = lineage(function, seen=3.0, unseen=4.0)
    assert set(found.statistics) == {"seen"}
    assert math.isnan(found.statistics["seen"])


def test_labels_count_where_there_is_a_legend() -> None:
    def draw(axes: Any, t: pd.DataFrame) -> None:
        axes.plot([0, 1], label=t["key"][0])

    other = TABLE.assign(key="other")
    assert noted(draw) == noted(draw, other)

    def told(axes: Any, t: pd.DataFrame) -> None:
        draw(axes, t)
        axes.legend()

    assert noted(told) != noted(told, other)
    assert noted(legend) != noted(legend, other)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
        max_leaves=8,
    )
)
def test_equal_values_are_noted_alike(value: object) -> None:
    once = noted(lambda axes, _: axes.set_label(value))
    assert once == noted(lambda axes, _: axes.set_label(value))
    assert once != noted(lambda axes, _: axes.set_label([value, value]))


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (np.float64("nan"), math.nan),
        (pd.NA, None),
        (pd.Series([1.0, 2.0]), [1.0, 2.0]),
        (pd.Index(["a"]), ["a"]),
        (np.int64(3), 3),
    ],
)
def test_a_value_is_noted_for_what_it_says(value: object, same: object) -> None:
    given = [noted(lambda axes, _, each=each: axes.set_label(each)) for each in (value, same)]
    assert given[0] == given[1]


@pytest.mark.parametrize("shape", [(1, 1), (2, 1), (1, 3), (2, 2)])
@pytest.mark.parametrize("squeeze", [True, False])
def test_axes_come_in_the_shape_that_matplotlib_gives_them(
    shape: tuple[int, int], squeeze: bool
) -> None:
    def shapes(t: pd.DataFrame) -> object:
        figure, axes = pyplot.subplots(*shape, squeeze=squeeze, sharex=True)
        seen.append(np.shape(axes) if type(axes) is np.ndarray else None)
        return figure

    seen: list[object] = []
    shapes(TABLE)
    pyplot.close("all")
    sketch.of_figure(sketch.sketched(lambda tables, _: shapes(tables["t"]))({"t": TABLE}, {}))
    assert seen[0] == seen[1]


def test_pyplot_is_as_it_was() -> None:
    before = pyplot.subplots, pyplot.figure, pyplot.gcf
    noted(DRAWN["bars"])
    with pytest.raises(UnfitError):
        noted(ASKED["what it is"])
    assert (pyplot.subplots, pyplot.figure, pyplot.gcf) == before


def with_data(t: pd.DataFrame) -> tuple[Figure, pd.DataFrame]:
    """Bars of one column; beside them, for download, a share that no bar shows."""
    drawing = Figure()
    drawing.subplots().bar(t["key"][:3], t["whole"][:3])
    share = pd.Series(
        [t["real"][1] / t["real"][4]], index=pd.Index(["b"], name="key"), name="share"
    )
    return drawing, share.to_frame().assign(listed=[[1]])


def test_the_data_that_a_figure_hands_out_come_from_their_cells_too() -> None:
    bars = {(0, "whole"), (1, "whole"), (2, "whole")}
    for found in (lineage(with_data), by_marks(with_data)):
        named = {
            (each.cell.row, each.cell.column)
            for each in found.links
            if each.role is Role.CONTRIBUTES and each.cell.column
        }
        assert {each for each in named if each[1] != "key"} == bars | {(1, "real"), (4, "real")}
