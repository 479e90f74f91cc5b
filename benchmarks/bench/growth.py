"""Growth: the same report with more numbers, more chapters, more rows; time and memory of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench import cases, measure
from bench.edits import synthetic
from bench.shape import Shape

# Everything else is small: what grows is to be seen.
BASE = Shape(chapters=1, words=3_000, notes=20, numbers=20, figures=1, rows=1_000)
AXES = {
    "numbers": (10, 100, 1_000, 10_000),
    "chapters": (1, 10, 100),
    # Rows of 10^7 and 10^8 belong here as soon as datasets are handed over without being read whole.
    "rows": (1_000, 10_000, 100_000, 1_000_000),
}
COSTS = ("cold", "nothing", "cell")


def shapes(axis: str, largest: int) -> Iterator[tuple[int, Shape]]:
    """The sizes of an axis up to a bound, each with its shape."""
    for size in AXES[axis]:
        if size > largest:
            return
        if axis == "chapters":
            yield size, replace(BASE, chapters=size, words=1_000 * size, notes=10 * size)
        elif axis == "numbers":
            yield size, replace(BASE, numbers=size, words=max(3_000, size * 12))
        else:
            yield size, replace(BASE, rows=size)


def of(axis: str, largest: int, folder: Path) -> Iterator[dict[str, object]]:
    """The curve of an axis as it grows: at each size the seconds and megabytes of each cost."""
    points: list[dict[str, float]] = []
    for size, shape in shapes(axis, largest):
        points.append({"size": size, **_costs(shape, folder / axis)})
        shutil.rmtree(folder / axis)
        yield {"points": points}


def _costs(shape: Shape, folder: Path) -> dict[str, float]:
    subject, _ = synthetic(shape, folder)
    cold, memory, said = measure.watched([*cases.BUILD, "--format", "json"], folder)
    nothing = measure.of_command(3, cases.BUILD, folder)
    cell = measure.times(
        1, lambda: measure.command(cases.BUILD, folder), lambda: subject.edit("cell")
    )
    return {
        "cold": round(cold, 3),
        "lineage": max(0.001, json.loads(said)["stages"].get("lineage", 0.0)),
        "nothing": round(nothing.median, 3),
        "cell": round(cell.median, 3),
        "memory": round(memory, 1),
    }
