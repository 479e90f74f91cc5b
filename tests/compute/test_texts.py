"""Texts: what a figure says is known, and where; the ticks of an axis say nothing."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from tieout.compute import keep, results, style
from tieout.compute.define import Kind
from tieout.compute.texts import of_figure


@pytest.fixture(autouse=True)
def _style():
    style.apply()


def drawn() -> tuple[Figure, object]:
    figure = Figure()
    axes = figure.subplots()
    axes.plot([2016, 2020], [20000, 38990], label="prisoners, 38,990 at last")
    return figure, axes


def said(figure: Figure) -> tuple[tuple[str, str], ...]:
    results.figure(figure)  # ticks are made when it is drawn
    return of_figure(figure)


def test_every_text_is_found_once_with_its_kind():
    figure, axes = drawn()
    axes.set_title("Up 95%")
    axes.set_title("on the right", loc="right")
    axes.set_xlabel("year")
    axes.set_ylabel("people,\n in thousands")
    axes.legend(title="Who")
    axes.annotate("38,990", (2020, 38990))
    axes.text(2016, 20000, "20,000")
    axes.text(2016, 20000, "20,000")
    figure.suptitle("Prisons")
    figure.text(0, 0, "Source: 2020")
    assert set(said(figure)) == {
        ("title", "Prisons"),
        ("title", "Up 95%"),
        ("title", "on the right"),
        ("axis label", "year"),
        ("axis label", "people, in thousands"),
        ("legend", "Who"),
        ("legend", "prisoners, 38,990 at last"),
        ("annotation", "38,990"),
        ("text", "20,000"),
        ("text", "Source: 2020"),
    }


def test_the_ticks_of_an_axis_are_not_said():
    figure, axes = drawn()
    axes.yaxis.set_major_formatter(lambda value, _: f"{value / 1000:.0f} thousand")
    assert said(figure) == ()


def test_names_along_an_axis_are_data():
    figure = Figure()
    figure.subplots().bar(["1 cell", "2 cells"], [1, 2])
    assert said(figure) == ()


def test_ticks_that_the_script_writes_are_said():
    figure, axes = drawn()
    axes.set_xticks([2016, 2020], labels=["before", "after 38,990"])
    assert said(figure) == (("tick label", "before"), ("tick label", "after 38,990"))


def test_what_is_not_seen_is_not_said():
    figure, axes = drawn()
    axes.text(2016, 20000, "20,000", visible=False)
    axes.text(2016, 20000, "")
    assert said(figure) == ()


def test_cells_of_a_table_are_said():
    figure = Figure()
    figure.subplots().table([["38,990"]], colLabels=["prisoners"])
    assert ("text", "38,990") in said(figure)


def test_texts_are_kept_with_the_drawing():
    figure, axes = drawn()
    axes.text(2016, 20000, "“20,000” – é")
    made = results.figure((figure, pd.DataFrame({"a": [1]})))
    assert made.texts == (("text", "“20,000” – é"),)
    assert keep.decoded(keep.encoded(made), Kind.FIGURE) == made
    before = b'["<svg/>", 1, 1, ""]'  # kept before figures' texts were
    assert keep.decoded(before, Kind.FIGURE) is None
