"""Floor: the very same pandoc, Typst and matplotlib work as bare processes, two at a time, and nothing else."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bench import measure
from bench.cases import clear
from bench.measure import Case

HERE = Path(__file__).parent


@dataclass(slots=True)
class Task:
    """A bare process, and what must have ended before it begins."""

    name: str
    words: list[str]
    after: list[str] = field(default_factory=list)


def captured(project: Path, folder: Path) -> None:
    """Build a project once from nothing, and write down what its programs are given."""
    clear(project)
    measure.command([sys.executable, HERE / "capture.py", project, folder], project)


def tasks(project: Path, folder: Path) -> list[Task]:
    """The processes of a whole build."""
    made: list[Task] = []
    readers: list[str] = []
    for place in sorted(folder.glob("round-*")):
        before = list(readers)
        for job in sorted(place.glob("job-*.json")):
            made.append(Task(f"{place.name}/{job.stem}", pandoc(folder, job), before))
            readers.append(made[-1].name)
    drawers = [
        Task(part.stem, [sys.executable, str(HERE / "bare_figures.py"), str(project), str(part)])
        for part in sorted(folder.glob("figures-*.pickle"))
    ]
    typst = [sys.executable, str(HERE / "bare_typst.py"), str(folder / "typst")]
    after = [*readers, *(task.name for task in drawers)]
    return [*made, *drawers, Task("typst", typst, after)]


def pandoc(folder: Path, job: Path) -> list[str]:
    """The command that has pandoc do a job."""
    programs = json.loads((folder / "pandoc.json").read_text("utf-8"))
    return [*programs["lua"], str(job)]


def cases(project: Path, folder: Path, chapter: str) -> list[Case]:
    """All of it, two at a time; each of its parts alone; and one pandoc run, a chapter read once."""
    made = tasks(project, folder)
    by_name = {task.name: task.words for task in made}
    data = [{"name": t.name, "words": t.words, "after": t.after} for t in made]
    (folder / "floor.json").write_text(json.dumps(data), "utf-8")
    # A process of its own looks after them, as `tieout build` is one.
    whole = [sys.executable, str(HERE / "bare_pair.py"), str(folder / "floor.json")]
    figures = [words for name, words in by_name.items() if name.startswith("figures")]
    readers = [words for name, words in by_name.items() if name.startswith("round-1")]
    commands = {
        "floor": whole,
        "floor_typst": by_name["typst"],
        "floor_figures": _both(folder / "figures.json", figures),
        "floor_pandoc": _both(folder / "pandoc-both.json", readers),
        "pandoc_run": one_chapter(folder, chapter),
    }
    return [measure.case(name, words, project) for name, words in commands.items()]


def one_chapter(folder: Path, chapter: str) -> list[str]:
    """The command that reads a chapter alone, once, and writes it as HTML and Typst."""
    for job in sorted((folder / "round-1").glob("alone-*.json")):
        path = json.loads(job.read_text("utf-8"))["chapters"][0]["path"]
        if path.endswith(chapter):
            return pandoc(folder, job)
    raise LookupError(chapter)


def _both(script: Path, commands: list[list[str]]) -> list[str]:
    told = [{"name": str(n), "words": each, "after": []} for n, each in enumerate(commands)]
    script.write_text(json.dumps(told), "utf-8")
    return [sys.executable, str(HERE / "bare_pair.py"), str(script)]
