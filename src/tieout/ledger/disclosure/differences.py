"""Differences: what numbers that are each safe tell together: by taking some from others, of whom few remain.

Two numbers over nearly the same individuals differ by those few. More than two are seen by elimination: the
individuals fall into groups that are in the same numbers; each number is the sum of its groups, and where sums
and differences of numbers leave one group that is too small alone, that group is disclosed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_PRIME = 2**61 - 1  # exact enough to tell what can be eliminated, and much quicker than fractions


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
    width = len(ordered)
    lines = [
        {at: 1 for at, inside in enumerate(ordered) if inside >> n & 1} | {width + n: 1}
        for n in range(len(chosen))
    ]
    for line in _reduced(lines, width):
        left = sum(sizes[at] for at in line if at < width)
        if 0 < left < minimum:
            yield tuple(sets[chosen[at - width]] for at in line if at >= width)


def _reduced(lines: list[dict[int, int]], width: int) -> list[dict[int, int]]:
    """The lines in reduced echelon form over a prime field; columns from `width` on are carried along."""
    done: list[tuple[int, dict[int, int]]] = []
    for at in range(width):
        pivot = next((line for line in lines if line.get(at)), None)
        if pivot is None:
            continue
        lines = [line for line in lines if line is not pivot]
        scale = pow(pivot[at], -1, _PRIME)
        pivot = {key: value * scale % _PRIME for key, value in pivot.items()}
        lines = [_less(line, pivot, at) for line in lines]
        done = [(where, _less(line, pivot, at)) for where, line in done]
        done.append((at, pivot))
    return [line for _, line in done]


def _less(line: dict[int, int], pivot: dict[int, int], at: int) -> dict[int, int]:
    factor = line.get(at, 0)
    if not factor:
        return line
    less = {
        key: (line.get(key, 0) - factor * pivot.get(key, 0)) % _PRIME for key in {*line, *pivot}
    }
    return {key: value for key, value in less.items() if value}
