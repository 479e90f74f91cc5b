"""Outline: a tree of labelled lines laid out in so many columns; the terminal colours it, a file takes it plain."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_LABEL = 11  # columns a label takes, its space included


class Tone(StrEnum):
    """What a line is to its reader; a terminal gives each a colour."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    GOOD = "good"
    DOUBTFUL = "doubtful"
    CODE = "code"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree, longer than a line where it must be, and what belongs under it.

    `verbatim` keeps spaces, as code needs, and stands without a branch of its own.
    """

    text: str
    label: str = ""
    tone: Tone = Tone.PLAIN
    below: tuple[Node, ...] = field(default=())
    verbatim: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the layout: the tree's lines, a label and text."""

    guide: str
    label: str
    text: str
    tone: Tone

    def __str__(self) -> str:
        """The line as plain text."""
        return f"{self.guide}{self.label}{self.text}".rstrip()


def layout(root: Node, width: int = 80) -> Iterator[Line]:
    """The tree's lines, none longer than `width`; only a word longer than the room left is broken."""
    yield from _lines(root, "", "│ " if root.below else "  ", width)
    yield from _below(root, "", width)


def _below(node: Node, guide: str, width: int) -> Iterator[Line]:
    for number, each in enumerate(node.below, start=1):
        last = number == len(node.below)
        down = guide + ("   " if last else "│  ")
        inner = "│ " if each.below else "  "
        branch = "   " if each.verbatim else "└─ " if last else "├─ "
        yield from _lines(
            each, guide + branch, guide + "   " if each.verbatim else down + inner, width
        )
        yield from _below(each, down, width)


def _lines(node: Node, first: str, more: str, width: int) -> Iterator[Line]:
    label = f"{node.label:<{_LABEL - 1}} " if node.label else ""
    indent = " " * len(label)
    # A line that runs on stands under its own text, not under its label.
    more = more[: len(first)].ljust(len(first)) if len(more) > len(first) else more
    room = max(20, width - len(first) - len(label))
    for number, text in enumerate(_wrapped(node, room)):
        yield Line(
            first if number == 0 else more, label if number == 0 else indent, text, node.tone
        )


def _wrapped(node: Node, room: int) -> list[str]:
    if node.verbatim:
        text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in node.text)
        # A line of code that runs on stands deeper than it began.
        deeper = " " * min(len(text) - len(text.lstrip(" \t0123456789")) + 2, room // 2)
        wrapped = textwrap.wrap(text, room, subsequent_indent=deeper, break_on_hyphens=False)
        return wrapped or [""]
    # A cell or a note may hold anything, even what steers a terminal.
    text = "".join(c if c.isprintable() else " " for c in node.text)
    return textwrap.wrap(text, room, break_on_hyphens=False) or [""]
