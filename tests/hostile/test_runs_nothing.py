"""Commands that promise to run nothing of a report run nothing of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from projects import Report, clean_environment

pytestmark = pytest.mark.slow

PROMISED = (
    ("check",),
    ("check", "--format", "sarif"),
    ("explain", "prison_rise"),
    ("trace", "data/prisoners.csv:2"),
    ("numbers",),
    ("audit",),
    ("verify", "--no-run"),
    ("doctor",),
    ("review", "prison_rise", "--by", "Somebody"),
)


def armed(report: Report, mark: Path) -> None:
    """Every file of the report that could be run leaves a mark when it is."""
    shot = f"open({str(mark)!r}, 'a').write(__file__ + '\\n')\n"
    for script in (*report.root.glob("scripts/*.py"), *report.root.glob("figures/*.py")):
        text = script.read_text(encoding="utf-8")
        head, found, rest = text.partition("from __future__ import annotations\n")
        script.write_text(f"{head}{found}{shot}{rest}", encoding="utf-8")
    for name in ("click", "sitecustomize", "usercustomize", "conftest", "yaml", "typst", "pandas"):
        (report.root / f"{name}.py").write_text(shot, encoding="utf-8")


def test_they_run_nothing_and_a_build_does(report: Report, tmp_path: Path):
    mark = tmp_path / "ran"
    assert report.tieout("build").status == 0
    armed(report, mark)
    for command in PROMISED:
        # As the installed command does: `python -m` alone looks into the current folder first.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "tieout", *command],
            cwd=report.root,
            capture_output=True,
            encoding="utf-8",
            env=clean_environment(),
            check=False,
        )
        assert "Traceback" not in done.stdout + done.stderr, (command, done.stderr)
        assert not mark.exists(), (command, mark.read_text())
    report.tieout("build")
    assert mark.exists(), "the arms are loaded"
