"""Server: what an editor asks over the language server protocol, answered; a fault of ours harms no typing."""

from __future__ import annotations

import asyncio
import functools
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, TypeVar

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

import tieout
from tieout.editor import actions as doing
from tieout.editor import answers, completing, hints, outline, renaming
from tieout.editor.hovers import hover
from tieout.editor.service import Document, Service, over
from tieout.editor.spots import definitions, references
from tieout.editor.subject import Subject, subject_at
from tieout.findings import TieoutError

TYPE_REASON = "tieout.typeReason"
_log = logging.getLogger(__name__)
_Asked = TypeVar("_Asked")
_Said = TypeVar("_Said")


def make() -> LanguageServer:
    """A server that is yet to be started."""
    # Whole texts: a chapter is small, and nobody then has to agree on what ends a line.
    server = LanguageServer("tieout", tieout.__version__, lsp.TextDocumentSyncKind.Full)
    handlers = _Handlers(server)
    for name, options, handler in handlers.features():
        server.feature(name, options)(_calm(handler))

    @server.command(TYPE_REASON)
    def type_reason(uri: str, line: int, character: int) -> None:
        handlers.type_reason(uri, line, character)

    return server


def _calm(handler: Callable[[_Asked], _Said]) -> Callable[[_Asked], _Said | None]:
    """The handler; what goes wrong in it is logged, and nothing is answered."""

    @functools.wraps(handler)
    def answered(params: _Asked) -> _Said | None:
        try:
            return handler(params)
        except JsonRpcException:
            raise  # an answer of its own: why something cannot be renamed
        except TieoutError as error:
            _log.info("%s", error)
        except Exception as error:  # without its words: they may quote a confidential cell
            frames = "".join(traceback.format_tb(error.__traceback__))
            _log.error("a fault in tieout: %s\n%s", type(error).__name__, frames)
        return None

    return answered


class _At(Protocol):
    """What every question about a place holds."""

    text_document: lsp.TextDocumentIdentifier
    position: lsp.Position


class _Handlers:
    """Answers to an editor's questions; each takes the protocol's parameters."""

    def __init__(self, server: LanguageServer) -> None:
        self.server = server
        self.service = Service(server)
        self.watching: asyncio.Task[None] | None = None

    def features(self) -> list[tuple[str, Any, Callable[[Any], Any]]]:
        """What the server can, with the options it tells the editor."""
        triggers = lsp.CompletionOptions(trigger_characters=["@", ".", " ", "<", "=", "-"])
        kinds = [lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.SourceFixAll]
        return [
            (lsp.INITIALIZED, None, self.begin),
            (lsp.TEXT_DOCUMENT_DID_OPEN, None, self.changed),
            (lsp.TEXT_DOCUMENT_DID_CHANGE, None, self.changed),
            (lsp.TEXT_DOCUMENT_DID_SAVE, None, self.changed),
            (lsp.TEXT_DOCUMENT_DID_CLOSE, None, self.closed),
            (lsp.TEXT_DOCUMENT_COMPLETION, triggers, self.complete),
            (lsp.TEXT_DOCUMENT_HOVER, None, self.hover),
            (lsp.TEXT_DOCUMENT_DEFINITION, None, self.define),
            (lsp.TEXT_DOCUMENT_REFERENCES, None, self.refer),
            (lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, None, self.symbols),
            (lsp.WORKSPACE_SYMBOL, None, self.project_symbols),
            (lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(kinds), self.act),
            (lsp.TEXT_DOCUMENT_INLAY_HINT, None, self.hint),
            (lsp.TEXT_DOCUMENT_PREPARE_RENAME, None, self.may_rename),
            (lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True), self.rename),
        ]

    def begin(self, _params: lsp.InitializedParams) -> None:
        """The editor is ready: read the projects of its folders before anybody asks."""
        workspace = self.server.workspace
        folders = [each.uri for each in workspace.folders.values()] or [workspace.root_uri]
        for uri in folders:
            name = to_fs_path(uri) if uri else None
            if name:
                self.service.folder(Path(name))
        self.watching = asyncio.get_running_loop().create_task(self.service.watch())

    def changed(
        self,
        params: lsp.DidOpenTextDocumentParams
        | lsp.DidChangeTextDocumentParams
        | lsp.DidSaveTextDocumentParams,
    ) -> None:
        """A file was opened, typed into or saved."""
        self.service.opened(params.text_document.uri)

    def closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """A file was closed."""
        self.service.closed(params.text_document.uri)

    def complete(self, params: lsp.CompletionParams) -> lsp.CompletionList | None:
        """What may stand at the cursor."""
        document = self.service.document(params.text_document.uri)
        if document is None:
            return None
        room, text = document.room, document.lines.text
        offset = document.offset(params.position)
        made = completing.offers(room.world, room.chapters, text, offset)
        if made is None:
            return None
        edit = document.range(made.start, made.end)
        return completing.items(made, edit, snippets=self._snippets())

    def hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        """What is known of what the cursor is on."""
        document, subject = self._subject(params)
        if document is None or subject is None:
            return None
        said = hover(document.room.world, document.room.chapters, subject)
        if not said:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, said)
        return lsp.Hover(content, document.range(subject.start, subject.end))

    def define(self, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
        """Where it is defined."""
        document, subject = self._subject(params)
        if document is None or subject is None:
            return None
        room = document.room
        spots = definitions(room.desk, room.world, room.chapters, subject, document.path)
        return [self.service.location(room, spot) for spot in spots] or None

    def refer(self, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
        """Every place that names it."""
        document, subject = self._subject(params)
        if document is None or subject is None:
            return None
        room = document.room
        known = (room.desk, room.world, room.chapters, subject)
        declared = dict.fromkeys(definitions(*known, document.path))
        spots = dict.fromkeys(references(*known))
        if params.context.include_declaration:
            spots = declared | spots
        else:
            spots = {spot: None for spot in spots if spot not in declared}
        return [self.service.location(room, spot) for spot in spots] or None

    def symbols(self, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        """The headings of a chapter, each with what stands under it; a script's marked functions."""
        document = self.service.document(params.text_document.uri)
        if document is None:
            return None
        if document.path.endswith(".py"):
            found = outline.of_script(document.lines.text)
        elif document.path.endswith(doing.CHAPTERS):
            found = outline.of_chapter(document.lines.text)
        else:
            return None
        return answers.nested(document, found)

    def project_symbols(
        self, params: lsp.WorkspaceSymbolParams
    ) -> list[lsp.WorkspaceSymbol] | None:
        """Names of the projects that fit a query."""
        found: list[lsp.WorkspaceSymbol] = []
        for room in self.service.rooms.values():
            for symbol, spot in outline.of_project(
                room.desk, room.world, room.chapters, params.query
            ):
                found.append(answers.symbol(symbol, self.service.location(room, spot)))
        return found

    def hint(self, params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
        """The numbers beside their shortcodes."""
        document = self.service.document(params.text_document.uri)
        checked = self.service.checked(document) if document is not None else None
        if document is None or checked is None:
            return None
        start, end = document.offset(params.range.start), document.offset(params.range.end)
        return [
            lsp.InlayHint(
                lsp.Position(*document.lines.position(offset)),
                f" {shown}",
                padding_left=False,
            )
            for offset, shown in hints.hints(checked.report, document.lines.text, start, end)
        ]

    def act(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
        """What can be done about the findings in a range."""
        document = self.service.document(params.text_document.uri)
        checked = self.service.checked(document) if document is not None else None
        if document is None or checked is None:
            return None
        only = params.context.only
        found = checked.findings.get(document.path, ())
        shown = [self.service.diagnostic(document, each) for each in found]
        touched = over((each.range for each in shown), params.range)
        wanted = [each for each, touches in zip(found, touched, strict=True) if touches]
        made: list[lsp.CodeAction] = []
        if only is None or lsp.CodeActionKind.QuickFix in only:
            every = doing.actions(checked, document.path, document.lines, wanted)
            made += [self._action(document, each, lsp.CodeActionKind.QuickFix) for each in every]
        # Everything at once only where it is asked for, as editors do on saving.
        if only is not None and any(str(k).startswith("source") for k in map(answers.kind, only)):
            every_one = doing.everything(checked, document.path, document.lines)
            if every_one is not None:
                made.append(self._action(document, every_one, lsp.CodeActionKind.SourceFixAll))
        return made

    def may_rename(self, params: lsp.PrepareRenameParams) -> lsp.Range | None:
        """Whether what the cursor is on has a name that can be changed."""
        document, subject = self._subject(params)
        if document is None or subject is None:
            return None
        if subject.kind != "label":
            try:
                renaming.target(document.room.world, subject)
            except renaming.CannotRenameError as error:
                raise answers.refused(error) from None
        return document.range(subject.start, subject.end)

    def rename(self, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        """The new name everywhere."""
        document, subject = self._subject(params)
        if document is None or subject is None:
            return None
        room = document.room
        try:
            edits = renaming.renamed(
                room.desk, room.world, room.chapters, subject, params.new_name.strip()
            )
        except renaming.CannotRenameError as error:
            raise answers.refused(error) from None
        changes: dict[str, list[lsp.TextEdit]] = {}
        for path, several in edits.items():
            other = self.service.other(room, path)
            changes[room.uri(path)] = [
                lsp.TextEdit(other.range(spot.start, spot.end), text) for spot, text in several
            ]
        return lsp.WorkspaceEdit(changes)

    def type_reason(self, uri: str, line: int, character: int) -> None:
        """Put the cursor where the reason of a waiver is to be typed."""
        here = lsp.Position(line, character)
        self.server.window_show_document(
            lsp.ShowDocumentParams(uri, take_focus=True, selection=lsp.Range(here, here))
        )

    def _subject(self, params: _At) -> tuple[Document | None, Subject | None]:
        document = self.service.document(params.text_document.uri)
        if document is None:
            return None, None
        offset = document.offset(params.position)
        return document, subject_at(document.lines.text, offset, document.path)

    def _action(
        self, document: Document, action: doing.Action, kind: lsp.CodeActionKind
    ) -> lsp.CodeAction:
        found = [self.service.diagnostic(document, each) for each in action.findings]
        command = TYPE_REASON if self._shows_documents() else ""
        return answers.action(document, action, kind, found, command)

    def _snippets(self) -> bool:
        document = self.server.client_capabilities.text_document
        offered = document.completion if document else None
        return bool(offered and offered.completion_item and offered.completion_item.snippet_support)

    def _shows_documents(self) -> bool:
        window = self.server.client_capabilities.window
        return bool(window is not None and window.show_document and window.show_document.support)
