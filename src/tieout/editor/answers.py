"""Answers: symbols and actions as the language server protocol writes them."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from tieout.editor import outline
from tieout.editor.actions import Action
from tieout.editor.service import Document

_SYMBOLS = {
    "heading": lsp.SymbolKind.String,
    "statistic": lsp.SymbolKind.Function,
    "figure": lsp.SymbolKind.Object,
    "table": lsp.SymbolKind.Array,
    "dataset": lsp.SymbolKind.Module,
    "label": lsp.SymbolKind.Key,
}


def symbol(found: outline.Symbol, where: lsp.Location) -> lsp.WorkspaceSymbol:
    """A name of a project."""
    kind = _SYMBOLS[found.kind]
    return lsp.WorkspaceSymbol(where, found.name, kind, container_name=found.said or None)


def nested(document: Document, found: list[outline.Symbol]) -> list[lsp.DocumentSymbol]:
    """Symbols under the headings they belong to; a heading reaches to the next of its level."""
    end = len(document.lines.text)
    top: list[lsp.DocumentSymbol] = []
    open_now: list[tuple[int, list[lsp.DocumentSymbol]]] = []
    for number, each in enumerate(found):
        following = (other.start for other in found[number + 1 :] if other.level <= each.level)
        last = each.end if each.level == 7 else next(following, end)
        inside: list[lsp.DocumentSymbol] = []
        symbol = lsp.DocumentSymbol(
            name=each.name,
            kind=_SYMBOLS[each.kind],
            range=document.range(each.start, max(each.end, last)),
            selection_range=document.range(each.start, each.end),
            children=inside,
        )
        while open_now and open_now[-1][0] >= each.level:
            open_now.pop()
        (open_now[-1][1] if open_now else top).append(symbol)
        if each.level < 7:
            open_now.append((each.level, inside))
    return top


def action(
    document: Document,
    made: Action,
    kind: lsp.CodeActionKind,
    diagnostics: list[lsp.Diagnostic],
    command: str,
) -> lsp.CodeAction:
    """Something to do; `command` puts the cursor where the author goes on, in editors that can."""
    uri = document.room.uri(document.path)
    edits = [lsp.TextEdit(document.range(c.start, c.end), c.new) for c in made.changes]
    then = None
    if made.rest >= 0 and command:
        # Where the author goes on lies on the line that is begun or inserted into.
        change = made.changes[0]
        line, character = document.lines.position(change.start)
        where = [uri, line, character + made.rest - change.start]
        then = lsp.Command("Type the reason", command, arguments=where)
    return lsp.CodeAction(
        title=made.title,
        kind=kind,
        diagnostics=diagnostics,
        edit=lsp.WorkspaceEdit({uri: edits}),
        is_preferred=made.sure or None,
        command=then,
    )


def refused(error: Exception) -> JsonRpcException:
    """Why something is not done, as an editor shows it."""
    return JsonRpcException(str(error), lsp.LSPErrorCodes.RequestFailed.value)


def kind(asked: lsp.CodeActionKind | str) -> str:
    """The name of a kind of action."""
    return asked.value if isinstance(asked, lsp.CodeActionKind) else str(asked)
