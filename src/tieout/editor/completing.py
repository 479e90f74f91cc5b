"""Completing: what may stand at the cursor: shortcodes, numbers, options, citation keys, cross-references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types as lsp

from tieout.display import Style, display
from tieout.editor import names
from tieout.editor.cursor import Code, code_at, reference_at
from tieout.editor.desk import World
from tieout.editor.names import Name
from tieout.prose.chapter import Chapter

# More would only be scrolled past; the editor asks again as soon as more is typed.
MAX_ITEMS = 200
SHORTCODES = {
    "stat": "a number by its name",
    "source": "a footnote with the sources of the numbers it names",
    "figure": "a figure, alone in its paragraph",
    "table": "a table, alone in its paragraph",
    "param": "a parameter of the edition, as written in editions.csv",
    "word": "a word that follows a number's sign: NAME rose fell",
    "register": "the register of numbers, alone in its paragraph",
    "include": "another file, alone on its line",
}
_OPTIONS = {
    "decimals": ("0", "1", "2", "3"),
    "format": ("bare", "absolute", "signed"),
    "as": ("words", "ordinal", "fraction"),
}
_KINDS = {
    "statistic": lsp.CompletionItemKind.Function,
    "datum": lsp.CompletionItemKind.Value,
    "part": lsp.CompletionItemKind.Folder,
    "dataset": lsp.CompletionItemKind.Module,
    "figure": lsp.CompletionItemKind.Color,
    "table": lsp.CompletionItemKind.Struct,
    "source": lsp.CompletionItemKind.Reference,
    "label": lsp.CompletionItemKind.Constant,
    "option": lsp.CompletionItemKind.Property,
    "shortcode": lsp.CompletionItemKind.Keyword,
}


class Offers(NamedTuple):
    """What may stand between two offsets, and whether there is more than is named.

    `before` and `after` are written around each name: quotes, what closes a shortcode.
    """

    names: list[Name]
    start: int
    end: int
    after: str = ""
    more: bool = False


def offers(world: World, chapters: Iterable[Chapter], text: str, offset: int) -> Offers | None:
    """What may stand at the cursor; None where nothing of ours does."""
    code = code_at(text, offset)
    if code is not None:
        return _limited(_in_code(world, code, text, offset), text, offset)
    reference = reference_at(text, offset)
    if reference is None:
        return None
    found = [*names.sources(world), *names.labelled(world, chapters)]
    return _limited(Offers(found, reference.start, reference.end), text, offset)


def items(made: Offers, edit: lsp.Range, *, snippets: bool) -> lsp.CompletionList:
    """The offers as an editor takes them; `edit` is the range of the document that they replace."""
    return lsp.CompletionList(
        is_incomplete=made.more,
        items=[_item(made, each, edit, snippets=snippets) for each in made.names],
    )


def _item(made: Offers, each: Name, edit: lsp.Range, *, snippets: bool) -> lsp.CompletionItem:
    text = each.name
    if each.kind in {"statistic", "datum"} and re.search(r"[\s\"']", text):
        text = '"' + text.replace('"', '\\"') + '"'
    form = None
    if each.kind == "shortcode":
        text = f"{text} $0{made.after}" if snippets else f"{text} "
        form = lsp.InsertTextFormat.Snippet if snippets else None
    elif each.kind not in {"part", "dataset", "option"}:
        text += made.after
    said = " \N{EM DASH} ".join(part for part in (each.shown, each.said) if part)
    return lsp.CompletionItem(
        label=each.name,
        label_details=lsp.CompletionItemLabelDetails(description=each.shown or each.kind),
        kind=_KINDS[each.kind],
        detail=said or None,
        filter_text=each.name,
        sort_text=f"{each.rank}{each.name}",
        text_edit=lsp.TextEdit(edit, text),
        insert_text_format=form,
    )


def _limited(made: Offers | None, text: str, offset: int) -> Offers | None:
    if made is None:
        return None
    typed = text[made.start : offset]
    fitting = [each for each in made.names if names.fits(each.name, typed)]
    fitting.sort(key=lambda each: (not each.name.startswith(typed), each.rank, each.name))
    return made._replace(names=fitting[:MAX_ITEMS], more=len(fitting) > MAX_ITEMS)


def _in_code(world: World, code: Code, text: str, offset: int) -> Offers | None:
    here = code.here
    start, end = here.start, max(here.end, offset)
    after = ""
    if not code.closed:
        # Editors that close brackets by themselves leave `}}` behind the cursor.
        tail = re.compile(r"[ \t]*(?:\}\}|>\}?)?").match(text, end)
        paired = tail is not None and tail.group().strip()
        end = tail.end() if tail is not None and paired else end
        after = " >}}"
    if code.index < 0:
        known = [Name(name, "shortcode", "", said) for name, said in SHORTCODES.items()]
        return Offers(known, start, end, after)
    if here.key:
        return Offers(list(_values(world, code)), start, end, after)
    found: list[Name] = []
    kind = code.name.value
    if kind == "source" or (kind in {"stat", "word"} and code.index == 0):
        found = names.numbers(world, text[here.start : offset])
    elif kind in {"figure", "table"} and code.index == 0:
        found = names.shown(world, kind)
    elif kind == "stat":
        given = {each.key for each in code.options}
        found = [
            Name(f"{key}=", "option", "", ", ".join(values))
            for key, values in _OPTIONS.items()
            if key not in given
        ]
    return Offers(found, start, end, after) if found else None


def _values(world: World, code: Code) -> Iterator[Name]:
    """What an option can be, each with what the number would then read like."""
    record = world.record(code.arguments[0].value) if code.arguments else None
    others = {each.key: each.value for each in code.options if each.key != code.here.key}
    for value in _OPTIONS.get(code.here.key, ()):
        shown = ""
        if record is not None:
            try:
                style = Style.parse({**others, code.here.key: value})
                shown = display(record.value, record.unit, world.ledger.locale, style, record.bound)
            except ValueError:
                continue  # a number cannot be written so
        yield Name(value, "option", shown, "", 0)
