"""What every test may use: a small real report, and Hypothesis without a clock."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from once import once
from projects import SAMPLE, Report, Run

ROOT = Path(__file__).resolve().parents[1]

# A slow machine is no fault of the code under test. `HYPOTHESIS_PROFILE=thorough` looks further.
for name, examples in (("quick", 30), ("thorough", 500)):
    settings.register_profile(
        name,
        deadline=None,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


# A shell starts jobs in the background with Ctrl-C ignored, and children inherit that: tests send it for real.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The sample report, in a folder of its own, as an author has it before the first build."""
    return Report(shutil.copytree(SAMPLE, tmp_path / "report", symlinks=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need this report built, or a browser, are slow ones, whoever forgets to say so."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "whole_report" in fixtures or item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def computed_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample report with everything computed once, so that a test need not start pandas again."""

    def make(folder: Path) -> None:
        shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
        Report(folder).compiled()

    return once(tmp_path_factory, "computed", make)


@pytest.fixture(scope="session")
def whole_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project's own report, built as pages, Word document and e-book."""

    def make(copy: Path) -> None:
        ignore = shutil.ignore_patterns("__pycache__", "_tieout", "_book", "_extensions")
        for name in ("data", "figures", "report", "scripts"):
            shutil.copytree(ROOT / name, copy / name, ignore=ignore)
        for name in ("references.bib", "tieout.toml"):
            shutil.copy(ROOT / name, copy / name)
        kept = ROOT / ".tieout" / "cache"
        if kept.is_dir():  # what was computed for the project need not be computed again
            shutil.copytree(kept, copy / ".tieout" / "cache")
        done = Report(copy).tieout("build", "--to", "html,docx,epub", "--engine", "pandoc")
        assert done.status == 0, done.said

    return once(tmp_path_factory, "report", make)


@pytest.fixture
def computed(computed_sample: Path, tmp_path: Path) -> Report:
    """The sample report as an author has it after a build: statistics and figures are in the cache."""
    return Report(shutil.copytree(computed_sample, tmp_path / "report", symlinks=True))


@pytest.fixture
def inside(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Run]]:
    """Run the `tieout` command within this process: as quick as a call."""
    from tieout.cli.main import main

    stops = signal.getsignal(signal.SIGTERM)

    def run(report: Report, *arguments: str) -> Run:
        capfd.readouterr()
        with monkeypatch.context() as patch:
            patch.chdir(report.root)
            patch.setattr(sys, "argv", ["tieout", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
        return Run(int(ended.value.code or 0), *capfd.readouterr())

    yield run
    signal.signal(signal.SIGTERM, stops)
