"""Readers fed with odd files: the same ones in each run, a few hundred of them; `make fuzz` goes on for hours."""

from __future__ import annotations

import random
import time

import pytest

from fuzz import judge, mutations, targets
from fuzz.world import World, made

SECONDS = 2.0  # of the processor, for all inputs of a target but the first
MOST = 400

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A report that was built."""
    return made(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("name", targets.TARGETS)
def test_a_reader_reads_or_says_what_is_wrong(world: World, name: str) -> None:
    """The inputs are always the same, in the same order; a slow machine only gets less far."""
    target = targets.TARGETS[name]
    read, known = target.of(world), target.corpus(world)
    chance = random.Random(name)
    for number, data in enumerate(known):
        said = judge.judged(read, data, target.bounds).fault
        assert said == "", f"input {number} of the corpus: {data[:500]!r}"
    clock = time.monotonic if target.program else time.process_time
    begun = clock()
    for _ in range(MOST):
        data = mutations.mutated(chance, chance.choice(known), known, min(target.most, 5000))
        said = judge.judged(read, data, target.bounds).fault
        assert said == "", f"an input of {len(data)} bytes: {data[:500]!r}"
        if clock() - begun > SECONDS:
            break


def test_what_breaks_a_reader_is_seen() -> None:
    """The judge itself: other errors, no end, too much memory and what no terminal may be sent are faults."""

    def fails(_data: bytes) -> None:
        raise KeyError

    def hangs(_data: bytes) -> None:
        while True:
            pass

    def grows(data: bytes) -> None:
        data * 400_000_000

    assert judge.judged(fails, b"").outcome == "KeyError"
    assert "more than" in judge.judged(hangs, b"").fault
    assert judge.judged(grows, b"x").outcome == "MemoryError"
    assert judge.judged(len, b"") == judge.Verdict("read")
