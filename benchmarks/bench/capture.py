"""Capture: what the engine hands to pandoc, Typst and matplotlib, written down so that they can run without it.

Started as `python benchmarks/bench/capture.py PROJECT FOLDER`: builds the project from nothing and leaves in
FOLDER the jobs of pandoc, the folder of Typst, and the figures' functions with what they are given.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from tieout.build import options, pipeline
from tieout.compute.define import Kind
from tieout.compute.frames import frame_of
from tieout.compute.messages import Run
from tieout.compute.processes import Ask, Heard, ScriptProcesses, unheard
from tieout.engines.pandoc import programs, typeset, workers
from tieout.project import Project


def main() -> None:
    """Build, and write down what passes."""
    root, folder = (Path(each).resolve() for each in sys.argv[1:3])
    folder.mkdir(parents=True, exist_ok=True)
    os.chdir(root)
    _pandoc(folder)
    _typst(folder)
    _figures(folder)
    pipeline.build(Project.find(root), options.Options(engine="pandoc", jobs=2), lambda _said: None)
    (folder / "pandoc.json").write_text(
        json.dumps({"lua": programs.command("lua", str(programs.WORKER))}), "utf-8"
    )


def _pandoc(folder: Path) -> None:
    rounds, run = count(1), workers.run

    def captured(
        common: Mapping[str, object], chapters: Sequence[Mapping[str, object]], jobs: int
    ) -> list[dict[str, Any]]:
        place = folder / f"round-{next(rounds)}"
        place.mkdir()
        tasks = [workers.task_of(place, n, chapter) for n, chapter in enumerate(chapters)]
        for n, share in enumerate(workers.shares(tasks, jobs)):
            job = json.dumps({**common, "chapters": share}, ensure_ascii=False)
            (place / f"job-{n}.json").write_text(job, "utf-8")
        for n, task in enumerate(tasks):
            job = json.dumps({**common, "chapters": [task]}, ensure_ascii=False)
            (place / f"alone-{n}.json").write_text(job, "utf-8")
        return run(common, chapters, jobs)

    workers.run = captured


def _typst(folder: Path) -> None:
    set_type = typeset.Press.typeset

    def captured(
        self: typeset.Press, order: typeset.Order, meanwhile: Callable[[], object] = lambda: None
    ) -> typeset.Outcome:
        shutil.copytree(order.root, folder / "typst" / "root")
        shutil.copytree(order.fonts, folder / "typst" / "fonts")
        wanted = {"main": order.main, "timestamp": order.timestamp}
        (folder / "typst" / "order.json").write_text(json.dumps(wanted), "utf-8")
        return set_type(self, order, meanwhile)

    typeset.Press.typeset = captured


def _figures(folder: Path) -> None:
    every = ScriptProcesses.all
    drawn: list[dict[str, object]] = []

    def captured(self: ScriptProcesses, asks: Sequence[Ask], heard: Heard = unheard) -> list[Any]:
        for ask in asks:
            run = ask.request
            if isinstance(run, Run) and run.definition.kind is Kind.FIGURE:
                frames = {table.dataset.name: frame_of(table) for table in ask.tables}
                given = {name: frames[dataset] for name, dataset in run.datasets.items()}
                drawn.append(
                    {
                        "module": run.definition.module,
                        "name": run.definition.name,
                        "given": {**given, **run.values},
                    }
                )
        for n in range(2):
            (folder / f"figures-{n}.pickle").write_bytes(pickle.dumps(drawn[n::2]))
        return every(self, asks, heard)

    ScriptProcesses.all = captured


if __name__ == "__main__":
    main()
