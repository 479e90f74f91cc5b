"""Fit: how a cost grows: the exponent of a power law, by least squares on logarithms."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of the line through the points on log-log paper.

    Raises:
        ValueError: there are fewer than two sizes, or one that is not above zero.
    """
    if len(set(sizes)) < 2 or min(*sizes, *costs) <= 0:
        raise ValueError("two different sizes are needed, and costs above zero")
    logarithms = [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    return statistics.linear_regression(*logarithms).slope


def steepest(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The largest exponent from one size to the next: what a fit over all of them may hide."""
    pairs = zip(
        zip(sizes, costs, strict=True), list(zip(sizes, costs, strict=True))[1:], strict=False
    )
    return max(exponent((a, b), (c, d)) for (a, c), (b, d) in pairs)
