"""Abreast: the same work on many things, half of it in a second process where the machine has room for one."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from tieout.processes import niceness, signals

if TYPE_CHECKING:  # multiprocessing is imported where a copy is made: most checks make none
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

Thing = TypeVar("Thing")
Result = TypeVar("Result")

_LAST = 19  # the niceness of what nobody waits for
_ENOUGH = 4  # fewer are done before a second process has begun


def each(
    work: Callable[[Thing], Result], things: Sequence[Thing], weight: Callable[[Thing], int]
) -> list[Result]:
    """The work's result for each thing, in order.

    The second process is a copy of this one, so that nothing has to be handed over; what it cannot finish is done
    here. A process with threads is never copied.

    Args:
        work: what is done; its result can be pickled.
        things: what it is done on.
        weight: how much work a thing is, roughly.
    """
    if len(things) < _ENOUGH or not _has_room():
        return [work(thing) for thing in things]
    heavy_first = sorted(range(len(things)), key=lambda n: -weight(things[n]))
    # Dealt out in pairs, so that neither hand gets all the heavier ones.
    theirs = [n for place, n in enumerate(heavy_first) if place % 4 in {1, 2}]
    ours = [n for place, n in enumerate(heavy_first) if place % 4 not in {1, 2}]
    from multiprocessing import Pipe

    here, there = Pipe(duplex=False)
    done: dict[int, Result] = {}
    with _copy(lambda: _send(there, lambda: [work(things[n]) for n in theirs])):
        there.close()
        done |= {n: work(things[n]) for n in ours}
        try:
            done |= zip(theirs, here.recv(), strict=True)
        except (EOFError, OSError):  # it died: what is wrong shows itself here
            done |= {n: work(things[n]) for n in theirs}
    return [done[n] for n in range(len(things))]


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Do the work in a copy of this process meanwhile, giving way to everything else; what it finds is lost.

    Nobody waits for it: it ends with the block, as far as it has come, and may be cut off anywhere. What it writes
    must be there whole or not at all. Where there is no room for a copy, the work is not done at all.
    """
    if not _has_room():
        yield
        return
    with _copy(lambda: _quietly(work)):
        yield


@contextmanager
def _copy(work: Callable[[], None]) -> Iterator[None]:
    """Work in a copy of this process, which ends with the block, and with this process however that ends."""
    from multiprocessing import get_context

    parent = os.getpid()

    def begin() -> None:
        signals.of_copy(parent)
        work()

    other = get_context("fork").Process(target=begin, daemon=True)
    try:
        with signals.undisturbed():
            other.start()
        yield
    finally:
        _end(other)


def _end(other: ForkProcess) -> None:
    if other.pid is not None:
        other.kill()
        other.join()


def _quietly(work: Callable[[], object]) -> None:
    os.setsid()
    niceness.give_way(os.getpid(), _LAST)
    with contextlib.suppress(Exception):
        work()


def _send(there: Connection, work: Callable[[], object]) -> None:
    try:
        there.send(work())
    except Exception:  # said by the first process, which does it again
        there.close()


def _has_room() -> bool:
    """Whether there is a second processor, and this process is no copy itself."""
    if sys.platform != "linux" or threading.active_count() > 1 or len(os.sched_getaffinity(0)) < 2:
        return False
    from multiprocessing import current_process

    return not current_process().daemon
