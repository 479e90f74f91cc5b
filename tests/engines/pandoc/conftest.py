"""What tests of the embedded engine's text half share: the bench."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.pandoc.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """An empty bench in a folder of its own."""
    return Bench(tmp_path / "book")
