"""What every test may use: a small real report, and Hypothesis without a clock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from projects import SAMPLE, Report

# A slow machine is no fault of the code under test.
settings.register_profile(
    "tieout",
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("tieout")


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The sample report, in a folder of its own, as an author has it before the first build."""
    return Report(shutil.copytree(SAMPLE, tmp_path / "report", symlinks=True))


@pytest.fixture(scope="session")
def computed_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report with everything computed once, so that a test need not start pandas again."""
    made = Report(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("computed") / "report"))
    made.compiled()
    return made.root


@pytest.fixture
def computed(computed_sample: Path, tmp_path: Path) -> Report:
    """The sample report as an author has it after a build: statistics and figures are in the cache."""
    return Report(shutil.copytree(computed_sample, tmp_path / "report", symlinks=True))
