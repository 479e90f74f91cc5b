"""Processes: whoever runs scripts, several at once, each given the next thing to do when it is ready for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from tieout.compute.messages import Reply, Request
from tieout.compute.process import Closing, ScriptProcess
from tieout.data.table import Table
from tieout.findings import Place, TieoutError
from tieout.project import Project

_HANDFUL = 3
_MANY = 12
_SOON = 0.02  # seconds after which a process that is not ready asks whether there is anything left to do


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that needs these tables; `about` is where a crash would be the author's doing."""

    request: Request
    tables: tuple[Table, ...]
    about: Place


Heard: TypeAlias = Callable[[int, Reply], None]  # the number of a request, and its reply


def unheard(_number: int, _reply: Reply) -> None:
    """Nobody waits for a single reply."""


class Processes(Protocol):
    """Whoever runs scripts: processes of this machine, or a cluster.

    `first` serves whatever goes in order; `wide` ones are given everything that can run at once.
    """

    first: ScriptProcess

    @property
    def wide(self) -> bool:
        """Whether what does not wait for each other is to be run at once."""
        ...

    def start(self) -> None:
        """Begin ahead of the first request, for there will be many."""
        ...

    def all(self, asks: Sequence[Ask], heard: Heard = ...) -> list[Reply | TieoutError]:
        """The replies to independent requests, in their order; a failure takes its request's place.

        `heard` is told of each reply as it comes, in whichever thread it comes.
        """
        ...

    def leave(self) -> None:
        """Nothing more is to be run: let go of what can be; `close` waits for it."""
        ...

    def close(self) -> None:
        """End all that was started for them."""
        ...


class ScriptProcesses(Closing):
    """As many script processes as may run at once; `first` serves whatever goes in order.

    `patient` ones leave the processor to others who want it.
    """

    def __init__(self, project: Project, jobs: int = 1, *, patient: bool = False) -> None:
        self.first = ScriptProcess(project, patient=patient)
        self._project = project
        self._more = [ScriptProcess(project, patient=patient) for _ in range(jobs - 1)]

    @property
    def wide(self) -> bool:
        """Whether more than the first were started: it has done most before another one is ready."""
        return any(process.started for process in self._more)

    def start(self) -> None:
        """Start the first, and a second one where scripts define so much that it is worth it."""
        self.first.start()
        if self._more and _functions(self._project) > _MANY:
            self._more[0].start()

    def leave(self) -> None:
        """Have all of them end, while something else is done."""
        for process in (self.first, *self._more):
            process.leave()

    def close(self) -> None:
        """End all of them."""
        self.leave()  # at the same time
        for process in (self.first, *self._more):
            process.close()

    def end(self) -> None:
        """End all of them for good: a thread that asks for more is told so by `EndedError`."""
        for process in (self.first, *self._more):
            process.end()

    def _serves(self, process: ScriptProcess) -> bool:
        """Whether requests are for it: the first tells why none gets ready."""
        return process is self.first or not process.lost

    def all(self, asks: Sequence[Ask], heard: Heard = unheard) -> list[Reply | TieoutError]:
        """The replies to independent requests, in their order; a failure takes its request's place."""
        # Another process costs the time it takes to import pandas: worth it for more than a handful.
        more = [process for process in self._more if process.started or len(asks) > _HANDFUL]
        waiting = deque(enumerate(asks))
        replies: dict[int, Reply | TieoutError] = {}

        def serve(process: ScriptProcess) -> None:
            try:
                # One that is not ready leaves the work to those that are.
                while waiting and self._serves(process):
                    if process.ready(_SOON) and self._serves(process) and (one := _taken(waiting)):
                        number, ask = one
                        reply = replies[number] = _replied(process, ask)
                        if not isinstance(reply, TieoutError):
                            heard(number, reply)
            except BaseException:
                waiting.clear()  # it is raised at once, not when the others have done the rest
                raise

        if not more:
            serve(self.first)
        else:
            with ThreadPoolExecutor(1 + len(more)) as threads:
                try:
                    list(threads.map(serve, (self.first, *more)))
                except BaseException:
                    waiting.clear()
                    self.close()  # ends what the threads wait for
                    raise
        return [replies[number] for number in range(len(asks))]


def _functions(project: Project) -> int:
    """About as many functions as scripts define for tieout: their decorators."""
    found = 0
    with suppress(OSError):  # what goes away meanwhile is told of by those who need it
        for file in project.python_files():
            found += file.read_bytes().count(b"\n@")
    return found


def _taken(waiting: deque[tuple[int, Ask]]) -> tuple[int, Ask] | None:
    """The next one, unless another thread took the last."""
    try:
        return waiting.popleft()
    except IndexError:
        return None


def _replied(process: ScriptProcess, ask: Ask) -> Reply | TieoutError:
    try:
        return process.ask(ask.request, ask.about, ask.tables)
    except TieoutError as error:
        return error
