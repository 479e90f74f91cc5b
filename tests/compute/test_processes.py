"""Processes: each request goes to one that is ready for it; none waits for another, and none is left over."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from projects import Report, small
from tieout.compute.messages import Reply, Run
from tieout.compute.process import EndedError, ScriptProcess
from tieout.compute.processes import Ask, ScriptProcesses
from tieout.findings import TieoutError
from tieout.processes import group

pytestmark = pytest.mark.slow  # each starts processes that load pandas
MANY = [f"n{number:02}" for number in range(20)]


SCRIPT = "import os\nfrom tieout import statistic\n" + "".join(
    f'@statistic(unit="count", title="T")\ndef {name}() -> int:\n    """D."""\n    {body}\n'
    for name, body in {
        **{name: f"return {number}" for number, name in enumerate(MANY)},
        "dies": "os.abort()",
    }.items()
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return small(tmp_path, SCRIPT)


def asks(report: Report, *names: str) -> list[Ask]:
    known = report.inputs().definitions
    return [Ask(Run(known[name], {}, {}), (), known[name].place) for name in names]


def test_replies_come_in_the_order_of_the_requests(report: Report) -> None:
    heard: dict[int, Reply] = {}
    with ScriptProcesses(report.project, 2) as processes:
        replies = processes.all(asks(report, *MANY), heard.__setitem__)
    assert replies == list(range(20))
    assert heard == dict(enumerate(range(20)))


def test_two_that_are_ready_share_a_handful(report: Report) -> None:
    with ScriptProcesses(report.project, 2) as processes:
        processes.start()
        assert all(each.ready(60) for each in (processes.first, *processes._more))
        replies = processes.all(asks(report, "n01", "n02"))
    assert replies == [1, 2]


def test_one_that_is_not_ready_keeps_nobody_waiting(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptProcesses(report.project, 2) as processes:
        processes.start()
        monkeypatch.setattr(processes._more[0], "ready", time.sleep)
        assert processes.all(asks(report, *MANY)) == list(range(20))


def test_one_that_dies_takes_its_own_request_along(report: Report) -> None:
    with ScriptProcesses(report.project, 2) as processes:
        processes.start()
        *good, bad = processes.all(asks(report, *MANY, "dies"))
    assert good == list(range(20))
    assert isinstance(bad, TieoutError)
    assert bad.findings[0].code == "TIE209"


def test_one_that_dies_before_it_is_ready_takes_nothing_along(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptProcesses(report.project, 2) as processes:
        processes.first.start()
        with monkeypatch.context() as other:
            other.setenv("PYTHONPATH", str(report.root / "broken"))
            report.write("broken/pandas.py", "import os; os.abort()\n")
            processes._more[0].start()
        assert processes.all(asks(report, *MANY)) == list(range(20))
        assert processes._more[0].lost


def test_what_goes_wrong_with_a_reply_is_raised_at_once(report: Report) -> None:
    heard: list[int] = []

    def full(number: int, _reply: Reply) -> None:
        heard.append(number)
        raise OSError("disk full")

    with ScriptProcesses(report.project, 2) as processes:
        processes.start()
        with pytest.raises(OSError, match="disk full"):
            processes.all(asks(report, *MANY), full)
    assert len(heard) <= 2


def test_nothing_is_begun_anew_where_one_is_interrupted(report: Report) -> None:
    def interrupted(_number: int, _reply: Reply) -> None:
        raise KeyboardInterrupt

    with ScriptProcesses(report.project, 2) as processes:
        processes.start()
        with pytest.raises(KeyboardInterrupt):
            processes.all(asks(report, *MANY), interrupted)
        assert not any(each.started for each in (processes.first, *processes._more))


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_is_begun_anew_where_they_are_ended_for_good(report: Report, jobs: int) -> None:
    """What a preview catches up with is out of date when the next change comes, and so is the rest of it."""
    heard: list[int] = []
    processes = ScriptProcesses(report.project, jobs)

    def ended(number: int, _reply: Reply) -> None:
        heard.append(number)
        processes.end()

    with pytest.raises(EndedError):
        processes.all(asks(report, *MANY), ended)
    assert len(heard) <= jobs
    with pytest.raises(EndedError):
        processes.all(asks(report, "n01"))
    assert not any(each.started for each in (processes.first, *processes._more))


def test_those_that_are_let_go_end_by_themselves(report: Report) -> None:
    """While pages are made nobody waits for them, and nothing of them is left when they are closed."""
    with ScriptProcesses(report.project, 2) as processes:
        assert processes.all(asks(report, *MANY)) == list(range(20))
        started = [each._running for each in (processes.first, *processes._more)]
        processes.leave()
        for each in started:
            assert each is not None
            each.process.wait(10)
    assert not processes.first.started
    assert processes.all(asks(report, "n01")) == [1]  # and is there again for who asks
    processes.close()


def test_one_that_is_begun_while_another_is_ended_is_ended_too(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview that is ended closes twice: a thread of it may have begun the next process meanwhile."""
    process = ScriptProcess(report.project)
    process.start()
    with monkeypatch.context() as meanwhile:

        def end(ended: subprocess.Popen[bytes]) -> None:
            meanwhile.undo()
            process.start()
            group.end(ended)

        meanwhile.setattr(group, "end", end)
        process.close()
    later = process._running
    assert later is not None
    process.close()
    assert later.process.poll() is not None
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(later.notes)


def test_patient_ones_leave_the_processor_to_others(report: Report) -> None:
    """Where Linux groups sessions, it shares the processor out among these first: by the group's niceness."""
    with ScriptProcesses(report.project, patient=True) as processes:
        assert processes.all(asks(report, "n01")) == [1]
        running = processes.first._running
        assert running is not None
        pid = running.process.pid
        assert os.getpriority(os.PRIO_PROCESS, pid) == 15
        group_of_session = Path(f"/proc/{pid}/autogroup")
        if group_of_session.exists():
            assert group_of_session.read_text().endswith("nice 15\n")
