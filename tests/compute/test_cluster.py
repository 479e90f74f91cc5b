"""A build on a Dask cluster: real scheduler and workers on this machine, one of them killed midway."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from large import report_of, statistic
from populations import populations
from tieout import catalogue
from tieout.build import editions
from tieout.build.options import Options
from tieout.build.pipeline import build
from tieout.compute.connection import Connection
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
    kill, when = options.pop("kill", None), options.pop("when", "cluster: 2 of")

    def say(line: str) -> None:
        said.append(line)
        if kill is not None and line.startswith(when) and kill.poll() is None:
            os.kill(kill.pid, signal.SIGKILL)

    build(report.project, Options(formats=("html",), engine="pandoc", **options), say)
    return (report / "_output/ledger.json").read_bytes(), said


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers in processes of their own: its address, and the workers before the scheduler."""
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
        yield address, [*started[1:], started[0]]
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


@pytest.mark.slow
def test_a_scheduler_that_dies_is_one_finding(tmp_path):
    report = report_of(tmp_path / "apart", SCRIPTS)
    with cluster(tmp_path / "cluster", 1) as (address, (_, scheduler)):
        with pytest.raises(TieoutError) as raised:
            build_of(report, scheduler=address, kill=scheduler)
        assert scheduler.poll() == -signal.SIGKILL
    (found,) = raised.value.findings
    assert (found.rule, raised.value.found) == (catalogue.NO_CLUSTER, False)
    assert found.message == f"the scheduler at {address} was lost"


@pytest.mark.slow
def test_editions_built_before_the_scheduler_died_stay_built(tmp_path):
    report = populations(tmp_path / "report", countries=3, years=1)
    project = report.project
    with cluster(tmp_path / "cluster", 1) as (address, (_, scheduler)):

        def say(line: str) -> None:
            if line.startswith("c00-2001: built"):
                scheduler.kill()

        asked = Options(jobs=1, scheduler=address)
        made = editions.build(project, project.editions(), asked, say)
    assert [each.summary is not None for each in made.outcomes] == [True, False, False]
    assert made.code == 2
    (finding,), again = (each.findings for each in made.failed)
    assert again == (finding,)
    assert "was lost" in finding.message
    lines = report.read("_output/editions/index.csv").splitlines()
    assert [line.split(",")[3] for line in lines] == ["state", "built", "missing", "missing"]


@pytest.mark.parametrize(
    "address",
    [
        "nonsense",
        "tcp://127.0.0.1",
        "tcp://127.0.0.1:notaport",
        "tcp://127.0.0.1:0",
        "tcp://127.0.0.1:99999",
        "tcp://:9",
        "tcp://::1:80",
        "http://127.0.0.1:80",
        "inproc://x",
        "tls://127.0.0.1:9",  # without certificates
    ],
)
def test_what_is_no_address_is_said_before_anybody_is_asked(address, monkeypatch):
    import distributed

    monkeypatch.setattr(distributed, "Client", None)
    with pytest.raises(TieoutError, match=f"at {re.escape(address)} cannot be reached: ") as raised:
        Connection.to(address)
    assert [each.code for each in raised.value.findings] == ["TIE906"]


class Client:
    """Stands for a client: its scheduler has these workers, each with its versions."""

    def __init__(self, **workers):
        self.there = workers
        self.is_lost = False

    def run_on_scheduler(self, known):
        if self.is_lost:
            raise OSError("Timed out trying to connect")
        said = {name: SimpleNamespace(server_id=f"process-{name}") for name in self.there}
        return known(dask_scheduler=SimpleNamespace(workers=said))

    def run(self, function, *given, workers=None, on_error):
        self.scatter()
        assert on_error in {"return", "ignore"}
        names = self.there if workers is None else workers
        return {name: self.there[name](function(*given)) for name in names}

    def scatter(self):
        if self.is_lost:
            raise AttributeError("'NoneType' object has no attribute 'broadcast'")

    def close(self, timeout):
        raise TimeoutError(timeout)


def alike(versions):
    return versions


def test_a_worker_with_other_versions_is_named():
    there = Connection("tcp://x", Client(a=alike, b=lambda found: {**found, "pandas": "2.0"}))
    with pytest.raises(TieoutError) as raised:
        there.require_alike()
    (found,) = raised.value.findings
    assert found.rule == catalogue.UNLIKE_WORKER
    assert "worker b has pandas 2.0 (here " in found.message


def test_a_worker_that_joins_late_is_looked_at_too_and_no_other_again():
    client = Client(a=alike)
    there = Connection("tcp://x", client)
    assert there.require_alike()
    client.there["a"] = None  # is not called any more
    client.there["gone"] = lambda _found: OSError("gone since")
    assert there.require_alike()
    client.there["b"] = lambda _found: TypeError("code() of another Python")
    with pytest.raises(TieoutError, match="TIE907 worker b has Python missing"):
        there.require_alike()


def test_whichever_call_notices_that_the_scheduler_is_lost_it_is_one_finding():
    client = Client(a=alike)
    there = Connection("tcp://x", client)
    client.is_lost = True
    calls = (there.workers, there.require_alike, lambda: there.asked(client.scatter))
    for call in (*calls, lambda: there.everywhere(alike, {})):
        with pytest.raises(TieoutError, match="TIE906 the scheduler at tcp://x was lost"):
            call()
    there.close(alike, {})  # raises nothing


def test_what_fails_while_the_scheduler_answers_is_not_called_its_loss():
    client = Client(a=alike)
    there = Connection("tcp://x", client)

    def fail(error):
        raise error

    with pytest.raises(TypeError, match="ours"):
        there.asked(fail, TypeError("ours"))
    with pytest.raises(TieoutError, match="did not answer: slow"):
        there.asked(fail, OSError("slow"))
    client.there.clear()
    with pytest.raises(TieoutError, match="has lost all its workers"):
        there.asked(fail, TimeoutError())
