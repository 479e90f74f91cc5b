"""Two processes at once find what one finds, in the same order."""

from __future__ import annotations

import os
import threading

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
