"""Tokens: a chapter's text with every shortcode replaced, so that what pandoc sees depends on no value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tieout.engines.pandoc import plain
from tieout.ledger import fragments as look
from tieout.ledger.fragments import CLOSE, OPEN, Fragments, Stat
from tieout.prose import shortcodes, yaml
from tieout.prose.chapter import Chapter
from tieout.prose.remembered import remembered
from tieout.prose.shortcodes import Shortcode

# What pandoc's output holds: a fragment in the format's own markup, anything computed, plain text.
RICH, MARK, PLAIN = OPEN, "\ue002", "\ue004"
CHARACTER = "x"  # a mark that stands for a private character of somebody's data, by its number

_PRIVATE = re.compile("[\ue000-\ue007]")
_LONG, _SIGN = re.compile(r"\S{24,}"), re.compile("[_/]")
_APOSTROPHE = re.compile(rf"(?<={CLOSE})'(?=\w)")
_CAPTION_USE = re.compile(f"{OPEN}([0-9]+){CLOSE}")

BUILT_IN = ("var", "meta", "pagebreak")


@dataclass(frozen=True, slots=True)
class Tokenised:
    """A chapter's text with tokens, what the worker must know of them, and the values for later.

    Attributes:
        text: what pandoc reads.
        uses: the fragments that have a structure, by token; all others are values.
        slots: the looks of the values, by token.
        sources: keys of the bibliography that the chapter's sources cite.
        unknown: shortcodes for which there is neither fragment nor meaning.
    """

    text: str
    uses: Mapping[str, object]
    slots: tuple[Stat | None, ...]
    sources: tuple[str, ...]
    unknown: tuple[Shortcode, ...]


def tokenise(
    chapter: Chapter,
    fragments: Fragments,
    variables: Mapping[str, object],
    book: Mapping[str, object],
) -> Tokenised:
    """The chapter ready for pandoc.

    Args:
        chapter: with its shortcodes.
        fragments: the look of every use.
        variables: what `_variables.yml` holds, for `{{< var … >}}`.
        book: what `_quarto.yml` holds, for `{{< meta … >}}` where the chapter's front matter is silent.
    """
    builder = _Builder(fragments, variables, ({**book, **chapter.front.data}))
    builder.slots = [None] * len(chapter.shortcodes)
    unknown = [
        code for number, code in enumerate(chapter.shortcodes) if not builder.use(number, code)
    ]
    return Tokenised(
        text_of(chapter),
        builder.uses,
        tuple(builder.slots),
        tuple(dict.fromkeys(builder.sources)),
        tuple(unknown),
    )


@remembered
def text_of(chapter: Chapter) -> str:
    """The chapter's text with a token for each shortcode, whatever these show."""
    parts: list[str] = []
    done = 0
    for number, code in enumerate(chapter.shortcodes):
        parts += [shortcodes.unescape(chapter.text[done : code.start]), f"{OPEN}{number}{CLOSE}"]
        done = code.end
    parts.append(shortcodes.unescape(chapter.text[done:]))
    # After a token an apostrophe looks like an opening quotation mark.
    return _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", "".join(parts))


def shielded(text: str) -> str:
    """Data that passes through pandoc, with characters that would be taken for tokens put aside."""
    return _PRIVATE.sub(lambda hit: f"{MARK}{CHARACTER}{ord(hit.group())}{CLOSE}", text)


@dataclass(slots=True)
class _Builder:
    fragments: Fragments
    variables: Mapping[str, object]
    meta: Mapping[str, object]
    uses: dict[str, object] = field(default_factory=dict)
    slots: list[Stat | None] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def use(self, number: int, code: Shortcode) -> bool:
        """Say what token `number` stands for; False when nobody knows."""
        fragment = self.fragments.uses.get(code.key)
        if fragment is not None:
            self._fragment(number, fragment)
            return True
        if code.name == "pagebreak":
            self.uses[str(number)] = {"kind": "pagebreak"}
            return True
        if code.name in BUILT_IN and len(code.arguments) == 1:
            value = _lookup(self.variables if code.name == "var" else self.meta, code.arguments[0])
            if value is not None:
                self.uses[str(number)] = {"kind": "markdown", "markdown": shielded(value)}
                return True
        known, markdown = plain.markdown(code)
        self.uses[str(number)] = {"kind": "markdown", "markdown": shielded(markdown)}
        return known

    def _fragment(self, number: int, fragment: look.Fragment) -> None:
        match fragment:
            case look.Stat():
                self.slots[number] = fragment
                return
            case look.Source():
                made = self._source(fragment)
            case look.Figure():
                made = {
                    "kind": "figure",
                    "id": fragment.id,
                    "image": fragment.image,
                    "alt": self._text(fragment.alt, PLAIN),
                    "caption": self._marked(fragment.caption),
                    "links": [
                        {"text": shielded(link.text), "path": link.path} for link in fragment.links
                    ],
                    "script": shielded(fragment.script),
                    "width": fragment.width,
                    "table": self._markup(fragment.table),
                }
            case look.Table():
                made = {
                    "kind": "table",
                    "id": fragment.id,
                    "caption": self._marked(fragment.caption),
                    "align": list(fragment.align),
                    "widths": list(fragment.widths),
                    "header": self._texts(fragment.header),
                    "rows": [self._texts(row) for row in fragment.rows],
                }
            case look.Register():
                made = {
                    "kind": "register",
                    "header": self._texts(fragment.header),
                    "rows": [
                        {"anchor": row.anchor, "cells": self._narrow(row.cells)}
                        for row in fragment.rows
                    ],
                }
        self.uses[str(number)] = made

    def _source(self, fragment: look.Source) -> dict[str, object]:
        self.sources += [citation.id for citation in fragment.citations]
        return {
            "kind": "source",
            "citations": [
                {"id": citation.id, "locator": shielded(citation.locator)}
                for citation in fragment.citations
            ],
        }

    def _marked(self, marked: look.Marked) -> dict[str, object]:
        """The caption; its uses become tokens of the chapter."""
        numbers = []
        for key in marked.uses:
            number = len(self.slots)
            self.slots.append(None)
            fragment = self.fragments.uses.get(key)
            if isinstance(fragment, look.Stat | look.Source):
                self._fragment(number, fragment)
            else:
                self.slots[number] = _literal(key)
            numbers.append(str(number))  # Lua makes floats of JSON numbers
        return {"markdown": marked.markdown, "uses": numbers}

    def _markup(self, html: str) -> str:
        """A token for HTML of tieout's own; empty where there is none."""
        if not html:
            return ""
        self.slots.append(Stat("", html, "", ""))
        return f"{RICH}{len(self.slots) - 1}{CLOSE}"

    def _texts(self, texts: tuple[str, ...]) -> list[str]:
        return [self._text(text, RICH) for text in texts]

    def _narrow(self, texts: tuple[str, ...]) -> list[str]:
        """The same for narrow columns: on paper long names of files may break after these signs."""
        shown = self._texts(texts[:1])
        for text in texts[1:]:
            broken = _LONG.sub(lambda hit: _SIGN.sub("\\g<0>\u200b", hit.group()), text)
            shown.append(self._text(text, RICH, look.escape_typst(broken)))
        return shown

    def _text(self, text: str, opening: str, typst: str = "") -> str:
        """A token for plain text of the data."""
        self.slots.append(_literal(text, typst))
        return f"{opening}{len(self.slots) - 1}{CLOSE}"


def _literal(text: str, typst: str = "") -> Stat:
    return Stat(text, look.escape_html(text), typst or look.escape_typst(text), latex="")


def _lookup(data: Mapping[str, object], name: str) -> str | None:
    """A value under a dotted name, as text; None when there is none."""
    node: object = data
    for part in name.split("."):
        if not isinstance(node, Mapping) or part not in node:
            return None
        node = node[part]
    if isinstance(node, bool):
        return str(node).lower()
    if isinstance(node, str | int | float):
        return str(node)
    texts = yaml.strings(node) if isinstance(node, list) else ()
    return ", ".join(texts) if texts else None
