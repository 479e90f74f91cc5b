"""Times tieout beside the bare work of its programs and beside other tools, in one run.

    python benchmarks/run.py [--runs 5] [--size full|tiny] [--only builds,checks,preview,own,peers,growth]
                             [--largest 100000000] [--page]

Everything happens in temporary folders. The results go to benchmarks/results.json: what was not measured in this
run stays as it was. Then docs/performance.md is made from them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from bench import cases, floor, growth, machine, measure, warm
from bench.content import Content
from bench.edits import Edit, Subject, own, synthetic
from bench.measure import Measured, command, in_turns
from bench.peers import bookdown, quarto, sphinx
from bench.peers.peer import Absent
from bench.results import Results
from bench.shape import FULL, TINY

HERE = Path(__file__).parent
PARTS = ("builds", "checks", "preview", "own", "peers", "growth")


def main() -> None:
    """Measure what is asked for, keep it, and make the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", default=5, type=int)
    parser.add_argument("--size", choices=("full", "tiny"), default="full")
    parser.add_argument("--only", default=",".join(PARTS))
    parser.add_argument("--largest", default=100_000_000, type=int, help="of what grows")
    parser.add_argument("--results", default=HERE / "results.json", type=Path)
    parser.add_argument("--page", action="store_true", help="make the page alone")
    asked = parser.parse_args()
    if not asked.page:
        results = Results(asked.results)
        with tempfile.TemporaryDirectory(prefix="tieout-bench-") as folder:
            _measure(asked, results, Path(folder))
    from performance import page

    page.write(asked.results)


def _measure(asked: argparse.Namespace, results: Results, folder: Path) -> None:
    parts, runs = asked.only.split(","), asked.runs
    results.put("machine", machine.description())
    subject, content = synthetic(FULL if asked.size == "full" else TINY, folder / "synthetic")
    trial, _ = synthetic(TINY, folder / "trial")
    command(cases.BUILD, trial.folder)  # whatever is compiled once is compiled
    results.put("bare", cases.python(max(runs, 5), folder).as_data())
    if set(parts) & {"builds", "checks", "preview"}:
        _report(results, subject, parts, runs, folder / "floor")
    if "own" in parts:
        _report(results, own(HERE.parent, folder / "own"), parts, runs, folder / "own-floor")
    if "peers" in parts:
        _peers(results, subject, content, folder, runs)
    if "growth" in parts:
        for axis in growth.AXES:
            for curve in growth.of(axis, asked.largest, folder / "growth"):
                results.put(f"growth.{axis}", curve)


def _report(
    results: Results, subject: Subject, parts: list[str], runs: int, captured: Path
) -> None:
    def tell(name: str, measured: Measured) -> None:
        results.put(f"{subject.name}.{name}", measured.as_data())

    if "builds" in parts or subject.name == "own":
        floor.captured(subject.folder, captured)
        stages: cases.Stages = {}
        bare = floor.cases(subject.folder, captured, subject.chapter)
        found = in_turns(runs, [*bare, *cases.builds(subject, stages)])
        for name, measured in found.items():
            tell(name, measured)
        results.put(f"{subject.name}.stages", cases.medians(stages))
        command(cases.BUILD, subject.folder)
    if "checks" in parts or subject.name == "own":
        cases.checks(subject, runs, tell)
    if "preview" in parts or subject.name == "own":
        command(cases.BUILD, subject.folder)
        for name, measured in warm.rounds(subject, runs).items():
            tell(name, measured)


def _peers(results: Results, subject: Subject, content: Content, folder: Path, runs: int) -> None:
    """Each tool by what it makes most of, in turns with tieout."""
    found = {
        "bookdown": bookdown.of(content, folder / "bookdown"),
        "sphinx": sphinx.of(content, folder / "sphinx", folder / "sphinx-env"),
        "quarto": quarto.of(content, folder / "quarto"),
    }
    for key, peer in found.items():
        if isinstance(peer, Absent):
            results.put(f"peers.{key}", {"name": peer.name, "absent": peer.reason})
            continue
        output = next(each for each in ("HTML and PDF", "HTML") if each in peer.commands)
        label, words = ("html" if output == "HTML" else "both"), peer.commands[output]
        command(words, peer.folder)
        turns = [measure.case(f"{label}_cold", words, peer.folder, peer.clear)]
        for kind, edit in peer.edits.items():
            edited = partial(_edited, edit, count())
            turns.append(measure.case(f"{label}_{kind}", words, peer.folder, edited))
        pages = ["--to", "html"] if output == "HTML" else []
        turns += cases.ours(subject, "ours", [*cases.BUILD, *pages])
        told = {n: each.as_data() for n, each in in_turns(runs, turns, peaks=False).items()}
        results.put(f"peers.{key}", {"name": peer.name, **told})


def _edited(edit: Edit, turns: Iterator[int]) -> None:
    """Make an edit that was not made before."""
    edit.make(next(turns))


if __name__ == "__main__":
    begun = time.perf_counter()
    main()
    print(f"{time.perf_counter() - begun:.0f} s")
