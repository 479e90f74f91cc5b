"""Reads single cells of a dataset by their key, and refuses to guess between rows."""

from __future__ import annotations

import numpy as np
import pandas as pd


def cell(table: pd.DataFrame, column: str, **keys: str) -> float:
    """The one value of ``column`` in the row whose key columns hold ``keys``."""
    # One column is looked up, and not the rows with all of theirs: it is done thousands of times for lineage.
    values = table[column][np.logical_and.reduce([table[name] == keys[name] for name in keys])]
    if len(values) != 1:
        raise LookupError(f"{len(values)} rows hold {keys}; exactly one was expected")
    return float(values.iloc[0])
