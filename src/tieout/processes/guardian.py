"""Guardian: the process between tieout and a program it runs, which ends all of it when tieout is gone.

Run by its path, without tieout or site-packages, as `guardian.py PARENT NOTES MEMORY PRINTED COMMAND…`:
the process that must be alive, a descriptor for what is to be told (-1: none), the most megabytes that the
program and what it starts may hold (0: any), the most bytes it may print (-1: any, past us). It ends as the
program ends: with its status, or by its signal.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
from collections.abc import Iterator

_EVERY = 0.1  # seconds from one look at the parent and at the memory to the next
_SUBREAPER, DEATH_SIGNAL = 36, 1  # of prctl(2)
_TOLD_OF_OUTPUT = b"\n[the rest of what the scripts print is not shown: it is more than %d kB]\n"
_PAGE = os.sysconf("SC_PAGE_SIZE")


class _TerminatedError(BaseException):
    """Somebody wants no more of it."""


def main(parent: int, notes: int, memory: int, printed: int, command: list[str]) -> None:
    """Run the command under guard and end as it ends."""
    # Who is told to end before it knows how to would leave unsaid what the program has printed.
    signal.pthread_sigmask(signal.SIG_SETMASK, {signal.SIGTERM})
    wake, woken = os.pipe()
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    prctl(_SUBREAPER, 1)
    output, theirs = os.pipe() if printed >= 0 else (-1, -1)
    relay = _Relay(output, printed)
    child = os.fork()
    if child == 0:
        _become(command, memory, theirs)
    status = -1
    try:
        signal.signal(signal.SIGTERM, _terminated)
        signal.pthread_sigmask(signal.SIG_SETMASK, set())
        # What the program holds and we do too would seem to stay open when the program closes it.
        kept = {0, 1, 2, wake, woken, notes, output}
        for descriptor in range(3, 256):
            if descriptor not in kept:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        status = _watched(child, parent, notes, memory, relay, wake)
    except _TerminatedError:
        pass
    finally:
        with contextlib.suppress(_TerminatedError):
            signal.signal(signal.SIGTERM, _known)
        _end_all()
        if os.getppid() == parent:  # else nobody may be there to read it
            relay.rest()
    _end_as(status)


def _become(command: list[str], memory: int, output: int) -> None:
    """In the child: become the program."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())
    prctl(DEATH_SIGNAL, signal.SIGKILL)
    if output >= 0:
        os.dup2(output, 1)
        os.dup2(output, 2)
    if memory:
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory << 20, memory << 20))
        # Where the machine's memory runs out all the same, the system ends this and not the build.
        with contextlib.suppress(OSError):
            os.write(os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC), b"1000")
    try:
        os.execv(command[0], command)  # noqa: S606  # a list, as everywhere; it becomes this process
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
        os._exit(127)


class _Relay:
    """Hands on what the program prints, up to so many bytes."""

    def __init__(self, source: int, most: int) -> None:
        self.source = source
        self._left = self._most = most
        self._told = False
        self._shown = b""  # and not yet written

    def hand_on(self) -> bool:
        """What is there to be read; False at the end of it."""
        data = os.read(self.source, 65536)
        shown = data[: self._left]
        self._shown += shown
        self._left -= len(shown)
        if len(data) > len(shown) and not self._told:
            self._told = True
            self._shown += _TOLD_OF_OUTPUT % (self._most >> 10)
        self._write()
        return bool(data)

    def rest(self) -> None:
        """What was printed last, when all is over."""
        self._write()
        while self.source >= 0 and select.select([self.source], [], [], 0)[0]:
            if not self.hand_on():
                break

    def _write(self) -> None:
        while self._shown:  # kept until it is written: a signal may come between
            try:
                self._shown = self._shown[os.write(2, self._shown) :]
            except OSError:
                self._shown = b""  # nobody listens


def _watched(child: int, parent: int, notes: int, memory: int, relay: _Relay, wake: int) -> int:
    """The wait status of the child; -1 when it was ended for the parent's end or for its memory."""
    sources = [wake, relay.source] if relay.source >= 0 else [wake]
    while True:
        status = _reaped(child)
        if status is not None:
            return status
        if os.getppid() != parent:
            return -1
        if memory and _held() > memory:
            told = (notes, b"memory") if notes >= 0 else (2, b"too much memory\n")
            with contextlib.suppress(OSError):
                os.write(*told)
            return -1
        ready, _, _ = select.select(sources, [], [], _EVERY)
        if wake in ready:
            os.read(wake, 4096)
        if relay.source in ready and not relay.hand_on():
            sources.remove(relay.source)


def _reaped(child: int) -> int | None:
    """The child's wait status once it has ended; whatever else has ended is cleared away."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == child:
                return status
            if pid == 0:
                return None
    return None


def _descendants(pid: int) -> Iterator[int]:
    """Every process that the process started, or that these did, also where they left its group."""
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):  # noqa: PTH208  # pathlib doubles the time to start
            for child in _told(f"/proc/{pid}/task/{task}/children").split():
                yield int(child)
                yield from _descendants(int(child))


def _held() -> int:
    """Megabytes that all of them hold, what they share counted once."""
    pids = list(_descendants(os.getpid()))
    resident = 0
    for pid in pids:
        with contextlib.suppress(OSError, ValueError, IndexError):
            resident += int(_told(f"/proc/{pid}/statm").split()[1]) * _PAGE >> 20
    if len(pids) < 2:
        return resident
    # Copies of one process share what none of them has changed: told apart only where it matters.
    shares = 0
    for pid in pids:
        try:
            told = _told(f"/proc/{pid}/smaps_rollup").splitlines()
            shares += next(int(line.split()[1]) for line in told if line.startswith("Pss:")) >> 10
        except (OSError, ValueError, StopIteration):
            continue
    return min(resident, shares) if shares else resident


def _told(path: str) -> str:
    """What the system tells in one of its files."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 65536).decode("ascii")
    finally:
        os.close(descriptor)


def _end_all() -> None:
    """Kill whatever runs below us, until nothing does."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for _ in range(200):
        left = list(_descendants(os.getpid()))
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG) != (0, 0):
                pass
            select.select([], [], [], 0.005)
            continue
        break
    if not sys.platform.startswith("linux"):
        os.killpg(0, signal.SIGTERM)


def _end_as(status: int) -> None:
    """End with the child's status, or by the signal that ended it."""
    if status < 0:
        os._exit(1)
    if os.WIFSIGNALED(status):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        number = os.WTERMSIG(status)
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _terminated(_number: int, _frame: object) -> None:
    signal.signal(signal.SIGTERM, _known)  # who says so twice is not to interrupt the ending
    raise _TerminatedError


def _known(_number: int, _frame: object) -> None:
    """All is being ended already."""


def prctl(option: int, value: int) -> None:
    """Ask the system for something of this process; nothing where it is not Linux."""
    if sys.platform.startswith("linux"):
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    _parent, _notes, _memory, _printed = map(int, sys.argv[1:5])
    main(_parent, _notes, _memory, _printed, sys.argv[5:])
