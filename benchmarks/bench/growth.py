"""Growth: the same report with more numbers, more chapters, more rows; time and memory of each."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench import cases, in_file, measure
from bench.edits import synthetic
from bench.shape import Shape

# Everything else is small: what grows is to be seen.
BASE = Shape(chapters=1, words=3_000, notes=20, numbers=20, figures=1, rows=1_000)
AXES = {
    "numbers": (10, 100, 1_000, 10_000),
    "chapters": (1, 10, 100),
    "rows": (1_000, 10_000, 100_000, 1_000_000),
    "file": (1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000),
}
COSTS = ("cold", "nothing", "cell")


def of(axis: str, largest: int, folder: Path) -> Iterator[dict[str, object]]:
    """The curve of an axis as it grows: at each size the seconds and megabytes of each cost."""
    points: list[dict[str, float]] = []
    for size in AXES[axis]:
        if size > largest:
            return
        edit = _written(axis, size, folder / axis)
        points.append({"size": size, **_costs(folder / axis, edit)})
        shutil.rmtree(folder / axis)
        yield {"points": points}


def _written(axis: str, size: int, folder: Path) -> Callable[[], object]:
    """Write the report of this size; what changes a cell in it."""
    if axis == "file":
        in_file.write(size, folder)
        return lambda: in_file.fill(size, folder, 1)
    if axis == "chapters":
        shape = replace(BASE, chapters=size, words=1_000 * size, notes=10 * size)
    elif axis == "numbers":
        shape = replace(BASE, numbers=size, words=max(3_000, size * 12))
    else:
        shape = replace(BASE, rows=size)
    subject, _ = synthetic(shape, folder)
    return lambda: subject.edit("cell")


def _costs(folder: Path, edit: Callable[[], object]) -> dict[str, float]:
    cold, memory, said = measure.watched([*cases.BUILD, "--format", "json"], folder)
    nothing = measure.of_command(3, cases.BUILD, folder)
    edit()
    cell = measure.command(cases.BUILD, folder)
    return {
        "cold": round(cold, 3),
        "lineage": max(0.001, json.loads(said)["stages"].get("lineage", 0.0)),
        "nothing": round(nothing.median, 3),
        "cell": round(cell.wall, 3),
        "memory": round(memory, 1),
    }
