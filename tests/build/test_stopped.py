"""A build of editions that is stopped: what it says, what stands, and that no process is left over."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from populations import populations
from projects import Report, clean_environment
from tieout.build import editions
from tieout.build.options import Options

MARK = "TIEOUT_TEST_STOPPED"


def states(report: Report) -> list[str]:
    lines = report.read("_output/editions/index.csv").splitlines()[1:]
    return [line.split(",")[3] for line in lines]


def test_what_was_built_is_counted_and_listed(tmp_path, monkeypatch):
    report = populations(tmp_path, countries=3, years=1)
    project, one = report.project, editions.one

    def stopped(edition, options):
        if edition.asked == "c02-2001":
            raise KeyboardInterrupt
        return one(edition, options)

    monkeypatch.setattr(editions, "one", stopped)
    monkeypatch.setattr(editions, "ProcessPoolExecutor", lambda *_: editions.Here())
    with pytest.raises(
        KeyboardInterrupt, match=r"^2 editions were built; the outputs of all other"
    ):
        editions.build(project, project.editions(), Options(jobs=1), lambda _line: None)
    assert states(report) == ["built", "built", "missing"]
    with pytest.raises(KeyboardInterrupt, match=r"^$"):  # nothing was
        editions.build(project, project.editions(), Options(jobs=1), lambda _line: None)


def left(mark: str) -> list[int]:
    """The processes that have the mark in their environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}\0".encode() in (folder / "environ").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue
    return found


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopped_from_outside(tmp_path, how):
    report = populations(tmp_path, countries=12, years=1)
    command = [sys.executable, "-m", "tieout", "build", "--editions", "all", "-j", "2"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=clean_environment({MARK: tmp_path.name}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if "(2 of 12)" in line:
            break
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does
    else:
        process.send_signal(how)
    deadline = time.monotonic() + 20
    assert process.wait(20) == (-how if how == signal.SIGKILL else 130)
    while left(tmp_path.name) and time.monotonic() < deadline:
        time.sleep(0.05)
    over = left(tmp_path.name)
    for pid in over:
        os.kill(pid, signal.SIGKILL)
    assert over == []
    said += process.stderr.read()
    process.stderr.close()
    if how == signal.SIGKILL:
        return
    (count,) = re.findall(r"Stopped\. (\d+) editions were built; the outputs of all others", said)
    assert 2 <= int(count) <= states(report).count("built") < 12
    assert "Traceback" not in said
