"""Reads single cells of a dataset by their key, and refuses to guess between rows."""

from __future__ import annotations

import pandas as pd


def cell(table: pd.DataFrame, column: str, **keys: str) -> float:
    """The one value of ``column`` in the row whose key columns hold ``keys``."""
    rows = table
    for name, wanted in keys.items():
        rows = rows[rows[name] == wanted]
    if len(rows) != 1:
        raise LookupError(f"{len(rows)} rows hold {keys}; exactly one was expected")
    return float(rows[column].iloc[0])
