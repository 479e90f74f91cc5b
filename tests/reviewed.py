"""Fixtures of tests about reviewing: the sample report with the ledger of a build."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from once import once
from projects import Report
from tieout.ledger.load import load
from tieout.review.material import Material


@pytest.fixture(scope="session")
def reviewed_sample(computed_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report with its ledger, made once."""

    def make(folder: Path) -> None:
        made = Report(shutil.copytree(computed_sample, folder, dirs_exist_ok=True))
        made.write("_output/ledger.json", made.compiled().ledger.as_json())

    return once(tmp_path_factory, "reviewed", make)


@pytest.fixture
def built(reviewed_sample: Path, tmp_path: Path) -> Report:
    """The sample report after a build: the ledger is there, and the figures' files."""
    return Report(shutil.copytree(reviewed_sample, tmp_path / "report", symlinks=True))


@pytest.fixture
def material(built: Report) -> Material:
    """What a review of it reads."""
    return Material(built.project, load(built.project))
