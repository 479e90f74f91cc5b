"""docs/performance.md is what benchmarks/results.json gives: nothing is measured here."""

from __future__ import annotations

import json
import runpy
import sys
from pathlib import Path

import pandas as pd
import pytest

from performance import page

ROOT = Path(__file__).parent.parent.parent
DATA = json.loads((ROOT / "benchmarks" / "results.json").read_text("utf-8"))

sys.path.insert(0, str(ROOT / "benchmarks" / "performance" / "scripts"))
from fit import exponent, steepest  # noqa: E402


@pytest.mark.slow
def test_the_page_and_its_pictures_are_made_of_the_results():
    for name, text in page.made(DATA).items():
        assert (ROOT / "docs" / name).read_text("utf-8") == text, (
            "python benchmarks/run.py --page makes the page anew"
        )


def test_the_tables_behind_the_page_are_the_results():
    for name, text in page.tables(DATA).items():
        assert (ROOT / "benchmarks" / "performance" / "data" / name).read_text("utf-8") == text


def test_the_results_name_no_machine_and_no_path():
    text = json.dumps(DATA)
    assert "/" not in text.replace("GNU/Linux", "")
    assert {"processor", "cores", "memory_gib", "system", "python"} <= DATA["machine"].keys()


def test_what_was_not_measured_is_not_drawn(monkeypatch):
    folder = ROOT / "benchmarks" / "performance"
    monkeypatch.syspath_prepend(folder)
    for name in [each for each in sys.modules if each.partition(".")[0] == "scripts"]:
        monkeypatch.delitem(sys.modules, name)
    drawing = runpy.run_path(str(folder / "figures" / "beside_others.py"))["beside_others"]
    timings = pd.read_csv(folder / "data" / "timings.csv")
    drawn = [
        len(drawing(each).axes[0].patches)
        for each in (timings, timings[timings["case"] != "floor"])
    ]
    assert drawn[0] == drawn[1] + 1
    for name in [each for each in sys.modules if each.partition(".")[0] == "scripts"]:
        del sys.modules[name]  # the report's own are called so as well


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_law_is_found(power):
    sizes = [10, 100, 1_000, 10_000]
    costs = [3 * size**power for size in sizes]
    assert exponent(sizes, costs) == pytest.approx(power)
    assert steepest(sizes, [*costs[:-1], costs[-1] * 10]) == pytest.approx(power + 1)


@pytest.mark.parametrize(("sizes", "costs"), [([1], [1]), ([2, 2], [1, 1]), ([1, 2], [0, 1])])
def test_what_has_no_exponent_is_refused(sizes, costs):
    with pytest.raises(ValueError, match="two different sizes"):
        exponent(sizes, costs)
