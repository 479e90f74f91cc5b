"""A folder that is gone, and outputs that cannot be written to: one finding each, and no traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from projects import Report, clean_environment


def shell(report: Report, line: str) -> subprocess.CompletedProcess[str]:
    """A line of the shell in which `tieout` is the real command."""
    command = f'tieout() {{ "{sys.executable}" -m tieout "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", command],
        cwd=report.root,
        capture_output=True,
        text=True,
        env=clean_environment(),
        timeout=120,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("command", ["build", "check", "init", "doctor", "numbers"])
def test_in_a_folder_that_was_removed(report: Report, command: str) -> None:
    done = shell(report, f"mkdir away && cd away && rmdir ../away && tieout {command}")
    assert done.returncode == 2
    assert done.stderr.startswith(". error TIE001 the current folder was removed\n")
    assert done.stderr.count("TIE") == 1
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["--version", "--help", "check --format json", "explain --help"]
)
@pytest.mark.parametrize(
    ("where", "why"), [("/dev/full", "No space left on device"), ("&-", "it is closed")]
)
def test_where_nothing_can_be_printed(report: Report, command: str, where: str, why: str) -> None:
    done = shell(report, f"tieout {command} >{where}")
    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == f"standard output error TIE902 cannot write: {why}"
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.slow
def test_without_an_error_stream_or_input(report: Report) -> None:
    done = shell(report, "tieout check 2>&- <&-")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "")
    assert shell(report, "tieout --version 2>&- <&-").returncode == 0
    assert shell(report, "tieout check 2>/dev/full").returncode == 2
