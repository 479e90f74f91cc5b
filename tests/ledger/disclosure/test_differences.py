"""What numbers tell together, against a solution of their equations by brute force."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tieout.ledger.disclosure.differences import Fact, told

LEAST = 3
sets = st.lists(st.frozensets(st.integers(0, 7), min_size=LEAST), min_size=1, max_size=4)


def names_told(rows, minimum):
    """The names of what tells together."""
    return [tuple(each.name for each in found) for found in told(rows, minimum)]


def facts(rows):
    return [Fact(f"n{n}", "d", each) for n, each in enumerate(rows)]


@given(sets)
def test_nothing_is_said_without_reason(rows):
    """What is named can be told: the equations of the named numbers have the few alone in their span."""
    for names in names_told(facts(rows), LEAST):
        named = [rows[int(name[1:])] for name in names]
        assert tells(named)


@given(sets)
def test_every_two_that_differ_by_few_are_found(rows):
    found = [set(names) for names in names_told(facts(rows), LEAST)]
    for n, one in enumerate(rows):
        for m, other in enumerate(rows[:n]):
            if 0 < len(one ^ other) < LEAST:
                first = rows.index(other), rows.index(one)
                assert any(names <= {f"n{k}" for k in (*first, n, m)} for names in found)


@given(sets)
def test_a_single_person_is_found_whatever_the_way(rows):
    """Elimination is complete for a group that one can solve for by itself."""
    distinct = list(dict.fromkeys(rows))
    groups: dict[tuple[bool, ...], int] = {}
    for person in range(8):
        inside = tuple(person in each for each in distinct)
        if any(inside):
            groups[inside] = groups.get(inside, 0) + 1
    solvable = any(size < LEAST and in_span(distinct, group) for group, size in groups.items())
    if solvable:
        assert names_told(facts(rows), LEAST)


def test_two_numbers_about_different_things_do_not_mix():
    people = frozenset(range(20))
    one, other = Fact("a", "d.paid", people), Fact("b", "d.age", people - {3})
    assert list(names_told([one, other], LEAST)) == []
    assert list(names_told([one, Fact("b", "d.paid", people - {3})], LEAST)) == [("a", "b")]


def test_a_total_without_its_parts_leaves_the_rest():
    everybody = frozenset(range(30))
    parts = [frozenset(range(10)), frozenset(range(10, 28))]
    assert list(names_told(facts([everybody, *parts]), LEAST)) == [("n0", "n1", "n2")]
    assert list(names_told(facts([everybody, parts[0]]), LEAST)) == []


def tells(named):
    """Whether some combination of all these sets, solved exactly, leaves few."""
    groups: dict[tuple[bool, ...], int] = {}
    for person in range(8):
        inside = tuple(person in each for each in named)
        if any(inside):
            groups[inside] = groups.get(inside, 0) + 1
    small = [group for group in groups if groups[group] < LEAST]
    pairs = [(one, other) for one in small for other in small]
    return any(
        groups[one] + (groups[other] if other != one else 0) < LEAST
        and solves(named, {one: 1, other: factor})
        for one, other in pairs
        for factor in (-2, -1, 1, 2)
    )


def in_span(named, group):
    return solves(named, {group: 1})


def solves(named, wanted):
    """Whether the sum of the groups is a combination of the numbers: the rank does not grow by it."""
    groups = list({tuple(p in each for each in named) for p in range(8)} - {(False,) * len(named)})
    lines = [[Fraction(group[n]) for group in groups] for n in range(len(named))]
    extra = [Fraction(wanted.get(group, 0)) for group in groups]
    return rank(lines) == rank([*lines, extra])


def rank(lines):
    lines, found = [list(line) for line in lines], 0
    for column in range(len(lines[0]) if lines else 0):
        pivot = next((n for n in range(found, len(lines)) if lines[n][column]), None)
        if pivot is None:
            continue
        lines[found], lines[pivot] = lines[pivot], lines[found]
        for n in range(len(lines)):
            if n != found and lines[n][column]:
                factor = lines[n][column] / lines[found][column]
                lines[n] = [a - factor * b for a, b in zip(lines[n], lines[found], strict=True)]
        found += 1
    return found
