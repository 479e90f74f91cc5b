"""Differences: what numbers that are each safe tell together: by taking some from others, of whom few remain.

Two numbers over nearly the same individuals differ by those few. More than two are seen by elimination: the
individuals fall into groups that are in the same numbers; each number is the sum of its groups, and where sums
and differences of numbers leave one group that is too small alone, that group is disclosed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Exact enough to tell what can be eliminated, much quicker than fractions, and its products fit a machine word.
_PRIME = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Fact:
    """That a number counts or adds up something over individuals.

    Attributes:
        name: of the number, as a message tells it.
        about: the dataset, and the column of values that is added up; facts about different ones do not mix.
        rows: the individuals.
    """

    name: str
    about: str
    rows: frozenset[int]


def told(facts: Iterable[Fact], minimum: int) -> Iterator[tuple[str, ...]]:
    """The names of numbers that together tell of fewer than `minimum` individuals, each group once."""
    subjects: dict[str, dict[frozenset[int], str]] = {}
    for each in sorted(facts, key=lambda fact: (fact.about, fact.name)):
        subjects.setdefault(each.about, {}).setdefault(each.rows, each.name)
    seen: set[frozenset[str]] = set()
    for sets in subjects.values():
        pairs = [*_pairs(sets, minimum)]
        for names in (*pairs, *_eliminated(sets, minimum)):
            group = frozenset(names)
            if len(group) > 1 and not any(group >= known for known in seen):
                seen.add(group)
                yield tuple(sorted(group))


def _pairs(sets: dict[frozenset[int], str], minimum: int) -> Iterator[tuple[str, ...]]:
    """Two numbers that fewer than `minimum` individuals tell apart."""
    by_size = sorted(sets, key=len)
    for n, rows in enumerate(by_size):
        for other in by_size[n + 1 :]:
            if len(other) - len(rows) >= minimum:
                break
            if len(rows ^ other) < minimum:
                yield sets[rows], sets[other]


def _eliminated(sets: dict[frozenset[int], str], minimum: int) -> Iterator[tuple[str, ...]]:
    """Three numbers or more whose sums and differences leave fewer than `minimum` individuals."""
    chosen = [*sets]
    groups: dict[
        int, int
    ] = {}  # which of the numbers, as bits, and how many individuals are in just these
    for row in {row for rows in chosen for row in rows}:
        inside = sum(1 << n for n, rows in enumerate(chosen) if row in rows)
        groups[inside] = groups.get(inside, 0) + 1
    # Large groups are eliminated first, so that what is left over is small.
    ordered = sorted(groups, key=lambda inside: (-groups[inside], inside))
    sizes = [groups[inside] for inside in ordered]
    for left, factors in _reduced(
        [[inside >> n & 1 for inside in ordered] for n in range(len(chosen))]
    ):
        if 0 < sum(sizes[at] for at in left) < minimum:
            yield tuple(sets[chosen[n]] for n in factors)


def _reduced(lines: list[list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """The lines in reduced echelon form: where each is not zero, and which lines went into it."""
    import numpy as np  # only numbers of confidential data pay for it

    count, width = len(lines), len(lines[0]) if lines else 0
    table = np.hstack(
        [np.array(lines, dtype="int64").reshape(count, width), np.eye(count, dtype="int64")]
    )
    done = 0
    for at in range(width):
        filled = np.flatnonzero(table[done:, at])
        if not len(filled):
            continue
        pivot = done + int(filled[0])
        table[[done, pivot]] = table[[pivot, done]]
        table[done] = table[done] * pow(int(table[done, at]), -1, _PRIME) % _PRIME
        for line in np.flatnonzero(table[:, at]):
            if line != done:
                table[line] = (table[line] - table[line, at] * table[done]) % _PRIME
        done += 1
        if done == count:
            break
    for line in table[:done]:
        yield np.flatnonzero(line[:width]).tolist(), np.flatnonzero(line[width:]).tolist()
