"""Differences: what numbers that are each safe tell together: by taking some from others, of whom few remain.

Two numbers over nearly the same individuals differ by those few. More than two are seen by elimination: the
individuals fall into groups that are in the same numbers; each number is the sum of its groups, and where sums
and differences of numbers leave one group that is too small alone, that group is disclosed.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

# Exact enough to tell what can be eliminated, much quicker than fractions, and its products fit a machine word.
_PRIME = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Fact:
    """That a number counts or adds up something over individuals.

    Attributes:
        name: of the number.
        about: the dataset, and the column of values that is added up; facts about different ones do not mix.
        rows: the individuals.
        edition: the other edition that tells it; empty: the one at hand.
        kind: what the number is: a statistic, or a table.
    """

    name: str
    about: str
    rows: frozenset[Hashable]
    edition: str = ""
    kind: str = "statistic"


def told(facts: Iterable[Fact], minimum: int) -> Iterator[tuple[Fact, ...]]:
    """Numbers that together tell of fewer than `minimum` individuals, each group once; one of each is at hand."""
    subjects: dict[str, dict[frozenset[Hashable], Fact]] = {}
    for each in sorted(facts, key=_order):
        subjects.setdefault(each.about, {}).setdefault(each.rows, each)
    seen: set[frozenset[tuple[str, str]]] = set()
    for every in subjects.values():
        sets = _within_reach(every)
        pairs = [*_pairs(sets, minimum)]
        for found in (*pairs, *_eliminated(sets, minimum)):
            group = frozenset((each.edition, each.name) for each in found)
            if all(edition for edition, _ in group) or len(group) < 2:
                continue
            if not any(group >= known for known in seen):
                seen.add(group)
                yield tuple(sorted(found, key=_order))


def _order(fact: Fact) -> tuple[str, str, str]:
    return fact.about, fact.edition, fact.name


def _within_reach(sets: dict[frozenset[Hashable], Fact]) -> dict[frozenset[Hashable], Fact]:
    """What has individuals in common with the edition at hand, or with what has: editions apart do not."""
    reached: set[Hashable] = set()
    near = {rows: each for rows, each in sets.items() if not each.edition}
    for rows in near:
        reached |= rows
    far = {rows: each for rows, each in sets.items() if each.edition}
    while found := [rows for rows in far if not reached.isdisjoint(rows)]:
        for rows in found:
            reached |= rows
            near[rows] = far.pop(rows)
    return near


def _pairs(sets: dict[frozenset[Hashable], Fact], minimum: int) -> Iterator[tuple[Fact, ...]]:
    """Two numbers that fewer than `minimum` individuals tell apart."""
    by_size = sorted(sets, key=len)
    for n, rows in enumerate(by_size):
        for other in by_size[n + 1 :]:
            if len(other) - len(rows) >= minimum:
                break
            if len(rows ^ other) < minimum:
                yield sets[rows], sets[other]


def _eliminated(sets: dict[frozenset[Hashable], Fact], minimum: int) -> Iterator[tuple[Fact, ...]]:
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
