"""Payments: what the finance office paid."""

from __future__ import annotations

import pandas as pd

from tieout import statistic, table


@statistic(unit="USD")
def paid(payments: pd.DataFrame) -> float:
    """All payments together."""
    return float(payments["Betrag"].sum())


@table(caption="Payments by reference, {{< stat paid >}} in all.", units={"Amount": "USD"})
def payments_by_reference(payments: pd.DataFrame) -> pd.DataFrame:
    """Every payment with its amount."""
    shown = payments[["Ref", "Betrag", "Bemerkung"]]
    return shown.set_axis(["Reference", "Amount", "Remark"], axis="columns")
