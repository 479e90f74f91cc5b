"""A storm: builds killed with SIGKILL at random moments, one after the other in the same folder.

    python tests/faults/storm.py [--kills 200] [--seed 6]

After each kill the outputs must be those of the last edition or of the new one, whole; nothing of the build may
run any more; and the next build must succeed and give, byte for byte, what a clean build gives. Prints a line a
fault and a summary; ends with 1 where something did not survive.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parents[1]
MARK = "TIEOUT_STORM"
KNOWN = {".gitignore", "assets", "cache", "lock", "stamp.json"}
BUILD = [sys.executable, "-m", "tieout", "build", "--to", "html,pdf,docx,epub", "--jobs", "2"]
EDITIONS = 4


@dataclass
class Tally:
    """What was injected, and what became of it."""

    kills: int = 0
    new: int = 0  # outputs were replaced before the kill
    faults: list[str] = field(default_factory=list)
    stages: collections.Counter[str] = field(default_factory=collections.Counter)
    ways: collections.Counter[str] = field(default_factory=collections.Counter)

    @property
    def survived(self) -> int:
        return self.kills - len({fault.split(":")[0] for fault in self.faults})


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(project: Path, number: int) -> None:
    """Make the project that edition: another cell, another word, another line of a script."""
    for name in ("data/prisoners.csv", "report/prisons.qmd", "scripts/prisons.py"):
        (project / name).write_bytes((TESTS / "sample" / name).read_bytes())
    if number:
        table = project / "data/prisoners.csv"
        first, *rest = table.read_text("utf-8").splitlines()
        cells = rest[0].split(",")
        column = first.split(",").index("prisoners")
        cells[column] = str(int(cells[column]) + number)
        table.write_text("\n".join([first, ",".join(cells), *rest[1:]]) + "\n", "utf-8")
        with (project / "report/prisons.qmd").open("a", encoding="utf-8") as file:
            file.write(f"\nWord number {number}.\n")
        with (project / "scripts/prisons.py").open("a", encoding="utf-8") as file:
            file.write(f"\n\nEDITION = {number}\nif EDITION > 9:\n    raise ValueError\n")


def marked(token: str) -> list[int]:
    """The processes that still run and carry the mark in their environment."""
    found = []
    wanted = f"{MARK}={token}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and int(folder.name) != os.getpid():
            with contextlib.suppress(OSError):
                if wanted in (folder / "environ").read_bytes().split(b"\0"):
                    found.append(int(folder.name))
    return found


def kill(process: subprocess.Popen[bytes], way: str, token: str) -> None:
    """Kill the build: it alone, its group, or all that it started at once."""
    with contextlib.suppress(ProcessLookupError):
        if way == "process":
            process.kill()
        elif way == "group":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            for pid in [process.pid, *marked(token)]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    process.wait()


def outlived(token: str) -> int:
    """How many processes of a killed build still run a while later; they are ended."""
    deadline = time.monotonic() + 5
    while marked(token) and time.monotonic() < deadline:
        time.sleep(0.02)
    running = marked(token)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(running)


def build(project: Path) -> tuple[int, str, float]:
    """A build that nobody disturbs."""
    begun = time.monotonic()
    done = subprocess.run(
        [*BUILD, "-q"], cwd=project, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stderr, time.monotonic() - begun


def clean(folder: Path) -> tuple[list[dict[str, bytes]], float]:
    """What a clean build of each edition gives, and how long one takes."""
    made, longest = [], 0.0
    for number in range(EDITIONS):
        project = Path(shutil.copytree(TESTS / "sample", folder / f"clean{number}"))
        edit(project, number)
        status, said, seconds = build(project)
        if status:
            raise SystemExit(f"the clean build fails: {said}")
        longest = seconds if number else 0.0  # the first compiles what it imports
        made.append(contents(project / "_output"))
    return made, longest


def storm(folder: Path, kills: int, seed: int, tally: Tally) -> None:
    """Kill builds in the folder until so many were killed before their end."""
    chance = random.Random(seed)
    expected, longest = clean(folder)
    project = Path(shutil.copytree(folder / "clean0", folder / "stormy"))
    now, tries = 0, 0
    while tally.kills < kills and tries < kills * 3:
        tries += 1
        new = chance.choice([n for n in range(EDITIONS) if n != now])
        cold = chance.random() < 0.5
        way = ("process", "group", "all")[tries % 3]
        delay = chance.uniform(0.02, longest)
        if cold:
            shutil.rmtree(project / ".tieout", ignore_errors=True)
        edit(project, new)
        token = f"{os.getpid()}-{tries}"
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(
                BUILD,
                cwd=project,
                stdout=said,
                stderr=said,
                env={**os.environ, MARK: token, "NO_COLOR": "1"},
                start_new_session=True,
            )
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(delay)
            if process.returncode is not None:
                now = new  # it came to its end first: no kill
                continue
            kill(process, way, token)
        tally.kills += 1
        tally.ways[way] += 1
        lines = (folder / "said").read_text("utf-8", "replace").splitlines()
        stage = lines[-1].partition(":")[0] if lines else "start"
        tally.stages[stage] += 1
        name = f"kill {tally.kills} ({way}, {'cold' if cold else 'warm'}, {delay:.2f} s, {stage})"
        left = contents(project / "_output")
        tally.new += left == expected[new]
        if left not in (expected[now], expected[new]):
            tally.faults.append(f"{name}: outputs are neither the old nor the new ones")
        if running := outlived(token):
            tally.faults.append(f"{name}: {running} processes still run")
        status, told, _ = build(project)
        if status:
            tally.faults.append(f"{name}: the next build fails: {told}")
        elif contents(project / "_output") != expected[new]:
            tally.faults.append(f"{name}: the next build differs from a clean one")
        if litter := {each.name for each in (project / ".tieout").iterdir()} - KNOWN:
            tally.faults.append(f"{name}: left in .tieout: {', '.join(sorted(litter))}")
        now = new
        for fault in tally.faults:
            if fault.startswith(name):
                print(fault, flush=True)
        if tally.kills % 10 == 0:
            print(f"{tally.survived} of {tally.kills} kills survived so far", flush=True)


def main() -> None:
    """Print what was injected and what survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=6)
    asked = parser.parse_args()
    tally = Tally()
    with (
        tempfile.TemporaryDirectory(prefix="tieout-storm-") as folder,
        contextlib.suppress(KeyboardInterrupt),  # what there is by then is told
    ):
        storm(Path(folder), asked.kills, asked.seed, tally)
    ways = ", ".join(f"{way} {count}" for way, count in sorted(tally.ways.items()))
    stages = ", ".join(f"{stage} {count}" for stage, count in tally.stages.most_common())
    print(f"{tally.survived} of {tally.kills} kills survived (seed {asked.seed})")
    print(f"killed: {ways}; while: {stages}; outputs already new: {tally.new}")
    sys.exit(tally.survived < tally.kills)


if __name__ == "__main__":
    main()
