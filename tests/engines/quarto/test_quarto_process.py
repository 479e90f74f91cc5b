"""Programs are run in a group of their own, and nothing of the group is left."""

import sys
import time
from pathlib import Path

import pytest

from tieout.engines.quarto import process


def python(code):
    return [sys.executable, "-c", code]


def test_status_and_both_streams():
    outcome = process.run(
        python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    )
    assert (outcome.status, outcome.stdout, outcome.stderr) == (3, "out\n", "err\n")


def test_much_output_does_not_block():
    outcome = process.run(
        python(
            "import sys\nfor _ in range(20000): print('x' * 50); print('y' * 50, file=sys.stderr)"
        )
    )
    assert (len(outcome.stdout), len(outcome.stderr)) == (20000 * 51, 20000 * 51)


def test_bytes_that_are_no_text_are_survived():
    outcome = process.run(python("import sys; sys.stderr.buffer.write(b'a\\xff b')"))
    assert outcome.stderr == "a\ufffd b"


def test_progress_is_told_as_it_comes_and_cut_at_carriage_returns():
    told = []
    process.run(
        python("import sys; sys.stderr.write('\\r[1/2] a.qmd\\r[2/2] b.qmd\\nend')"),
        on_line=told.append,
    )
    assert told == ["[1/2] a.qmd", "[2/2] b.qmd", "end"]


@pytest.mark.slow
def test_a_timeout_kills_children_that_ignore_the_signal(tmp_path):
    mark = tmp_path / "mark"
    child = (
        "import signal, time, pathlib; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(2);"
        f"pathlib.Path({str(mark)!r}).write_text('alive')"
    )
    launcher = ["/bin/bash", "-c", f'"{sys.executable}" -c "{child}"; true']
    began = time.monotonic()
    with pytest.raises(process.TimedOutError):
        process.run(launcher, timeout=0.7)
    assert time.monotonic() - began < 2
    time.sleep(2)
    assert not mark.exists()


@pytest.mark.slow
def test_what_the_program_leaves_behind_is_ended_too(tmp_path):
    mark = tmp_path / "mark"
    process.run(["/bin/bash", "-c", f"(sleep 1.5; touch {mark}) & true"])
    time.sleep(1.8)
    assert not mark.exists()


def test_a_program_that_is_not_there():
    with pytest.raises(OSError, match="No such file"):
        process.run(["/no/such/program"])


def test_the_environment(monkeypatch):
    monkeypatch.setenv("QUARTO_PROJECT_DIR", "/somewhere")
    monkeypatch.setenv("QUARTO_PYTHON", "/usr/bin/python3")
    given = process.environment({"A": "b"})
    assert given["NO_COLOR"] == "1"
    assert given["A"] == "b"
    assert given["QUARTO_PYTHON"] == "/usr/bin/python3"
    assert "QUARTO_PROJECT_DIR" not in given


def test_it_runs_where_it_is_told(tmp_path):
    outcome = process.run(python("import os; print(os.getcwd())"), cwd=tmp_path)
    assert Path(outcome.stdout.strip()) == tmp_path.resolve()
