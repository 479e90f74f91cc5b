"""Reads single cells of a dataset by their key, and refuses to guess between rows."""

from __future__ import annotations

import pandas as pd


def cell(table: pd.DataFrame, column: str, **keys: str) -> float:
    """The one value of ``column`` in the row whose key columns hold ``keys``."""
    held = pd.Series(True, index=table.index)
    for name, wanted in keys.items():
        held &= table[name] == wanted
    values = table[column][held]
    if len(values) != 1:
        raise LookupError(f"{len(values)} rows hold {keys}; exactly one was expected")
    return float(values.iloc[0])
