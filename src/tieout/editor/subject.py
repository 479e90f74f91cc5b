"""Subject: what the cursor is on: a number, figure, source, label or file that a chapter or script names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from tieout.checks.defined import KINDS
from tieout.editor.cursor import Code, code_at, reference_at
from tieout.prose.references import CROSSREF_KINDS
from tieout.text import python

_LABEL = re.compile(rf"#(?P<label>(?:{'|'.join(CROSSREF_KINDS)})-[\w.:-]*\w)")
_KIND = re.compile(rf"(?:{'|'.join(CROSSREF_KINDS)})-", re.IGNORECASE)


class Subject(NamedTuple):
    """What is named, and where in the text its name stands.

    `kind` is `number` (statistic, datum or dataset), `figure`, `table`, `source`, `label` or `file`.
    """

    kind: str
    name: str
    start: int
    end: int


class Marked(NamedTuple):
    """A marked function of a script: its name and what it takes, each as a subject."""

    kind: str
    name: Subject
    takes: tuple[Subject, ...]
    node: ast.FunctionDef


def subject_at(text: str, offset: int, path: str) -> Subject | None:
    """What the cursor is on, or right behind."""
    code = code_at(text, offset)
    if code is not None:
        return _named(code)
    if path.endswith(".py"):
        found = next((s for s in in_script(text) if s.start <= offset <= s.end), None)
        return found or _cited(text, offset)
    return _entry(text, offset) if path.endswith(".bib") else _referred(text, offset)


def _named(code: Code) -> Subject | None:
    """What a shortcode names at the cursor."""
    here, name = code.here, code.name.value
    if code.index < 0 or here.key or not here.value:
        return None
    kind = {"figure": "figure", "table": "table", "source": "number", "include": "file"}.get(name)
    if name in {"stat", "word"} and here == code.arguments[0]:
        kind = "number"
    return Subject(kind, here.value, here.start, here.end) if kind else None


def _referred(text: str, offset: int) -> Subject | None:
    """A citation, a cross-reference, or the label that one leads to."""
    reference = reference_at(text, offset)
    if reference is not None and reference.key:
        kind = "label" if _KIND.match(reference.key) else "source"
        return Subject(kind, reference.key, reference.start, reference.end)
    for hit in _LABEL.finditer(text, text.rfind("\n", 0, offset) + 1, _line_end(text, offset)):
        if hit.start("label") <= offset <= hit.end():
            return Subject("label", hit["label"], hit.start("label"), hit.end())
    return None


def in_script(text: str) -> Iterator[Subject]:
    """The names of a script's marked functions, and those of what they take."""
    for each in marked(text):
        yield each.name
        yield from each.takes


def marked(text: str) -> list[Marked]:
    """The marked functions of a script; none where it cannot be read as Python."""
    try:
        tree = python(text)
    except SyntaxError:
        return []
    starts = [0, *(hit.end() for hit in re.finditer("\n", text))]
    lines = text.split("\n")

    def place(node: ast.FunctionDef | ast.arg) -> int:
        line = node.lineno - 1
        before = lines[line].encode()[: node.col_offset]  # Python counts bytes
        return starts[line] + len(before.decode("utf-8", "replace"))

    found: list[Marked] = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        kind = next(filter(None, map(_kind, node.decorator_list)), "")
        if not kind:
            continue
        start = place(node) + len("def ")
        start += len(text[start:]) - len(text[start:].lstrip())
        of = "number" if kind == "statistic" else kind
        name = Subject(of, node.name, start, start + len(node.name))
        arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        takes = tuple(
            Subject("number", each.arg, place(each), place(each) + len(each.arg))
            for each in arguments
        )
        found.append(Marked(kind, name, takes, node))
    return found


def _kind(call: ast.expr) -> str:
    function = call.func if isinstance(call, ast.Call) else call
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name if name in KINDS else ""


def _cited(text: str, offset: int) -> Subject | None:
    """A citation in a caption, or a source in `published_in="…"`."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start : _line_end(text, offset)]
    for hit in re.finditer(r"published_in\s*=\s*[\"'](?P<key>[^\"']+)", line):
        if start + hit.start("key") <= offset <= start + hit.end():
            return Subject("source", hit["key"], start + hit.start("key"), start + hit.end())
    reference = reference_at(text, offset)
    if reference is None or not reference.key or reference.key in KINDS:
        return None
    kind = "label" if _KIND.match(reference.key) else "source"
    return Subject(kind, reference.key, reference.start, reference.end)


def _entry(text: str, offset: int) -> Subject | None:
    """The key of the entry of a bibliography on whose line the cursor is."""
    start = text.rfind("\n", 0, offset) + 1
    hit = re.compile(r"\s*@\w+\s*\{\s*(?P<key>[^,\s]+)").match(text, start)
    if hit is None or offset > _line_end(text, offset):
        return None
    return Subject("source", hit["key"], hit.start("key"), hit.end())


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end
