"""Lets the report's tests import its scripts, and gives those that need them the outputs of a build of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="session")
def built(whole_report: Path) -> Path:
    """The outputs of a build of the report as it stands: pages, Word document and e-book."""
    return whole_report / "_output"


@pytest.fixture(scope="session")
def numbers(built: Path) -> dict[str, dict[str, Any]]:
    """The numbers of the ledger by name."""
    read = json.loads((built / "ledger.json").read_text(encoding="utf-8"))
    return {each["name"]: each for each in read["numbers"]}
