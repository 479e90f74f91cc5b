"""Shortcodes: the one grammar of `{{< name argument key=value >}}`, parsed with positions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_OPEN = "{{<"
_CLOSE = ">}}"
_NAME = re.compile(r"""[A-Za-z][^\s"'=]*(?=\s|\Z)""")  # the first word, whole
_ARGUMENT = re.compile(
    r"""(?:(?P<key>[A-Za-z][\w-]*)=)?(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<plain>[^\s"']+))""",
    re.DOTALL,
)
# What may stand between opening and closing; nothing of it is ever given back.
_INSIDE = re.compile(
    r"""(?:[^"'>{\n]|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|>(?!\}\})|\{(?!\{<)|\n(?!\n))*+""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One shortcode as written: its name, its arguments and where it stands (offsets into the text)."""

    name: str
    arguments: tuple[str, ...]
    options: Mapping[str, str] = field(hash=False)
    start: int
    end: int

    @property
    def key(self) -> str:
        """Name, arguments and options in one canonical spelling: equal for equal uses.

        The Quarto extension makes the same key from what Quarto hands it, so it must stay this simple.
        """
        options = [f"{key}={value}" for key, value in sorted(self.options.items())]
        return " ".join((self.name, *self.arguments, *options))


@dataclass(frozen=True, slots=True)
class Fault:
    """A shortcode that cannot be read: where, and why."""

    start: int
    message: str
    remedy: str


def scan(text: str, start: int = 0) -> Iterator[Shortcode | Fault]:
    """Every shortcode in the text, in order, and every fault; never raises.

    Escaped shortcodes (`{{{< … >}}}` and `{{</* … */>}}`) are text, as in Quarto, and are passed over.
    """
    position = text.find(_OPEN, start)
    while position >= 0:
        if text[position - 1 : position] == "{" and position > 0:
            position = _after(text, position, ">}}}")
        elif text.startswith("/*", position + len(_OPEN)):
            position = _after(text, position, "*/>}}")
        else:
            item, position = _one(text, position)
            yield item
        position = text.find(_OPEN, position)


def unescape(text: str) -> str:
    """Text in which escaped shortcodes stand as a reader is to see them."""
    text = re.sub(r"\{\{\{<(.*?)>\}\}\}", r"{{<\1>}}", text, flags=re.DOTALL)
    return re.sub(r"\{\{</\*(.*?)\*/>\}\}", r"{{<\1>}}", text, flags=re.DOTALL)


def _after(text: str, position: int, end: str) -> int:
    found = text.find(end, position)
    return found + len(end) if found >= 0 else position + len(_OPEN)


def _one(text: str, start: int) -> tuple[Shortcode | Fault, int]:
    end = _find_close(text, start + len(_OPEN))
    if end < 0:
        return (
            Fault(start, "shortcode is never closed", "End it with ' >}}'."),
            start + len(_OPEN),
        )
    inside = text[start + len(_OPEN) : end]
    after = end + len(_CLOSE)
    name = _NAME.match(inside.lstrip())
    if name is None:
        return Fault(start, "shortcode has no name", "Write {{< stat NAME >}}."), after
    rest = inside.lstrip()[name.end() :]
    arguments: list[str] = []
    options: dict[str, str] = {}
    position = 0
    while position < len(rest):
        if rest[position].isspace():
            position += 1
            continue
        found = _ARGUMENT.match(rest, position)
        if found is None:
            message = f"cannot read the argument at '{rest[position : position + 20].strip()}'"
            return Fault(start, message, "Close its quotes."), after
        value = _value(found)
        if found["key"] is None:
            arguments.append(value)
        elif found["key"] in options:
            return Fault(start, f"'{found['key']}' is given twice", "Keep one of them."), after
        else:
            options[found["key"]] = value
        position = found.end()
    return Shortcode(name.group(), tuple(arguments), options, start, after), after


def _find_close(text: str, position: int) -> int:
    """Where the shortcode closes: not inside quotes, not past another opening or a blank line."""
    inside = _INSIDE.match(text, position)
    end = inside.end() if inside is not None else position
    return end if text.startswith(_CLOSE, end) else -1


def _value(found: re.Match[str]) -> str:
    for group in ("double", "single"):
        if found[group] is not None:
            return _ESCAPE.sub(r"\1", found[group])
    return found["plain"]
