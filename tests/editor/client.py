"""A real client of the language server: starts `tieout lsp`, speaks over its pipes, keeps what it is told."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Union

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

_LONG = 60  # seconds; a slow machine is no fault of the server


class Editor:
    """An editor without a screen; `with Editor(folder) as editor:`."""

    def __init__(self, root: Path, *, encodings: tuple[str, ...] = (), plain: bool = False) -> None:
        self.root = root
        self.encodings = encodings
        self.plain = plain
        self.found: dict[str, list[lsp.Diagnostic]] = {}
        self.sent = 0
        self.messages: list[str] = []
        self.versions: dict[str, int] = {}
        self.texts: dict[str, str] = {}
        self.asked: list[Any] = []
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Editor:
        self._thread.start()
        self.run(self._start())
        return self

    def __exit__(self, *_: object) -> None:
        self.run(self.client.shutdown_async(None))
        self.client.exit(None)
        self.run(asyncio.wait_for(self.client._server.wait(), _LONG))
        self.status = self.client._server.returncode
        self.run(self.client.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Wait for something that the client does."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_LONG)

    async def _start(self) -> None:
        self.client = client = LanguageClient("a test", "1")
        # The library takes an action with a command for a mere command.
        converter = client.protocol._converter
        converter.register_structure_hook(
            Union[lsp.Command, lsp.CodeAction],  # noqa: UP007  # as the library spells it
            lambda each, _: converter.structure(each, lsp.CodeAction),
        )

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            with self._news:
                self.found[self._path(params.uri)] = list(params.diagnostics)
                self.sent += 1
                self._news.notify_all()

        @client.feature(lsp.WINDOW_SHOW_MESSAGE)
        def message(params: lsp.ShowMessageParams) -> None:
            with self._news:
                self.messages.append(params.message)
                self._news.notify_all()

        @client.feature(lsp.WINDOW_SHOW_DOCUMENT)
        def show(params: lsp.ShowDocumentParams) -> lsp.ShowDocumentResult:
            self.asked.append(params)
            return lsp.ShowDocumentResult(success=True)

        @client.feature(lsp.WORKSPACE_INLAY_HINT_REFRESH)
        def refresh(_params: None) -> None:
            with self._news:
                self.asked.append("refresh")
                self._news.notify_all()

        await client.start_io(
            sys.executable, "-m", "tieout", "lsp", "--stdio", cwd=self.root.parent
        )
        can = lsp.ClientCapabilities()
        if not self.plain:
            can = lsp.ClientCapabilities(
                general=lsp.GeneralClientCapabilities(
                    position_encodings=[*self.encodings] or None  # type: ignore[arg-type]
                ),
                window=lsp.WindowClientCapabilities(
                    show_document=lsp.ShowDocumentClientCapabilities(support=True)
                ),
                workspace=lsp.WorkspaceClientCapabilities(
                    inlay_hint=lsp.InlayHintWorkspaceClientCapabilities(refresh_support=True)
                ),
                text_document=lsp.TextDocumentClientCapabilities(
                    completion=lsp.CompletionClientCapabilities(
                        completion_item=lsp.ClientCompletionItemOptions(snippet_support=True)
                    )
                ),
            )
        folder = lsp.WorkspaceFolder(self.root.as_uri(), self.root.name)
        self.initialized = await client.initialize_async(
            lsp.InitializeParams(can, root_uri=self.root.as_uri(), workspace_folders=[folder])
        )
        client.initialized(lsp.InitializedParams())

    # What an author does.

    def open(self, path: str, text: str | None = None) -> None:
        """Open a file, as it is on the disk or with another text."""
        if text is None:
            text = (self.root / path).read_bytes().decode()
        self.texts[path] = text
        self.versions[path] = 1
        item = lsp.TextDocumentItem(self.uri(path), "markdown", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: str, text: str) -> None:
        """The file's text on the screen is another now."""
        if path not in self.texts:
            self.open(path, text)
            return
        self.texts[path] = text
        self.versions[path] += 1
        known = lsp.VersionedTextDocumentIdentifier(version=self.versions[path], uri=self.uri(path))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(known, [change]))

    def close(self, path: str) -> None:
        """Close a file without saving it."""
        del self.texts[path]
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.known(path)))

    def wait(self, happened: Any, seconds: float = _LONG) -> None:
        """Wait until something is so."""
        end = time.monotonic() + seconds
        with self._news:
            while not happened():
                left = end - time.monotonic()
                assert left > 0, "waited in vain"
                self._news.wait(left)

    def codes(self, path: str) -> list[str]:
        """The codes of what is found in a file."""
        return [str(each.code) for each in self.found.get(path, ())]

    # What an editor asks. `text` holds `¦` where the cursor is.

    def at(self, path: str, text: str) -> lsp.Position:
        """Put a text on the screen and the cursor where its mark is."""
        before, _, after = text.partition("¦")
        self.type(path, before + after)
        return self.position(before)

    def position(self, before: str) -> lsp.Position:
        """The position behind a text, as this editor counts."""
        line = before.replace("\r\n", "\n").rpartition("\n")[2]
        return lsp.Position(before.count("\n"), self.units(line))

    def units(self, text: str) -> int:
        """How many units a text has."""
        encoding = self.initialized.capabilities.position_encoding or "utf-16"
        name = getattr(encoding, "value", encoding)
        sizes = {"utf-8": 1, "utf-16": 2, "utf-32": 4}
        codecs = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
        return len(text.encode(codecs[name])) // sizes[name]

    def complete(self, path: str, text: str) -> dict[str, lsp.CompletionItem]:
        """What may stand at the mark."""
        where = self.at(path, text)
        params = lsp.CompletionParams(self.known(path), where)
        made = self.run(self.client.text_document_completion_async(params))
        return {each.label: each for each in made.items} if made is not None else {}

    def hover(self, path: str, text: str) -> str:
        """What is shown at the mark."""
        params = lsp.HoverParams(self.known(path), self.at(path, text))
        made = self.run(self.client.text_document_hover_async(params))
        return made.contents.value if made is not None else ""

    def define(self, path: str, text: str) -> list[tuple[str, str]]:
        """The file and the text that the mark leads to."""
        params = lsp.DefinitionParams(self.known(path), self.at(path, text))
        return self._read(self.run(self.client.text_document_definition_async(params)))

    def refer(self, path: str, text: str, *, declared: bool = False) -> list[tuple[str, str]]:
        """The files and texts that name what is at the mark."""
        context = lsp.ReferenceContext(declared)
        params = lsp.ReferenceParams(context, self.known(path), self.at(path, text))
        return self._read(self.run(self.client.text_document_references_async(params)))

    def actions(
        self, path: str, where: lsp.Range, only: list[str] | None = None
    ) -> dict[str, lsp.CodeAction]:
        """What can be done in a range."""
        context = lsp.CodeActionContext([], only)  # type: ignore[arg-type]
        params = lsp.CodeActionParams(self.known(path), where, context)
        made = self.run(self.client.text_document_code_action_async(params))
        return {each.title: each for each in made or ()}

    def rename(self, path: str, text: str, name: str) -> dict[str, str]:
        """The texts of all files after a name was changed."""
        params = lsp.RenameParams(self.known(path), self.at(path, text), name)
        made = self.run(self.client.text_document_rename_async(params))
        return {self._path(uri): self.edited(self._path(uri), e) for uri, e in made.changes.items()}

    def edited(self, path: str, edits: list[lsp.TextEdit]) -> str:
        """A file's text with edits made."""
        text = self._text(path)
        placed = [
            (self.offset(text, e.range.start), self.offset(text, e.range.end), e.new_text)
            for e in edits
        ]
        for start, end, new in sorted(placed, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def offset(self, text: str, position: lsp.Position) -> int:
        """The offset of a position of this editor."""
        lines = text.split("\n")
        line = lines[position.line]
        start = sum(len(each) + 1 for each in lines[: position.line])
        return next(
            start + count
            for count in range(len(line) + 1)
            if self.units(line[:count]) >= position.character
        )

    def marked(self, path: str, each: lsp.Diagnostic) -> str:
        """The text a finding underlines."""
        text = self._text(path)
        return text[self.offset(text, each.range.start) : self.offset(text, each.range.end)]

    def known(self, path: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(path))

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def _read(self, made: Any) -> list[tuple[str, str]]:
        found = []
        for each in made or ():
            path = self._path(each.uri)
            text = self._text(path)
            start, end = self.offset(text, each.range.start), self.offset(text, each.range.end)
            found.append((path, text[start:end]))
        return found

    def _text(self, path: str) -> str:
        if path in self.texts:
            return self.texts[path]
        return (self.root / path).read_bytes().decode().removeprefix("\ufeff")

    def _path(self, uri: str) -> str:
        return uri.removeprefix(self.root.as_uri() + "/")
