"""A build on a Dask cluster: real scheduler and workers on this machine, one of them killed midway."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from large import report_of, statistic
from populations import populations
from tieout import catalogue
from tieout.build import editions
from tieout.build.options import Options
from tieout.build.pipeline import build
from tieout.compute.cluster import ClusterProcesses
from tieout.findings import TieoutError

SCRIPTS = "import dask.dataframe as dd\n" + "".join(
    (
        *(
            statistic(f"power_{n}", f"int((cells['value'] ** {n}).sum())", "cells")
            for n in range(6)
        ),
        statistic("total", "events.sum('amount').fetchall()[0][0]"),
        statistic("spread_out", "events['amount'].sum().compute()", "events: dd.DataFrame"),
        statistic("most", "max(power_5, total)", "power_5, total"),
    )
)


def build_of(report, **options):
    said: list[str] = []
    kill = options.pop("kill", None)

    def say(line: str) -> None:
        said.append(line)
        if kill is not None and line.startswith("cluster: 2 of") and kill.poll() is None:
            os.kill(kill.pid, signal.SIGKILL)

    build(report.project, Options(formats=("html",), engine="pandoc", **options), say)
    return (report / "_output/ledger.json").read_bytes(), said


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers in processes of their own: its address, and the workers."""
    there = folder / "scheduler.json"
    folder.mkdir()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    dask = [sys.executable, "-m", "dask"]
    started = []
    try:
        arguments = ["scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard"]
        started.append(
            subprocess.Popen([*dask, *arguments, "--scheduler-file", str(there)], **quiet)
        )
        arguments = ["worker", "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        command = [*dask, *arguments, "--scheduler-file", str(there)]
        started += [subprocess.Popen(command, **quiet) for _ in range(workers)]
        import distributed

        deadline = time.monotonic() + 60
        while not there.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        with distributed.Client(scheduler_file=str(there), set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
            address = client.scheduler.address
        yield address, started[1:]
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_gives_the_ledger_of_a_local_build(tmp_path):
    local = report_of(tmp_path / "local", SCRIPTS)
    apart = report_of(tmp_path / "apart", SCRIPTS)
    with cluster(tmp_path / "cluster", 2) as (address, workers):
        found, said = build_of(apart, scheduler=address, kill=workers[0])
        assert workers[0].poll() == -signal.SIGKILL
    assert any(line.startswith("cluster: 8 of 8") for line in said)
    assert found == build_of(local)[0]


@pytest.mark.slow
def test_editions_on_a_cluster_have_the_ledgers_of_local_ones(tmp_path):
    reports = [populations(tmp_path / name) for name in ("local", "apart")]
    with cluster(tmp_path / "cluster", 2) as (address, _):
        for report, scheduler in zip(reports, ("", address), strict=True):
            project = report.project
            asked = Options(jobs=1, scheduler=scheduler)
            made = editions.build(project, project.editions(), asked, lambda _line: None)
            assert made.code == 0, made.failed
    for name in ("c00-2001", "c01-2002"):
        ledgers = [(each / f"_output/editions/{name}/ledger.json").read_bytes() for each in reports]
        assert ledgers[0] == ledgers[1]


@pytest.mark.slow
def test_a_scheduler_that_nobody_answers_for_is_one_finding(tmp_path):
    report = report_of(tmp_path, statistic("one", "1", ""))
    done = report.tieout("build", "--to", "html", "--scheduler", "tcp://127.0.0.1:9")
    assert done.status == 2
    assert "TIE906" in done.err
    assert len([line for line in done.err.splitlines() if "TIE" in line]) == 1
    assert "Traceback" not in done.err


class Unlike:
    """A client whose workers have another pandas."""

    def run(self, function, names):
        found = function(names)
        return {"tcp://a": found, "tcp://b": {**found, "pandas": "2.0"}}


def test_a_worker_with_other_versions_is_named(tmp_path):
    report = report_of(tmp_path, "")
    with pytest.raises(TieoutError) as raised:
        ClusterProcesses(report.project, "tcp://x", print)._require_alike(Unlike())
    (found,) = raised.value.findings
    assert found.rule == catalogue.UNLIKE_WORKER
    assert "worker tcp://b has pandas 2.0 (here " in found.message
