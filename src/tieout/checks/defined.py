"""Defined: the statistics, figures and tables that scripts define, read from their text; no script is run."""

from __future__ import annotations

import ast
import dataclasses
import io
import json
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tieout.cache import Cache, digest
from tieout.findings import Place
from tieout.project import Project
from tieout.text import python

KINDS = ("statistic", "figure", "table")
_PREFIXES = (b"", b"tieout.")
_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a decorator as it is written: `offsets` maps its characters to lines and columns of the file."""

    text: str
    path: str
    spots: tuple[tuple[int, int, int], ...] = field(repr=False)

    def place(self, offset: int) -> Place:
        """The line and column of an offset; within an escape, of the string's piece."""
        first, line, column = max(
            (spot for spot in self.spots if spot[0] <= offset), default=self.spots[0]
        )
        return Place(self.path, line, column + offset - first)


@dataclass(frozen=True, slots=True)
class Defined:
    """A marked function: what it is, where it stands and what it takes."""

    kind: str
    name: str
    place: Place
    takes: tuple[str, ...]
    texts: dict[str, Written] = field(hash=False)


def defined(project: Project) -> Iterator[Defined]:
    """Every marked function of the project's scripts, in order of files and lines."""
    for file in project.python_files():
        yield from defined_in(project, file)


def defined_in(project: Project, file: Path) -> list[Defined]:
    """The marked functions of one file, as it stands on the disk."""
    return _kept(file, project.relative(file), Cache(project.work / "cache" / "defined"))


def defined_by(text: str, path: str) -> list[Defined]:
    """The marked functions of a script's text; none where it cannot be read as Python."""
    return list(_of(text.encode("utf-8", "replace"), path))


def _kept(file: Path, path: str, cache: Cache) -> list[Defined]:
    """The functions of a file, from the cache where it is as it was."""
    try:
        data = file.read_bytes()
    except OSError:
        return []
    if not any(
        b"@%s%s" % (prefix, kind.encode()) in data for kind in KINDS for prefix in _PREFIXES
    ):
        return []
    key = digest(_FORMAT, path, data)
    kept = cache.get(key)
    if kept is not None:
        return [_decoded(item) for item in json.loads(kept)]
    found = list(_of(data, path))
    cache.put(key, json.dumps([dataclasses.asdict(each) for each in found]).encode())
    return found


def _decoded(item: dict[str, Any]) -> Defined:
    texts = {
        name: Written(each["text"], each["path"], tuple(tuple(spot) for spot in each["spots"]))
        for name, each in item["texts"].items()
    }
    return Defined(item["kind"], item["name"], Place(**item["place"]), tuple(item["takes"]), texts)


def _of(data: bytes, path: str) -> Iterator[Defined]:
    try:
        text = data.decode("utf-8")
        tree = python(text)
    except (SyntaxError, UnicodeDecodeError):
        return  # the build says what is wrong with it
    lines = text.splitlines(keepends=True)
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for call in node.decorator_list:
            kind = _kind(call)
            if kind and isinstance(call, ast.Call):
                arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                texts = {
                    each.arg: _written(each.value, lines, path)
                    for each in call.keywords
                    if each.arg and isinstance(each.value, ast.Constant)
                    if isinstance(each.value.value, str) and kind != "statistic"
                }
                place = Place(path, node.lineno, node.col_offset + 1)
                takes = tuple(each.arg for each in arguments)
                yield Defined(kind, node.name, place, takes, texts)


def _kind(call: ast.expr) -> str:
    function = call.func if isinstance(call, ast.Call) else call
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name if name in KINDS else ""


def _written(node: ast.Constant, text: list[str], path: str) -> Written:
    """The string of a node, its pieces (`"one " "two"`) each with its place."""
    lines = text[node.lineno - 1 : node.end_lineno]
    spots: list[tuple[int, int, int]] = []
    length = 0
    try:
        for token in tokenize.generate_tokens(io.StringIO("".join(lines)).readline):
            line = node.lineno + token.start[0] - 1
            if (line, token.start[1]) < (node.lineno, node.col_offset):
                continue
            if token.type != tokenize.STRING or length >= len(str(node.value)):
                continue
            opening = len(token.string) - len(token.string.lstrip("rRbBuU"))
            quotes = 3 if token.string[opening : opening + 3] in {'"""', "'''"} else 1
            spots.append((length, line, token.start[1] + opening + quotes + 1))
            length += len(str(ast.literal_eval(token.string)))
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    return Written(str(node.value), path, tuple(spots) or ((0, node.lineno, node.col_offset + 1),))
