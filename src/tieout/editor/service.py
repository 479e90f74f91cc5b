"""Service: the projects that an editor has open, their texts on the screen, and their findings sent to it in time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from tieout.catalogue import UNUSED_DATASET, UNUSED_FIGURE, UNUSED_SOURCE, UNUSED_STATISTIC
from tieout.catalogue import UNUSED_WAIVER as WAIVER
from tieout.editor.checking import Checked, Checker
from tieout.editor.desk import Desk, World
from tieout.editor.marks import stretch
from tieout.editor.pieces import state_of
from tieout.editor.positions import Lines, lines_of
from tieout.editor.spots import Spot
from tieout.findings import Finding, Severity, TieoutError
from tieout.ledger.load import FILE
from tieout.project import CONFIG
from tieout.prose.chapter import Chapter

PAUSE = 0.08  # seconds without a key before the findings are looked for
POLL = 1.0  # seconds between two looks at the ledger
_LEVELS = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
_FADED = {
    each.code for each in (UNUSED_DATASET, UNUSED_FIGURE, UNUSED_SOURCE, UNUSED_STATISTIC, WAIVER)
}


class Document(NamedTuple):
    """A file of a project as it stands: `path` is relative to the project."""

    room: Room
    path: str
    lines: Lines

    def offset(self, position: lsp.Position) -> int:
        """The offset of an editor's position."""
        return self.lines.offset(position.line, position.character)

    def range(self, start: int, end: int) -> lsp.Range:
        """The editor's range of two offsets."""
        return lsp.Range(
            lsp.Position(*self.lines.position(start)), lsp.Position(*self.lines.position(end))
        )


@dataclass
class Room:
    """One project that an editor has open."""

    desk: Desk
    checker: Checker
    uris: dict[str, str] = field(default_factory=dict)
    published: dict[str, list[lsp.Diagnostic]] = field(default_factory=dict)
    waiting: asyncio.Task[None] | None = None
    told: bool = False
    built: object = None

    @property
    def world(self) -> World:
        """Everything besides the chapters."""
        return self.desk.world()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters as they stand."""
        drafts = self.desk.drafts(self.world)
        return tuple(each.chapter for each in drafts if each.chapter is not None)

    def uri(self, path: str) -> str:
        """A file as the editor names it."""
        return self.uris.get(path) or (self.desk.root / path).as_uri()


class Service:
    """Knows the projects by their folders; one for a server."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.rooms: dict[Path, Room] = {}

    def document(self, uri: str) -> Document | None:
        """An open file, where it belongs to a project."""
        room, path = self._of(uri)
        if room is None or not path:
            return None
        text = self.server.workspace.get_text_document(uri).source
        return Document(room, path, lines_of(text, self.encoding))

    def other(self, room: Room, path: str) -> Document:
        """Any file of a project, open or not."""
        uri = room.uris.get(path)
        if uri is not None and uri in self.server.workspace.text_documents:
            text = self.server.workspace.text_documents[uri].source
            return Document(room, path, lines_of(text, self.encoding))
        return Document(room, path, lines_of(room.desk.text(path), self.encoding))

    def location(self, room: Room, spot: Spot) -> lsp.Location:
        """A spot as an editor finds it."""
        return lsp.Location(
            room.uri(spot.path), self.other(room, spot.path).range(spot.start, spot.end)
        )

    @property
    def encoding(self) -> str:
        """What the editor counts characters in."""
        asked = self.server.workspace.position_encoding
        return str(getattr(asked, "value", asked) or "utf-16")

    def opened(self, uri: str) -> None:
        """A file stands on the screen, or stands there in another way than before."""
        document = self.document(uri)
        if document is not None:
            document.room.uris[document.path] = uri
            document.room.desk.unsaved[document.path] = document.lines.text
            self.look(document.room)

    def closed(self, uri: str) -> None:
        """A file counts as it is on the disk again."""
        room, path = self._of(uri)
        if room is not None:
            room.desk.unsaved.pop(path, None)
            room.uris.pop(path, None)
            self.look(room)

    def folder(self, path: Path) -> None:
        """Begin with a project before any of its files is open."""
        with contextlib.suppress(OSError):
            root = _root(path)
            if root is not None:
                self.look(self._room(root))

    def look(self, room: Room, pause: float = PAUSE) -> None:
        """Look for findings when the typist pauses."""
        if room.waiting is not None:
            room.waiting.cancel()
        room.waiting = asyncio.get_running_loop().create_task(self._later(room, pause))

    async def watch(self) -> None:
        """Look again whenever a build has made another ledger."""
        while True:
            for room in tuple(self.rooms.values()):
                with contextlib.suppress(TieoutError, OSError):
                    built = state_of(room.world.project.output / FILE)
                    if built != room.built:
                        room.built = built
                        self.look(room, 0)
                        self._refresh()
            await asyncio.sleep(POLL)

    async def _later(self, room: Room, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            for _ in room.checker.steps(room.desk.unsaved):
                await asyncio.sleep(0)  # who asks for a completion meanwhile is served first
            checked = room.checker.check()
        except TieoutError as error:
            found: dict[str, list[Finding]] = {}
            for each in error.findings:
                found.setdefault(each.place.path, []).append(each)
            self._publish(room, {path: tuple(each) for path, each in found.items()})
            return
        self._tell(room, checked.world)
        self._publish(room, dict(checked.findings))

    def _publish(self, room: Room, found: dict[str, tuple[Finding, ...]]) -> None:
        """Send what is found, and that nothing is found any more, where it differs from what was sent."""
        for path in sorted({*found, *room.published}):
            document = self.other(room, path)
            sent = [self.diagnostic(document, each) for each in found.get(path, ())]
            if sent != room.published.get(path, []):
                version = None
                if path in room.uris:
                    open_now = self.server.workspace.text_documents.get(room.uris[path])
                    version = open_now.version if open_now is not None else None
                self.server.text_document_publish_diagnostics(
                    lsp.PublishDiagnosticsParams(room.uri(path), sent, version)
                )
            if sent:
                room.published[path] = sent
            else:
                room.published.pop(path, None)

    def diagnostic(self, document: Document, finding: Finding) -> lsp.Diagnostic:
        """A finding as an editor shows it."""
        start, end = stretch(document.lines, finding)
        said = [finding.message, *finding.detail]
        if finding.remedy:
            said.append(finding.remedy)
        return lsp.Diagnostic(
            range=document.range(start, end),
            message="\n".join(said),
            severity=_LEVELS[finding.severity],
            code=finding.code,
            source="tieout",
            tags=[lsp.DiagnosticTag.Unnecessary] if finding.code in _FADED else None,
        )

    def checked(self, document: Document) -> Checked | None:
        """The findings as things stand."""
        try:
            return document.room.checker.check()
        except TieoutError:
            return None

    def _tell(self, room: Room, world: World) -> None:
        """Say once how numbers come to be known."""
        if world.built or room.told:
            return
        room.told = True
        message = (
            f"tieout: {room.desk.root.name} was not built yet, so no values are known. "
            "Run 'tieout build' in a terminal; they appear here when it is done."
        )
        self.server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Info, message))

    def _refresh(self) -> None:
        """Ask the editor to show the new values beside the shortcodes."""
        workspace = self.server.client_capabilities.workspace
        hint = workspace.inlay_hint if workspace is not None else None
        if hint is not None and hint.refresh_support:
            self.server.workspace_inlay_hint_refresh(None)

    def _of(self, uri: str) -> tuple[Room | None, str]:
        name = to_fs_path(uri) if uri.startswith("file:") else None
        if not name:
            return None, ""
        file = Path(name)
        try:
            root = _root(file.parent)
        except OSError:
            return None, ""
        if root is None:
            return None, ""
        room = self._room(root)
        return room, room.desk.path(file)

    def _room(self, root: Path) -> Room:
        if root not in self.rooms:
            desk = Desk(root)
            self.rooms[root] = Room(desk, Checker(desk))
        return self.rooms[root]


def _root(folder: Path) -> Path | None:
    """The nearest folder above that is a project."""
    here = folder.resolve()
    return next((each for each in (here, *here.parents) if (each / CONFIG).is_file()), None)


def over(ranges: Iterator[lsp.Range], wanted: lsp.Range) -> Iterator[bool]:
    """For each range whether it and the wanted one touch."""
    for each in ranges:
        yield (
            (each.start.line, each.start.character) <= (wanted.end.line, wanted.end.character)
            and (wanted.start.line, wanted.start.character) <= (each.end.line, each.end.character)
        )
