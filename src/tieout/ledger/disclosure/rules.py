"""Rules: what a number of confidential data must not be, one function a rule; none says how much it is.

The tests and their defaults are those of ACRO (threshold, n-k and p-ratio, zeros and wholes, extremes).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tieout import catalogue
from tieout.compute.weights import Weighed
from tieout.findings import Rule
from tieout.limits import Limits


def broken(part: Weighed, limits: Limits, *, whole: bool = False) -> Iterator[tuple[Rule, str]]:
    """Each rule that a part of an outcome breaks, and how, in words that fit behind its name.

    Args:
        part: what was weighed.
        limits: how much must stand behind it.
        whole: whether 1 is all of something here, as in per cent.
    """
    behind = [len(each) for each in part.rows.values()]
    if part.same:
        yield (
            catalogue.EXTREME_VALUE,
            "is just what the cells behind it hold: an extreme, or the same for all",
        )
        return  # all else would follow from that
    if part.flat == "zero" or (part.flat == "one" and whole):
        yield catalogue.ALL_OR_NONE, "says that it is true of nobody, or of all"
    elif any(few(each, limits) for each in behind):
        yield catalogue.TOO_FEW, f"rests on fewer than {limits.minimum} individuals"
    for name in part.lower:
        if few(len(part.lower[name]), limits) or few(len(part.upper.get(name, ())), limits):
            yield (
                catalogue.ALL_OR_NONE,
                f"is a share for which, or against which, fewer than {limits.minimum} individuals stand",
            )
    for portions in part.portions.values():
        if dominated(portions, limits):
            yield (
                catalogue.DOMINATED,
                f"owes more than {limits.dominance_k:.0%} to its {limits.dominance_n} largest contributors",
            )
        elif guessed(portions, limits):
            yield (
                catalogue.ONE_TO_GUESS,
                f"lets its second largest contributor guess the largest to within {limits.p_percent:.0%}",
            )


def few(count: int, limits: Limits) -> bool:
    """Whether so many are too few."""
    return count < limits.minimum


def dominated(portions: Sequence[float], limits: Limits) -> bool:
    """The n-k rule: the `n` largest contributions, given largest first, make more than `k` of the whole."""
    total = sum(portions)
    return total > 0 and sum(portions[: limits.dominance_n]) > limits.dominance_k * total


def guessed(portions: Sequence[float], limits: Limits) -> bool:
    """The p% rule: all but the two largest contributions make less than `p` of the largest."""
    return bool(portions) and sum(portions[2:]) < limits.p_percent * portions[0]
