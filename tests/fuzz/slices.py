"""Slices: one target fed for a while in a process of its own; what is news is kept and fed on.

    python -m fuzz.slices TARGET --world FOLDER --store FOLDER --seconds 60 --seed 1

An input is news when it ends otherwise than any before: with other codes, or in another time. It adds to
FOLDER/corpus/TARGET and FOLDER/faults, and prints how many inputs it tried.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz import judge, mutations, targets
from fuzz.world import Target, World, within

TIDIED = 500  # inputs after which the reader's cache is dropped


@dataclass
class Slice:
    """One target's turn."""

    target: Target
    world: World
    store: Path
    seconds: float
    chance: random.Random
    tried: int = 0
    outcomes: set[str] = field(default_factory=set)
    known: list[bytes] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.read = self.target.of(self.world)
        self.corpus = self.store / "corpus" / self.target.name
        self.corpus.mkdir(parents=True, exist_ok=True)
        (self.store / "faults").mkdir(exist_ok=True)
        self.known = self.target.corpus(self.world)
        self.known += [path.read_bytes() for path in sorted(self.corpus.iterdir())]

    @property
    def over(self) -> bool:
        """Whether the time is."""
        return time.monotonic() - self.begun > self.seconds

    def one(self, data: bytes) -> None:
        """Judge one input; keep it where it is news."""
        data = data[: self.target.most]
        (self.store / "last").write_bytes(data)  # what killed the process, if it is killed
        verdict = self.judged(data)
        self.tried += 1
        if self.tried % TIDIED == 0:
            self.world.tidy()
        if verdict.fault:
            self._fault(verdict, data)
        elif verdict.outcome not in self.outcomes:
            self.outcomes.add(verdict.outcome)
            self.keep(data)

    def judged(self, data: bytes) -> judge.Verdict:
        """What becomes of an input."""
        return judge.judged(self.read, data, self.target.bounds)

    def keep(self, data: bytes) -> None:
        """Put an input into the corpus."""
        self.known.append(data)
        (self.corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)

    def mutated(self, data: bytes) -> bytes:
        """Another input made of one."""
        return mutations.mutated(self.chance, data, self.known, self.target.most)

    def _fault(self, verdict: judge.Verdict, data: bytes) -> None:
        """Write a fault down, once for each place it comes from, with the smallest input found for it."""
        where = [line for line in verdict.fault.splitlines() if "/tieout/" in line][-1:]
        kind = f"{self.target.name} {verdict.outcome} {where or verdict.fault[:60]}"
        name = (
            self.store
            / "faults"
            / f"{self.target.name}-{hashlib.sha256(kind.encode()).hexdigest()[:8]}"
        )
        if name.with_suffix(".txt").exists():
            return
        if verdict.outcome != "slow":
            data = self._smaller(verdict, data)
        name.with_suffix(".txt").write_text(self.judged(data).fault, "utf-8")
        name.with_suffix(".bin").write_bytes(data)
        print(f"FAULT {name.name}: {verdict.outcome}", flush=True)

    def _smaller(self, verdict: judge.Verdict, data: bytes) -> bytes:
        """The input with all pieces out that it breaks without."""
        deadline = time.monotonic() + 20
        size = len(data) // 2
        while size:
            at = 0
            while at < len(data) and time.monotonic() < deadline:
                less = data[:at] + data[at + size :]
                found = self.judged(less)
                if found.fault and found.outcome == verdict.outcome:
                    data = less
                else:
                    at += size
            size //= 2
        return data


def fed(turn: Slice) -> None:
    """Mutate what is known, until the time is over."""
    for data in turn.known[:]:
        turn.one(data)
    while not turn.over:
        turn.one(turn.mutated(turn.chance.choice(turn.known)))
    said(turn)


def said(turn: Slice) -> None:
    """Tell the runner how far it is."""
    told: dict[str, Any] = {"tried": turn.tried, "outcomes": len(turn.outcomes)}
    (turn.store / "told").write_text(json.dumps(told), "utf-8")


def main() -> None:
    """One slice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(targets.TARGETS))
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    world = within(asked.world)
    target = targets.TARGETS[asked.target]
    turn = Slice(target, world, asked.store, asked.seconds, random.Random(asked.seed))
    fed(turn)


if __name__ == "__main__":
    main()
