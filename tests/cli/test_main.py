"""The command line reads well, and ends with the status it promises."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys

import pytest

import tieout
from projects import clean_environment
from tieout.cli.main import COMMANDS


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help_reads_well_in_80_columns(report, inside, arguments):
    run = inside(report, *arguments)
    assert run.status == 0
    assert run.err == ""
    assert all(len(line) <= 80 for line in run.out.splitlines())
    assert re.search(r"Example: .*\btieout\b", run.out)
    if arguments == ["--help"]:
        assert all(name in run.out for name in COMMANDS)


@pytest.mark.parametrize("arguments", [[], *([name] for name in COMMANDS), ["add", "statistic"]])
def test_help_is_a_letter_away(report, inside, arguments):
    run = inside(report, *arguments, "-h")
    assert (run.status, run.err) == (0, "")
    assert run.out == inside(report, *arguments, "--help").out
    assert run.out.startswith(f"Usage: {' '.join(['tieout', *arguments])} ")


def test_the_version(report, inside):
    assert inside(report, "--version").out == f"tieout, version {tieout.__version__}\n"


def test_without_a_command_the_help_is_shown(report, inside):
    run = inside(report)
    assert run.status == 2
    assert "Usage: tieout" in run.said


def test_a_fault_of_our_own_is_said_as_one(report, inside, monkeypatch):
    from tieout.build import pipeline

    def broken(*_args, **_kwargs):
        raise RuntimeError("this should not be")

    monkeypatch.setattr(pipeline, "build", broken)
    before = report.earlier_outputs()
    run = inside(report, "build")
    assert run.status == 2
    assert "tieout error TIE999 RuntimeError: this should not be" in run.err
    assert report.outputs() == before


@pytest.mark.parametrize("stop", [KeyboardInterrupt, signal.SIGTERM])
def test_stopping_is_told_and_is_no_fault(report, inside, monkeypatch, stop):
    from tieout.build import pipeline

    def stopped(*_args, **_kwargs):
        if stop is KeyboardInterrupt:
            raise KeyboardInterrupt
        os.kill(os.getpid(), stop)

    monkeypatch.setattr(pipeline, "build", stopped)
    before = report.earlier_outputs()
    run = inside(report, "build")
    assert run.status == 130
    assert run.err.strip() == "Stopped. The last outputs are as they were."
    assert report.outputs() == before


def test_a_reader_that_goes_away_is_no_fault(report):
    with subprocess.Popen(
        [sys.executable, "-m", "tieout", "build", "--format", "json"],
        cwd=report.root.parent,  # no project here: an answer at once
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=clean_environment(),
    ) as process:
        process.stdout.close()
        said = process.stderr.read()
    assert "Traceback" not in said
    assert process.returncode in {1, 2}


def test_a_failure_for_a_program_is_json_also_before_anything_is_read(tmp_path, inside, report):
    (report / "tieout.toml").unlink()
    run = inside(report, "build", "--format=json")
    assert run.status == 2
    assert [each["code"] for each in json.loads(run.out)["findings"]] == ["TIE001"]


@pytest.mark.slow
def test_the_readers_own_colours_and_width_do_not_matter(report, inside, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("FORCE_COLOR", "1")
    run = inside(report, "build", "--to", "docx")
    assert "\x1b[" not in run.err


def test_the_end_of_a_command_says_nothing_of_what_libraries_hold():
    """Python is not asked to look for circles as it ends; DuckDB would say that it misses what it gave out."""
    script = (
        "import duckdb, sys\n"
        "held = duckdb.connect().execute('SELECT 1')\n"
        "sys.argv = ['tieout', '--version']\n"
        "from tieout.cli.main import main\n"
        "main()\n"
    )
    words = [sys.executable, "-c", script]
    made = subprocess.run(
        words, check=False, capture_output=True, text=True, env=clean_environment()
    )
    assert (made.returncode, made.stderr) == (0, "")
