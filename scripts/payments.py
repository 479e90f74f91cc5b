"""Statistics on unofficial payments at a prison visit."""

from __future__ import annotations

import pandas as pd
from scripts.cells import cell

from tieout import statistic

STEPS = ("gate", "identity", "food_check", "food_desk", "call")


@statistic(
    unit="USD",
    quantity="level",
    decimals=2,
    published="$15",
    published_in="amnesty2020",
    published_at="p. 57",
    title="Payments at the steps of a prison visit",
    note="The total is stated as a minimum; the steps listed add up to less. One payment may be "
    "missing from the list, or the total may have been rounded up.",
)
def visit_steps_sum(visit_payments: pd.DataFrame) -> float:
    """Money paid to officials at the steps of one prison visit.

    Formula in words: front gate, identity card, food check, food registration and call, added.
    """
    return sum(cell(visit_payments, "usd", step=step) for step in STEPS)


@statistic(unit="count", quantity="level", title="Payments at a prison visit")
def visit_steps_count(visit_payments: pd.DataFrame) -> int:
    """How many payments are listed for one prison visit.

    Formula in words: number of steps that have a position.
    """
    return int(visit_payments["position"].notna().sum())


@statistic(unit="USD", quantity="change", decimals=2, title="Stated total above the steps")
def visit_total_gap(visit_payments: pd.DataFrame, visit_steps_sum: float) -> float:
    """How far the stated total of a prison visit lies above the steps listed.

    Formula in words: stated total minus the steps added.
    """
    return cell(visit_payments, "usd", step="total") - visit_steps_sum
