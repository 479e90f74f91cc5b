"""The rules of disclosure, each against a count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieout.compute.weights import Weighed
from tieout.ledger.disclosure import rules
from tieout.limits import Limits

portions = st.lists(st.integers(0, 1000), max_size=12).map(lambda each: sorted(each, reverse=True))
ACRO = Limits()


@given(portions, st.integers(1, 4), st.sampled_from([0.5, 0.75, 0.9]))
def test_dominance_is_that_some_few_make_more_than_the_part(values, n, k):
    limits = Limits(dominance_n=n, dominance_k=k)
    largest = sum(sorted(values)[-n:])
    assert rules.dominated(values, limits) == (sum(values) > 0 and largest > k * sum(values))


@given(portions, st.sampled_from([0.05, 0.1, 0.5]))
def test_p_percent_is_how_near_the_second_can_guess_the_first(values, p):
    """The second takes its own value from the total and knows the first to within what the others make."""
    if not values:
        assert not rules.guessed(values, Limits(p_percent=p))
        return
    first, *rest = values
    guess = sum(values) - (rest[0] if rest else 0)
    assert rules.guessed(values, Limits(p_percent=p)) == (guess - first < p * first)


@pytest.mark.parametrize(
    ("part", "codes"),
    [
        (Weighed(rows={"d": tuple(range(10))}), []),
        (Weighed(rows={"d": tuple(range(9))}), ["TIE121"]),
        (Weighed(rows={"d": tuple(range(30)), "e": (1,)}), ["TIE121"]),
        (Weighed(flat="zero"), ["TIE125"]),
        (Weighed(flat="one"), ["TIE125"]),
        (Weighed(same=True, rows={"d": (3,)}), ["TIE124"]),
        (Weighed(rows={"d": tuple(range(30))}, portions={"d.v": (91, 1, *[1] * 7)}), ["TIE122"]),
        (Weighed(rows={"d": tuple(range(30))}, portions={"d.v": (45, 45, *[1] * 10)}), []),
        (
            Weighed(
                rows={"d": tuple(range(30))},
                lower={"d": (1, 2)},
                upper={"d": tuple(range(3, 30))},
            ),
            ["TIE125"],
        ),
    ],
)
def test_what_a_part_breaks(part, codes):
    assert [rule.code for rule, _ in rules.broken(part, ACRO, whole=True)] == codes


def test_no_message_says_how_many():
    part = Weighed(rows={"d": (1, 2, 3)}, portions={"d.v": (777, 3)})
    for _, said in rules.broken(part, ACRO):
        assert "3" not in said
        assert "777" not in said
