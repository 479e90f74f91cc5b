"""Growth: the same report with more numbers, more chapters, more rows; time and memory of each."""

from __future__ import annotations

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
            yield size, replace(BASE, chapters=size, words=3_000 * size, notes=20 * size)
        elif axis == "numbers":
            yield size, replace(BASE, numbers=size, words=max(3_000, size * 12))
        else:
            yield size, replace(BASE, rows=size)


def of(axis: str, largest: int, folder: Path) -> dict[str, object]:
    """The curve of an axis: at each size the seconds and megabytes of each cost, and the exponents."""
    points: list[dict[str, float]] = []
    for size, shape in shapes(axis, largest):
        points.append({"size": size, **_costs(shape, folder / axis)})
        shutil.rmtree(folder / axis)
    sizes = [point["size"] for point in points]
    found: dict[str, object] = {"points": points}
    for name in points[0]:
        if name != "size" and len(points) > 1:
            costs = [point[name] for point in points]
            found[f"exponent_{name}"] = round(exponent(sizes, costs), 3)
            found[f"steepest_{name}"] = round(steepest(sizes, costs), 3)
    return found


def _costs(shape: Shape, folder: Path) -> dict[str, float]:
    subject, _ = synthetic(shape, folder)
    cold = measure.of_command(1, cases.BUILD, folder)
    stages = cases.stages(subject, 1)
    nothing = measure.of_command(3, cases.BUILD, folder)
    cell = measure.of_command(1, cases.BUILD, folder, lambda: subject.edit("cell"))
    return {
        "cold": round(cold.median, 3),
        "lineage": max(0.001, stages.get("lineage", 0.0)),
        "nothing": round(nothing.median, 3),
        "cell": round(cell.median, 3),
        "memory": round(max(cold.memory, cell.memory), 1),
        "memory_nothing": round(nothing.memory, 1),
    }
