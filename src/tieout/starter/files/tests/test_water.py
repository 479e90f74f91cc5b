"""The statistics of scripts/water.py, worked out again by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from scripts import water

SUPPLIES = pd.read_csv(Path(__file__).resolve().parents[1] / "data" / "supplies.csv")


def test_lambeth_deaths_per_10000_houses() -> None:
    """98 deaths in 26,107 houses."""
    assert water.lambeth_deaths_per_10000_houses(SUPPLIES) == pytest.approx(98 / 26_107 * 10_000)


def test_southwark_against_lambeth() -> None:
    """1,263 deaths in 40,046 houses against 98 in 26,107."""
    expected = (1_263 / 40_046) / (98 / 26_107)
    assert water.southwark_against_lambeth(SUPPLIES) == pytest.approx(expected)
