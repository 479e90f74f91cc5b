"""Lets the report's tests import its scripts, and builds the report once for those that need its ledger."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the whole report built are slow ones."""
    for item in items:
        if "built" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of a build of the report as it stands, in a copy: pages, Word document and e-book."""
    copy = tmp_path_factory.mktemp("report")
    ignore = shutil.ignore_patterns("__pycache__", "_tieout", "_book", "_extensions")
    for name in ("data", "figures", "report", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=ignore)
    for name in ("references.bib", "tieout.toml"):
        shutil.copy(ROOT / name, copy / name)
    kept = ROOT / ".tieout" / "cache"
    if kept.is_dir():  # what was computed for the project need not be computed again
        shutil.copytree(kept, copy / ".tieout" / "cache")
    command = [
        sys.executable,
        "-m",
        "tieout",
        "build",
        "--to",
        "html,docx,epub",
        "--engine",
        "pandoc",
    ]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / "_output"


@pytest.fixture(scope="session")
def numbers(built: Path) -> dict[str, dict[str, Any]]:
    """The numbers of the ledger by name."""
    read = json.loads((built / "ledger.json").read_text(encoding="utf-8"))
    return {each["name"]: each for each in read["numbers"]}
