"""Cells: code that Quarto would run, brought to what can be shown of it without running anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_FENCE = re.compile(
    r"^(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*"
    r"(?P<braces>\{+)(?P<language>[A-Za-z]\w*)(?P<rest>[^}\n]*)\}+[^\n]*\n"
    r"(?P<body>.*?)(?P<close>^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.S | re.M,
)
_ANY_FENCE = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)", re.S | re.M
)
_OPTION = re.compile(
    r"^[ \t>]*(?:#|//|--|%%)\|[ \t]*(?P<key>[\w-]+):[ \t]*(?P<value>[^\n]*)$", re.M
)
_OPTION_LINE = re.compile(r"^[ \t>]*(?:#|//|--|%%)\|[^\n]*\n?", re.M)
_HEADER = re.compile(r"(?P<key>[\w.-]+)\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|[^,\s]+)")
_LABEL = re.compile(r"(?:fig|tbl|lst)-[\w-]+")
_NEVER_RUN = {"verbatim", "embed"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: where it stands in the text, its language and what its options say."""

    start: int
    end: int
    language: str
    options: Mapping[str, str]
    escaped: bool
    found: re.Match[str]

    @property
    def runs(self) -> bool:
        """Whether Quarto would run it; `{{python}}` and `{verbatim}` are only shown."""
        return not self.escaped and self.language not in _NEVER_RUN


def cells(text: str) -> Iterator[Cell]:
    """Every cell of a text, in order; one inside another block of code is part of that block."""
    for block in _ANY_FENCE.finditer(text):
        found = _FENCE.match(text, block.start())
        if found is not None and found.end() <= block.end():
            options = {hit["key"]: _bare(hit["value"]) for hit in _HEADER.finditer(found["rest"])}
            label = re.match(r"[ \t]+([\w-]+)(?=[\s,]|$)(?!\s*=)", found["rest"])
            if label:
                options.setdefault("label", label[1])
            options |= {h["key"]: _bare(h["value"]) for h in _OPTION.finditer(found["body"])}
            yield Cell(
                found.start(),
                found.end(),
                found["language"],
                {key.replace(".", "-").lower(): value for key, value in options.items()},
                len(found["braces"]) > 1,
                found,
            )


def shown(text: str, gap: str, *, echo: bool = True) -> str:
    """The text with each cell as code that was not run.

    A cell that makes a figure or table with a label leaves its place, so that references keep their number.

    Args:
        text: a chapter's.
        gap: the words in place of an output.
        echo: whether the book shows the code of cells that do not say so themselves.
    """
    if "{" not in text or not _FENCE.search(text):
        return text
    parts: list[str] = []
    done = 0
    for cell in cells(text):
        parts += [text[done : cell.start], _instead(cell, gap, echo)]
        done = cell.end
    return "".join((*parts, text[done:]))


def _instead(cell: Cell, gap: str, echo: bool) -> str:
    found = cell.found
    indent, fence, body = found["indent"], found["fence"], found["body"]
    language = cell.language.lower()
    if cell.escaped:  # shown as it would be written
        inner = "`" * 3
        lines = f"{indent}{inner}{{{cell.language}{found['rest']}}}\n{body}{indent}{inner}\n"
        return f"{indent}{fence}`{{.{language}}}\n{lines}{indent}{fence}`"
    if not cell.runs:
        return f"{indent}{fence}\n{body}{indent}{fence}"
    options = cell.options
    visible = _is_on(options.get("include"), True) and _is_on(options.get("echo"), echo)
    made = ""
    code = _OPTION_LINE.sub("", body)
    if visible and code.strip():
        name = f' filename="{options["filename"]}"' if options.get("filename") else ""
        made = f"{indent}{fence}{{.{language}{name}}}\n{code}{indent}{fence}\n"
    label = options.get("label", "")
    if _LABEL.fullmatch(label) and not label.startswith("lst-"):
        kind = label[:3]
        caption = options.get(f"{kind}-cap", "").strip("\"'")
        made += f"\n{indent}::: {{#{label}}}\n{indent}*{gap}*\n\n{indent}{caption or '.'}\n{indent}:::\n"
    return made


def _is_on(value: str | None, otherwise: bool) -> bool:
    return otherwise if value is None else value.strip().lower() not in {"false", "f", "no"}


def _bare(value: str) -> str:
    return value.strip().strip("\"'")
