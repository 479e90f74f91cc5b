"""Two processes at once find what one finds, in the same order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tieout.checks import abreast

linux_with_two = pytest.mark.skipif(
    not abreast._has_room(), reason="needs a process that can be copied, and two processors"
)


def test_results_come_in_the_order_of_the_things() -> None:
    things = [3, 1, 4, 1, 5, 9, 2, 6]
    assert abreast.each(lambda n: n * n, things, lambda n: n) == [n * n for n in things]


@linux_with_two
def test_half_of_the_work_is_done_in_another_process() -> None:
    pids = abreast.each(lambda _: os.getpid(), range(8), lambda n: n)
    assert os.getpid() in pids
    assert len(set(pids)) == 2


@linux_with_two
def test_what_the_other_process_cannot_finish_is_done_here() -> None:
    here = os.getpid()

    def work(n: int) -> int:
        if os.getpid() != here:
            os._exit(1)
        return n

    assert abreast.each(work, range(8), lambda n: n) == list(range(8))


@linux_with_two
def test_an_error_is_raised_here() -> None:
    def work(n: int) -> int:
        raise ValueError(n)

    with pytest.raises(ValueError, match=r"^[0-7]$"):
        abreast.each(work, range(8), lambda n: n)


def test_a_process_with_threads_is_never_copied() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        pids = abreast.each(lambda _: os.getpid(), range(8), lambda n: n)
    finally:
        done.set()
        thread.join()
    assert set(pids) == {os.getpid()}


BUSY = """
import os, signal, time
from tieout.checks import abreast

def stop(*_):
    raise KeyboardInterrupt

def work(n):
    os.write(1, f"{os.getpid()}\\n".encode())
    time.sleep(60)

signal.signal(signal.SIGTERM, stop)  # as the command line does
try:
    WHAT
except KeyboardInterrupt:
    pass
"""
EACH = "abreast.each(work, range(8), lambda n: n)"
BESIDE = "with abreast.beside(lambda: work(1)): work(0)"


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@linux_with_two
@pytest.mark.parametrize("what", [EACH, BESIDE], ids=["each", "beside"])
@pytest.mark.parametrize("end", ["Ctrl-C", "told to end", "killed"])
def test_a_copy_ends_with_the_first_process_and_without_a_word(what: str, end: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY.replace("WHAT", what)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        pids = {int(process.stdout.readline()) for _ in range(2)}
        if end == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGTERM if end == "told to end" else signal.SIGKILL)
        until = time.monotonic() + 10
        while any(is_alive(pid) for pid in pids) and time.monotonic() < until:
            time.sleep(0.02)
        left = {pid for pid in pids if is_alive(pid)}
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        assert process.stderr.read() == ""
    assert len(pids) == 2
    assert left == set()


@linux_with_two
def test_nobody_waits_for_what_is_done_beside() -> None:
    begun = time.monotonic()
    with abreast.beside(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - begun < 30


@linux_with_two
def test_what_is_done_beside_gives_way_to_everything(tmp_path: Path) -> None:
    """To other sessions, too, where Linux shares the processor out among these first."""
    session, told = Path("/proc/self/autogroup"), tmp_path / "told"

    def work() -> None:
        said = session.read_text() if session.exists() else "nice 19"
        (tmp_path / "saying").write_text(f"{os.getpriority(os.PRIO_PROCESS, 0)} {said}")
        (tmp_path / "saying").rename(told)

    until = time.monotonic() + 30
    with abreast.beside(work):
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.01)
    own, _, group = told.read_text().partition(" ")
    assert own == "19"
    assert group.strip().endswith("nice 19")


def test_a_check_imports_nothing_for_a_copy_that_it_does_not_make() -> None:
    asked = "import sys, tieout.checks.runner; sys.exit('multiprocessing' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
