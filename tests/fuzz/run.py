"""Run: every target in turn, for as long as asked; each slice is a process of its own, and continues the last.

    python tests/fuzz/run.py [--hours 2] [--target NAME]… [--store FOLDER] [--slice 60] [--seed 1]

Prints a line a fault as it is found, and a table at the end; ends with 1 where anything was found. The corpus and
the faults, each with an input that was made small, stay in the store.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from fuzz import targets, world  # noqa: E402  # the tests' folder is no package of its own


def sliced(name: str, place: Path, store: Path, seconds: float, seed: int) -> tuple[int, str]:
    """One slice; how many inputs it tried, and what went wrong with the process itself."""
    told = store / "told"
    told.unlink(missing_ok=True)
    given = ["--world", str(place), "--store", str(store)]
    command = [sys.executable, "-m", "fuzz.slices", name, *given]
    done = subprocess.run(
        [*command, "--seconds", str(seconds), "--seed", str(seed)],
        cwd=TESTS,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
        },
        capture_output=True,
        check=False,
    )
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("FAULT"):
            print(line, flush=True)
    tried = json.loads(told.read_text())["tried"] if told.is_file() else 0
    if done.returncode == 0:
        return tried, ""
    kept = store / "faults" / f"{name}-process-{seed}.bin"
    kept.parent.mkdir(exist_ok=True)
    if (store / "last").is_file():
        shutil.copy(store / "last", kept)
    said = done.stderr.decode("utf-8", "replace")[-2000:]
    kept.with_suffix(".txt").write_text(f"exit {done.returncode}\n{said}", "utf-8")
    return tried, f"the process ended with {done.returncode}"


def _processor() -> float:
    """The seconds of the processor that all slices took, with the programs that they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Feed the targets until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--target", action="append", choices=sorted(targets.TARGETS))
    parser.add_argument("--store", type=Path, default=Path(".fuzz"))
    parser.add_argument("--slice", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    store = asked.store.resolve()
    store.mkdir(parents=True, exist_ok=True)
    names = asked.target or list(targets.TARGETS)
    begun, turn = time.monotonic(), 0
    tried: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory(prefix="tieout-fuzz-") as folder:
        made = world.made(Path(folder)).root
        try:
            while (left := asked.hours * 3600 - (time.monotonic() - begun)) > 0:
                name = names[turn % len(names)]
                seconds = min(asked.slice, left)
                fresh = (
                    Path(folder) / "turn"
                )  # what a slice that was killed has left behind harms no other
                shutil.rmtree(fresh, ignore_errors=True)
                shutil.copytree(made, fresh)
                many, ended = sliced(name, fresh, store, seconds, asked.seed + turn)
                tried[name] += many
                if ended:
                    print(f"FAULT {name}: {ended}", flush=True)
                turn += 1
                total = {
                    "hours": round((time.monotonic() - begun) / 3600, 3),
                    "processor hours": round(_processor() / 3600, 3),
                    "inputs": tried.total(),
                    "by target": tried,
                }
                (store / "tally.json").write_text(json.dumps(total, indent=1), "utf-8")
        except KeyboardInterrupt:
            pass  # what there is by then is told
    for name in names:
        print(f"{name:12} {tried[name]:9,}")
    faults = sorted(path.stem for path in (store / "faults").glob("*.txt"))
    hours = (time.monotonic() - begun) / 3600
    print(
        f"{tried.total():,} inputs in {hours:.2f} hours, {_processor() / 3600:.2f} of the processor; faults: {len(faults)} {' '.join(faults)}"
    )
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
