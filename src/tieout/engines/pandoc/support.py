"""Support: Quarto syntax that the embedded engine does not render, found in the text with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tieout import catalogue
from tieout.engines.pandoc.result import Problem
from tieout.findings import Finding, Place
from tieout.prose.chapter import Chapter
from tieout.prose.remembered import remembered
from tieout.prose.shortcodes import Shortcode

_FENCE = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.S | re.M,
)
_CELL = re.compile(r"[ \t]*\{([A-Za-z]\w*)[^}\n]*\}")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_INLINE_CELL = re.compile(r"(?<!`)`(?:\{([A-Za-z]\w*)\}|(r)) [^`\n]+`(?!`)")
_ANNOTATION = re.compile(r"^.*\S[ \t]*(?:#|//|--|%)[ \t]*<\d+>[ \t]*$", re.M)
_DIV = re.compile(r"^[ \t>]*:{3,}[ \t]*(\{[^}\n]*\}|[\w-]+)", re.M)
_ATTRIBUTES = re.compile(r"(?<=[\])`\w\"])\{[^{}\n]*\}|^#{1,6} [^\n]*\{([^{}\n]*)\}[ \t]*$", re.M)
_CLASS = re.compile(r"(?:^\{?|[\s{])\.?([\w-]+)(?=[\s}]|$)")
_STYLE = re.compile(r"[\s{]style\s*=")
_CONDITION = re.compile(r"[\s{](when-profile|unless-profile|when-meta|unless-meta)\s*=")
_CLASSES = {
    "panel-sidebar": "side panels",
    "panel-input": "input panels",
    "panel-fill": "panels",
    "panel-center": "panels",
    "cell": "code cells",
}
_SHOWN = ("verbatim", "embed")  # Quarto runs no such cell either
_SHORTCODES = (
    "embed",
    "contents",
    "lipsum",
    "placeholder",
    "brand",
    "env",
    "version",
)
# What the worker reports: what it is, and what to do.
_PROBLEMS = {
    "raw": ("shortcode in a raw block", "Raw blocks are passed on as written."),
    "title": (
        "second heading of level 1 in a chapter",
        "Make it a section (##) or a chapter of its own.",
    ),
    "empty": ("heading without words", "Give it words, or take it out."),
    "jump": (
        "heading that skips a level",
        "Use the next level down; readers' software follows the levels.",
    ),
    "link": (
        "link to '{}'",
        "Links lead to web pages (https), mail addresses and files of the report.",
    ),
    "math": ("formula that cannot be read", "Mend the TeX."),
    "tex": (
        "TeX command '{}'",
        "Write a backslash as \\\\; use {{< pagebreak >}} for a page break.",
    ),
}


def unsupported(chapter: Chapter, unknown: Iterable[Shortcode]) -> list[Finding]:
    """A finding for each construct that would not come out as Quarto renders it."""
    found = [*_unsupported(chapter)]
    for code in unknown:
        remedy = (
            'Take it out, or build with engine = "quarto".'
            if code.name in _SHORTCODES
            else "Known: stat, param, source, figure, table, register, var, meta, pagebreak, include."
        )
        found.append(_finding(chapter.place(code.start), f"shortcode '{code.key}'", remedy))
    return found


@remembered
def _unsupported(chapter: Chapter) -> tuple[Finding, ...]:
    return (*_code(chapter), *_divs(chapter), *_front(chapter))


def rejected(chapter: Chapter, problems: Iterable[Problem]) -> list[Finding]:
    """Findings for what pandoc's reading of the chapter brought to light."""
    found = (_problem(chapter, problem) for problem in problems)
    return [each for each in found if each is not None]


@remembered
def undefined_notes(chapter: Chapter) -> tuple[Finding, ...]:
    """A finding for each `[^x]` that has no text anywhere in the chapter."""
    prose = chapter.prose
    defined = set(re.findall(r"^[ \t>]*\[\^([^\]\s]+)\]:", prose, re.M))
    uses = re.finditer(r"(?<!\\)\[\^([^\]\s]+)\](?!:)", prose)
    return tuple(
        Finding(
            catalogue.UNDEFINED_FOOTNOTE,
            chapter.place(hit.start()),
            f"footnote '{hit[1]}' has no text",
            f"Write a paragraph that begins with [^{hit[1]}]: or take the mark out.",
        )
        for hit in uses
        if hit[1] not in defined
    )


def _finding(place: Place, what: str, remedy: str = "") -> Finding:
    return Finding(
        catalogue.UNSUPPORTED_SYNTAX,
        place,
        f"{what}: the embedded engine does not render this",
        remedy or 'Write it in another way, or build with engine = "quarto".',
    )


def _cell(place: Place, what: str, remedy: str = "") -> Finding:
    remedy = remedy or "Compute numbers in scripts/, figures in figures/; a listing is ```{.lang}."
    return Finding(catalogue.CODE_CELL, place, f"{what}: the embedded engine runs none", remedy)


def _code(chapter: Chapter) -> Iterator[Finding]:
    fenced = [hit.span() for hit in _FENCE.finditer(chapter.text)]
    text = _COMMENT.sub(
        lambda hit: hit[0] if _inside(hit.start(), fenced) else _blank(hit), chapter.text
    )
    for block in _FENCE.finditer(text):
        cell = _CELL.match(block["info"])
        if cell and cell[1] not in _SHOWN:
            yield _cell(chapter.place(block.start("fence")), f"code cell {{{cell[1]}}}")
        for hit in _ANNOTATION.finditer(text, block.start(), block.end()):
            yield _finding(chapter.place(hit.start()), "code annotation")
    for hit in _INLINE_CELL.finditer(text):
        if not _inside(hit.start(), fenced):
            remedy = "Write a statistic and use {{< stat NAME >}}."
            yield _cell(chapter.place(hit.start()), f"inline code cell {hit[0]}", remedy)


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _blank(hit: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", hit[0])


def _divs(chapter: Chapter) -> Iterator[Finding]:
    prose = chapter.prose
    for hit in _DIV.finditer(prose):
        place = chapter.place(hit.start(1))
        for name in _CLASS.findall(hit[1]):
            if name in _CLASSES:
                yield _finding(place, f"{_CLASSES[name]} (.{name})")
    for pattern in (_DIV, _ATTRIBUTES):
        for hit in pattern.finditer(prose):
            place = chapter.place(hit.start())
            if _STYLE.search(hit[0]):
                yield _finding(
                    place, "attribute style=", "Use a class, such as .smallcaps or .mark."
                )
            condition = _CONDITION.search(hit[0])
            if condition:
                yield _finding(
                    place, f"condition {condition[1]}=", "Only formats can be asked for."
                )


def _front(chapter: Chapter) -> Iterator[Finding]:
    for key, value in chapter.front.data.items():
        if isinstance(value, str) and "{{<" in value:
            yield _finding(
                chapter.front.place(key),
                f"shortcode in the front matter's {key}",
                "Give the title as a heading: # Title.",
            )


def _problem(chapter: Chapter, problem: Problem) -> Finding | None:
    if problem.kind == "note":
        return _repeated_note(chapter, problem.what)
    where = _where(chapter, problem)
    if problem.kind == "misplaced":
        return _misplaced(chapter, problem, where)
    if problem.kind == "alt":
        return Finding(
            catalogue.NO_ALT_TEXT,
            where,
            f"picture '{problem.what}' has no alternative text",
            'Say what it shows: ![](…){fig-alt="…"}.',
        )
    if problem.kind == "remote":
        return Finding(
            catalogue.REMOTE_IMAGE,
            where,
            f"picture '{problem.what}' is on the network: a link stands in its place",
            "Put the file into the report's folder.",
        )
    if problem.kind == "html":
        return Finding(
            catalogue.RAW_HTML,
            where,
            f"'{problem.what}>' is left out of the pages",
            "A page holds text, pictures and links: no scripts, styles, frames, players and forms.",
        )
    what, remedy = _PROBLEMS[problem.kind]
    return _finding(where, what.format(problem.what.strip()), remedy)


def _repeated_note(chapter: Chapter, name: str) -> Finding | None:
    """Two texts of one footnote; none where a file that is included twice gives it the same text again."""
    begins = re.compile(
        rf"^[ \t>]*(?:(?:[-*+:]|\w+[.)])[ \t]+)*(?P<mark>\[\^{re.escape(name)}\]:)", re.M
    )
    offsets = [hit.start("mark") for hit in begins.finditer(chapter.prose)]
    places = list(dict.fromkeys(map(chapter.place, offsets)))
    if len(places) == 1 < len(offsets):
        return None
    before = f" (the first at {places[0]})" if len(places) > 1 else ""
    return Finding(
        catalogue.DUPLICATE_FOOTNOTE,
        places[min(1, len(places) - 1)] if places else Place(chapter.path),
        f"footnote '{name}' has another text in this chapter{before}: one would stand in both places",
        f"Give one of them another mark, such as [^{name}-2], here and where the text refers to it.",
    )


def _misplaced(chapter: Chapter, problem: Problem, where: Place) -> Finding:
    number = int(problem.what)
    name = chapter.shortcodes[number].name if number < len(chapter.shortcodes) else "source"
    if name == "source":
        message = "a source cannot be cited inside an attribute, code or a formula"
        remedy = "Put {{< source … >}} after the sentence."
    else:
        message = f"'{name}' must stand alone in a paragraph"
        remedy = "Leave a blank line before and after it."
    return Finding(catalogue.BAD_SHORTCODE_ARGUMENT, where, message, remedy)


def _where(chapter: Chapter, problem: Problem) -> Place:
    if problem.kind in {"misplaced", "raw"}:
        number = int(problem.what)
        if number < len(chapter.shortcodes):
            return chapter.place(chapter.shortcodes[number].start)
    elif problem.kind in {"title", "jump", "empty"}:
        headings = [hit.start() for hit in re.finditer(r"^#{1,6} ", chapter.prose, re.M)]
        shift = 1 if chapter.front.data.get("title") else 0
        number = int(problem.what) - shift
        if 0 <= number < len(headings):
            return chapter.place(headings[number])
    else:
        offset = chapter.text.lower().find(problem.what.strip().lower())
        if offset >= 0:
            return chapter.place(offset)
    return Place(chapter.path, 1)
