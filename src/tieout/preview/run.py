"""Run: a preview from its start to Ctrl-C: watching, working, serving."""

from __future__ import annotations

import asyncio
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.preview import watching
from tieout.preview.desk import Desk
from tieout.preview.guard import Guard
from tieout.preview.hold import Hold, held
from tieout.preview.news import News
from tieout.preview.rounds import Rounds
from tieout.preview.server import HOST, Server, application, bound
from tieout.preview.state import Change
from tieout.project import Project

FOLDER = (
    "preview"  # below tieout's own folder: what a preview shows never touches a build's outputs
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user asked for."""

    port: int
    engine: str = ""
    jobs: int = 2
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Voice:
    """How the preview speaks to the terminal."""

    at: Callable[[str], None]  # the address
    change: Callable[[Change], None]
    fault: Callable[[Exception], None]


def run(project: Project, asked: Asked, voice: Voice) -> None:
    """Serve the report until somebody ends it.

    Raises:
        TieoutError: the preview cannot begin.
    """
    with held(project, project.work / FOLDER) as hold:
        asyncio.run(_Preview(project, asked, voice, hold).serve())


class _Preview:
    def __init__(self, project: Project, asked: Asked, voice: Voice, hold: Hold) -> None:
        self.hold = hold
        self.project = project
        self.asked = asked
        self.voice = voice
        self.folder = project.work / FOLDER
        self.news = News()
        self.stop = asyncio.Event()

    async def serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.desk = Desk(
            self.project,
            self.folder,
            engine=self.asked.engine,
            jobs=self.asked.jobs,
            say=lambda text: self._soon(lambda: self.news.tell("progress", text=text)),
        )
        self.desk.begin()
        self.rounds = Rounds(self.desk, lambda made: self._soon(self._tell, made))
        listening = bound(self.asked.port)
        port = listening.getsockname()[1]
        app = application(self.desk.pages.folder, self.news, Guard(port), self.rounds.paper)
        server = Server(app, self.news)
        address = f"http://{HOST}:{port}/"
        watched = asyncio.create_task(self._watch())
        self.rounds.start()
        self.hold.at(address)
        self.voice.at(address)
        if self.asked.opens:
            self.loop.run_in_executor(None, webbrowser.open, address)
        try:
            await server.serve(sockets=[listening])
        finally:
            self.stop.set()
            self.rounds.end()
            await watched

    async def _watch(self) -> None:
        async for paths in watching.changes(self.project, self.stop):
            self.rounds.changed(paths)

    def _soon(self, do: Callable[..., None], *given: object) -> None:
        try:
            self.loop.call_soon_threadsafe(lambda: do(*given))
        except RuntimeError:
            return  # the loop has ended

    def _tell(self, made: Change | Exception) -> None:
        if isinstance(made, Change):
            if not made.reworded:
                self.news.drop("fault")
            self.news.changed(made.names, waiting=len(made.waiting))
            self.voice.change(made)
            return
        found = made.findings if isinstance(made, TieoutError) else (_internal(made),)
        self.news.tell("fault", standing=True, findings=[each.as_json() for each in found])
        self.voice.fault(made)


def _internal(error: Exception) -> Finding:
    message = type(
        error
    ).__name__  # what it says may quote a confidential cell; the terminal knows better
    remedy = "This is a fault in tieout. Please report it with what the terminal says."
    return Finding(catalogue.INTERNAL, Place("tieout"), message, remedy)
