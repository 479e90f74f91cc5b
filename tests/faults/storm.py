"""A storm: builds killed with SIGKILL at random moments, one after the other in the same folder.

    python tests/faults/storm.py [--kills 200] [--seed 6]

Three kinds of builds are killed: with no cache; with a cache that knows the last edition alone; with whatever cache
the kills before have left. Half of the kills fall at any moment of what that kind of build takes, half in a stage
drawn by lot: writing the outputs takes a hundredth of a build, and gets its share. A build that came to its end
first is not counted.

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
KINDS = ("cold", "edited", "stormy")


@dataclass
class Tally:
    """What was injected, and what became of it."""

    kills: int = 0
    missed: int = 0  # builds that ended before their kill
    new: int = 0  # outputs were replaced before the kill
    faults: list[str] = field(default_factory=list)
    stages: collections.Counter[str] = field(default_factory=collections.Counter)
    ways: collections.Counter[str] = field(default_factory=collections.Counter)
    kinds: collections.Counter[str] = field(default_factory=collections.Counter)

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


def build(project: Path) -> tuple[int, str]:
    """A build that nobody disturbs: its exit status, and what it said."""
    done = subprocess.run(
        [*BUILD, "-q"], cwd=project, capture_output=True, text=True, timeout=300, check=False
    )
    return done.returncode, done.stderr


@dataclass
class Course:
    """When each stage of a build began, in seconds since its start, and when it ended."""

    begun: dict[str, float]
    end: float

    def lasts(self, stage: str) -> float:
        """How long a stage takes."""
        return (
            min([at for at in self.begun.values() if at > self.begun[stage]] + [self.end])
            - (self.begun[stage])
        )


class Victim:
    """A build that is to be killed, and what it says meanwhile."""

    def __init__(self, project: Path, said: Path, token: str) -> None:
        self.said, self.token, self.begun = said, token, time.monotonic()
        with said.open("wb") as file:
            self.process = subprocess.Popen(
                BUILD,
                cwd=project,
                stdout=file,
                stderr=file,
                env={**os.environ, MARK: token, "NO_COLOR": "1"},
                start_new_session=True,
            )

    @property
    def stages(self) -> list[str]:
        """The stages it has begun; those of pandoc and Typst are stages of their own."""
        lines = self.said.read_text("utf-8", "replace").splitlines()
        begun = (line.partition(":")[0] for line in lines if line and line[0] != " ")
        return ["start", *("end" if each.startswith("Built") else each for each in begun)]

    def course(self) -> Course:
        """Let it come to its end, and tell when it did what."""
        begun: dict[str, float] = {}
        while self.process.poll() is None:
            for stage in self.stages:
                begun.setdefault(stage, time.monotonic() - self.begun)
            time.sleep(0.002)
        end = time.monotonic() - self.begun
        return Course({name: at for name, at in begun.items() if name != "end"}, end)

    def lives_until(self, stage: str, delay: float) -> bool:
        """Wait for the stage and then so many seconds; false: it came to its end first."""
        while stage not in self.stages and self.process.poll() is None:
            time.sleep(0.002)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(delay)
        return self.process.returncode is None


@dataclass
class Clean:
    """What a clean build of each edition gives, made once, when it is first asked for; and how the last went."""

    folder: Path
    made: dict[int, dict[str, bytes]] = field(default_factory=dict)
    course: Course | None = None

    def of(self, number: int) -> dict[str, bytes]:
        """Every output of the edition."""
        if number not in self.made:
            project = Path(shutil.copytree(TESTS / "sample", self.root(number)))
            edit(project, number)
            victim = Victim(project, self.folder / "said", f"{os.getpid()}-clean")
            self.course = victim.course()
            if victim.process.returncode:
                raise SystemExit(f"the clean build fails: {victim.said.read_text()}")
            self.made[number] = contents(project / "_output")
        return self.made[number]

    def root(self, number: int) -> Path:
        """The project as its clean build left it."""
        return self.folder / f"clean{number}"


def prepare(project: Path, kind: str, last: Path) -> None:
    """Give the project the cache that this kind of build finds; `last` is the last edition, built clean."""
    if kind != "stormy":
        shutil.rmtree(project / ".tieout", ignore_errors=True)
    if kind == "edited":
        shutil.copytree(last / ".tieout", project / ".tieout", copy_function=shutil.copy2)


def storm(folder: Path, kills: int, seed: int, tally: Tally, editions: int = EDITIONS) -> None:
    """Kill builds in the folder until so many were killed before their end."""
    chance = random.Random(seed)
    clean = Clean(folder)
    clean.of(0)
    project = Path(shutil.copytree(clean.root(0), folder / "stormy"))
    courses = {"cold": clean.course} if clean.course else {}
    now, tries = 0, 0
    while tally.kills < kills and tries < kills * 3:
        tries += 1
        new = chance.choice([n for n in range(editions) if n != now])
        kind = chance.choice(KINDS)
        way = ("process", "group", "all")[tries % 3]
        expected = {number: clean.of(number) for number in (now, new)}
        prepare(project, kind, clean.root(now))
        edit(project, new)
        victim = Victim(project, folder / "said", f"{os.getpid()}-{tries}")
        if kind not in courses:  # the first of its kind tells how long they take
            courses[kind], now = victim.course(), new
            continue
        course = courses[kind]
        aimed = chance.random() < 0.5
        stage = chance.choice(sorted(course.begun)) if aimed else "start"
        delay = chance.uniform(0, course.lasts(stage) if aimed else course.end)
        if not victim.lives_until(stage, delay):
            now = new
            tally.missed += 1
            continue
        kill(victim.process, way, victim.token)
        tally.kills += 1
        tally.ways[way] += 1
        tally.kinds[kind] += 1
        reached = victim.stages[-1]
        tally.stages[reached] += 1
        name = f"kill {tally.kills} ({way}, {kind}, {reached})"
        found = []
        left = contents(project / "_output")
        tally.new += left == expected[new]
        if left not in expected.values():
            found.append("outputs are neither the old nor the new ones")
        if running := outlived(victim.token):
            found.append(f"{running} processes still run")
        status, told = build(project)
        if status:
            found.append(f"the next build fails: {told}")
        elif contents(project / "_output") != expected[new]:
            found.append("the next build differs from a clean one")
        if litter := {each.name for each in (project / ".tieout").iterdir()} - KNOWN:
            found.append(f"left in .tieout: {', '.join(sorted(litter))}")
        tally.faults += [f"{name}: {each}" for each in found]
        now = new
        for each in found:
            print(f"{name}: {each}", flush=True)
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
    print(f"{tally.survived} of {tally.kills} kills survived (seed {asked.seed})")
    for label, counts in (("how", tally.ways), ("what", tally.kinds), ("while", tally.stages)):
        print(f"{label}: {', '.join(f'{name} {count}' for name, count in counts.most_common())}")
    print(f"outputs already new: {tally.new}; ended before their kill, not counted: {tally.missed}")
    sys.exit(tally.survived < tally.kills)


if __name__ == "__main__":
    main()
