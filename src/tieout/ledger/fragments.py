"""Fragments: how each use of a number, source, figure or table looks in each format; escaped here and nowhere else.

Both engines read the same fragments. Quarto's extension reads them from `report/_tieout/fragments.json`;
the embedded engine is handed the objects. `ROOT` stands in HTML for the way back to the pages' top folder
(empty, `../`, …), which only the engine knows.
"""

from __future__ import annotations

import dataclasses
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

VERSION = 1
ROOT = "\ue003"
# In a caption's Markdown, a use of a shortcode is written as its number between these two.
OPEN, CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True, slots=True)
class Stat:
    """A number where it stands in a sentence, ready for each format."""

    text: str
    html: str
    typst: str
    latex: str


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry of the bibliography, and where in it."""

    id: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What `{{< source … >}}` cites, in order."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """Markdown of an author with the shortcodes in it replaced: `OPEN n CLOSE` stands for `uses[n]`."""

    markdown: str
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A file beside the pages that a reader can open: `path` is relative to the pages' top folder."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: `id` is its label (`fig-NAME`), `image` an SVG relative to the pages' top folder.

    `width` and `height` are in centimetres; `title` is its short name for lists. `table` is HTML: the figure's
    data to read.
    """

    id: str
    image: str
    alt: str
    caption: Marked
    links: tuple[Link, ...]
    width: float
    height: float
    script: str = ""
    title: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the heading and the rows are plain text, never markup.

    `widths` are the columns' shares of the line; empty where the table is narrow enough for its natural widths.
    """

    id: str
    caption: Marked
    header: tuple[str, ...]
    align: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A number in the register: `anchor` is where its uses link to; the cells are plain text."""

    anchor: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """The register of numbers."""

    header: tuple[str, ...]
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """What a reader sees who opens a number; plain text throughout.

    Attributes:
        words: the number's description, a paragraph each.
        facts: label and text.
        cells: name, value, and where it comes from; `more` counts those left out.
        code: where the formula stands, and its text; a cell of the data has none.
    """

    name: str
    title: str
    words: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    cells: tuple[tuple[str, str, str], ...]
    more: int
    code: tuple[str, str]


Fragment: TypeAlias = Stat | Source | Figure | Table | Register


@dataclass(frozen=True, slots=True)
class Fragments:
    """Every fragment, by the key of the shortcode that asks for it (`Shortcode.key`).

    `panels` holds what opens when a reader follows a number, by the number's anchor.
    """

    uses: Mapping[str, Fragment] = field(default_factory=dict)
    panels: Mapping[str, Panel] = field(default_factory=dict)

    def as_json(self) -> str:
        """What the Quarto extension reads; keys sorted, one byte sequence for equal fragments."""
        uses = {
            key: {"kind": type(fragment).__name__.lower(), **dataclasses.asdict(fragment)}
            for key, fragment in sorted(self.uses.items())
        }
        return json.dumps({"version": VERSION, "uses": uses}, ensure_ascii=False, indent=1) + "\n"


def stat(text: str, value: str, *, anchor: str = "", page: str = "", title: str = "") -> Stat:
    """A number ready for each format.

    Args:
        text: its display.
        value: its exact value, for machines.
        anchor: its row in the register; empty: no link.
        page: the register's HTML page.
        title: what the number is, for a reader who points at it.
    """
    data = f'<data value="{escape_html(value)}">{escape_html(text)}</data>'
    if not anchor:
        return Stat(text, data, escape_typst(text), escape_latex(text))
    about = f' title="{escape_html(title)}"' if title else ""
    href = f"{ROOT}{escape_html(page)}#{escape_html(anchor)}"
    return Stat(
        text=text,
        html=f'<a class="tieout-number" href="{href}"{about}>{data}</a>',
        typst=f"#link(<{anchor}>, {typst_string(text)});",
        latex=f"\\hyperref[{anchor}]{{{escape_latex(text)}}}",
    )


def word(text: str) -> Stat:
    """A word that follows a number, ready for each format: plain text, no link."""
    return Stat(text, escape_html(text), escape_typst(text), escape_latex(text))


def anchor_of(name: str) -> str:
    """The label of a number's row in the register; only characters that every format takes."""
    safe = re.sub(r"[^A-Za-z0-9_.-]", lambda hit: f":{ord(hit.group()):x}:", name)
    return f"n-{safe}"


def escape_html(text: str) -> str:
    """Text as HTML, for content and for quoted attributes."""
    return html.escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def typst_string(text: str) -> str:
    """Text as a Typst string literal, quotes included."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f]", lambda hit: f"\\u{{{ord(hit.group()):x}}}", escaped) + '"'


def escape_typst(text: str) -> str:
    """Text as Typst markup: a string expression, closed so that nothing after it belongs to it."""
    return f"#{typst_string(text)};"


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # no HTML may hold them
_LATEX = {
    "-": "{-}",  # two of them are two, not a dash
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "_": r"\_",
    "%": r"\%",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
}


def escape_latex(text: str) -> str:
    """Text as LaTeX."""
    return "".join(_LATEX.get(character, character) for character in text)
