"""Cursor: what stands where the cursor is, in text that may be half typed; never raises."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN, _CLOSE = "{{<", ">}}"
_REACH = 2000  # characters; a shortcode is shorter
_TOKEN = re.compile(
    r"""(?:(?P<key>[A-Za-z][\w-]*)=)?(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<plain>[^\s"']*))"""
)
_REFERENCE = re.compile(
    r"(?<![\w@\\./:-])-?@(?:\{(?!\{))?(?P<key>(?:[\w](?:\w|[:.#$%&+?<>~/-](?=\w))*)?)(?P<tail>[:.#$%&+?<>~/-]?)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a shortcode: its value, and where that stands without its quotes and its key."""

    value: str
    start: int
    end: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A shortcode around the cursor, closed or not.

    Attributes:
        name: its name as far as it is typed.
        arguments: the tokens without a key.
        options: the tokens with one.
        here: the token at the cursor; where there is none, an empty one stands for what comes next.
        index: how many arguments stand before it; -1: the cursor is at the name.
        end: where it closes, after its `>}}`; where it is not closed, the end of its line.
    """

    name: Token
    arguments: tuple[Token, ...]
    options: tuple[Token, ...]
    here: Token
    index: int
    start: int
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation or cross-reference around the cursor: `start` is where its key begins."""

    key: str
    start: int
    end: int


def code_at(text: str, offset: int) -> Code | None:
    """The shortcode that the cursor stands in."""
    start = text.rfind(_OPEN, max(0, offset - _REACH), offset)
    if start < 0 or text[start - 1 : start] == "{" or text.startswith("/*", start + 3):
        return None
    inside = text[start + len(_OPEN) : offset]
    if _CLOSE in inside or "\n\n" in inside:
        return None
    end, closed = _end(text, offset)
    tokens = list(_tokens(text, start + len(_OPEN), end - len(_CLOSE) if closed else end))
    name = tokens[0] if tokens else Token("", offset, offset)
    return _code(name, tokens[1:], offset, start, end, closed=closed)


def codes_over(text: str) -> list[Code]:
    """Every closed shortcode of a text."""
    found: list[Code] = []
    position = text.find(_OPEN)
    while position >= 0:
        code = code_at(text, position + len(_OPEN))
        if code is not None and code.closed:
            found.append(code)
        position = text.find(_OPEN, position + len(_OPEN))
    return found


def reference_at(text: str, offset: int) -> Reference | None:
    """The citation or cross-reference that the cursor stands in or behind."""
    start = max(text.rfind("\n", 0, offset) + 1, offset - _REACH)
    end = text.find("\n", offset)
    for hit in _REFERENCE.finditer(text, start, len(text) if end < 0 else end):
        if hit.start("key") <= offset <= hit.end("key"):
            return Reference(hit["key"], hit.start("key"), hit.end("key"))
        if hit.start("key") <= offset <= hit.end():  # `@fig-`: more is to come
            return Reference(hit["key"] + hit["tail"], hit.start("key"), hit.end())
    return None


def _end(text: str, offset: int) -> tuple[int, bool]:
    """Where the shortcode around an offset ends, and whether it is closed there."""
    close = text.find(_CLOSE, offset, offset + _REACH)
    between = text[offset:close] if close >= 0 else ""
    if close >= 0 and _OPEN not in between and "\n\n" not in between:
        return close + len(_CLOSE), True
    line = text.find("\n", offset)
    line = len(text) if line < 0 else line
    other = text.find(_OPEN, offset, line)
    return (other if other >= 0 else line), False


def _tokens(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    position = start
    while position < end:
        if text[position].isspace():
            position += 1
            continue
        hit = _TOKEN.match(text, position, end)
        if hit is None or hit.end() == position:
            position += 1
            continue
        group = next(name for name in ("double", "single", "plain") if hit[name] is not None)
        found.append(Token(hit[group], hit.start(group), hit.end(group), hit["key"] or ""))
        position = hit.end()
    return found


def _code(
    name: Token, rest: list[Token], offset: int, start: int, end: int, *, closed: bool
) -> Code:
    if not closed:
        rest = _own(rest, offset)
    arguments = tuple(each for each in rest if not each.key)
    options = tuple(each for each in rest if each.key)
    if offset <= name.end and not (name.end == name.start and rest):
        return Code(name, arguments, options, name, -1, start, end, closed)
    here = next(
        (
            each
            for each in rest
            if each.start - len(each.key) - 1 <= offset <= each.end and each.key
        ),
        None,
    ) or next((each for each in arguments if each.start <= offset <= each.end), None)
    index = sum(1 for each in arguments if each.end < offset)
    return Code(
        name, arguments, options, here or Token("", offset, offset), index, start, end, closed
    )


def _own(rest: list[Token], offset: int) -> list[Token]:
    """Of what follows an opening that nothing closes, only what stands up to the cursor is its own."""
    return [each for each in rest if each.start <= offset]
