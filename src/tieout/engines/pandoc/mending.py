"""Mending: what Typst refuses taken out of the laid-out report, where the project would rather be told than stopped.

Each mend is a finding at the author's line. Without the project's leave (`[severity]` in tieout.toml) nothing
is touched, and Typst's refusal is the build's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tieout import catalogue
from tieout.engines.pandoc.destinations import MISSING
from tieout.engines.pandoc.typeset import Outcome, Problem
from tieout.findings import Finding, Place, Rule, Severity

ATTEMPTS = 8
NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed')
_PICTURE = re.compile(r"failed to (?:decode|parse|load)|unknown image format|PDFs? as images?|SVG")
_CALL = re.compile(r'image\("(?P<path>[^"]+)"')
# Around what an author wrote as Typst, so that it can be told from ours.
RAW_OPEN, RAW_CLOSE = "/*author*/", "/*end*/"
_RAW = re.compile(rf"{re.escape(RAW_OPEN)}.*?{re.escape(RAW_CLOSE)}", re.S)
_JOINERS = {"\ufe0f", "\ufe0e", "\u200d", "\u20e3"}

PlaceOf = Callable[[Problem], Place]


def mend(
    root: Path, outcome: Outcome, severities: Mapping[str, str], place: PlaceOf
) -> list[Finding]:
    """Take out what Typst complained of; empty when nothing may be done or nothing can.

    Args:
        root: the folder Typst reads.
        outcome: what it said.
        severities: the project's.
        place: where in the chapters a problem lies.
    """
    errors = [problem for problem in outcome.problems if problem.kind == "error"]
    found: list[Finding] = []
    glyphs = [problem for problem in errors if NO_GLYPH.search(problem.message)]
    if glyphs and _may(catalogue.NO_GLYPH, severities):
        found += _without_glyphs(root, glyphs, place)
    elif not glyphs:
        for problem in errors[:1]:
            found += _without_picture(root, problem, severities, place)
            found += [] if found else _without_raw(root, problem, severities, place)
    return found


def _may(rule: Rule, severities: Mapping[str, str]) -> bool:
    return severities.get(rule.code, rule.severity) != Severity.ERROR


def _without_glyphs(root: Path, problems: list[Problem], place: PlaceOf) -> Iterator[Finding]:
    lacking: dict[str, Problem] = {}
    for problem in problems:
        hit = NO_GLYPH.search(problem.message)
        for character in _characters(hit["text"] if hit else ""):
            lacking.setdefault(character, problem)
    if not lacking:
        return
    table = {ord(character): _instead(character) for character in (*lacking, *_JOINERS)}
    for file in (*sorted((root / "chapters").glob("*.typ")), root / "report.json"):
        text = file.read_text(encoding="utf-8")
        changed = text.translate(table)
        if changed != text:
            file.write_text(changed, encoding="utf-8")
    for character, problem in lacking.items():
        instead = _instead(character).strip()
        yield Finding(
            catalogue.NO_GLYPH,
            place(problem),
            f"no font of the PDF has '{character}' (U+{ord(character):04X}): '{instead}' stands there",
            "Put a TrueType or OpenType font that has it into the report's folder fonts/.",
        )


def _characters(text: str) -> Iterator[str]:
    """The characters Typst names, some of them by their code points."""
    plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda hit: chr(int(hit[1], 16)), text)
    yield from (c for c in plain if ord(c) > 126 and c not in _JOINERS and not c.isspace())


def _instead(character: str) -> str:
    """What stands for a character without a glyph: a sign by its name, a letter as a box."""
    if character in _JOINERS or unicodedata.category(character) in {"Cf", "Mn", "Sk"}:
        return ""
    name = unicodedata.name(character, "")
    if unicodedata.category(character).startswith("S") and name:
        return f"({name.lower()})"
    return "\N{WHITE SQUARE}"


def _without_picture(
    root: Path, problem: Problem, severities: Mapping[str, str], place: PlaceOf
) -> Iterator[Finding]:
    if not (_PICTURE.search(problem.message) and _may(catalogue.UNUSABLE_IMAGE, severities)):
        return
    calls = list(_CALL.finditer(problem.source))
    before = [call for call in calls if call.start() <= problem.column + 20]
    if not calls:
        return
    path = (before or calls)[-1]["path"]
    _replace(root, f'image("{path}"', f'image("/{MISSING}"')
    message = f"picture '{path.lstrip('/')}' cannot be set: {problem.message}"
    yield Finding(catalogue.UNUSABLE_IMAGE, place(problem), message, "Save it as PNG, JPEG or SVG.")


def _without_raw(
    root: Path, problem: Problem, severities: Mapping[str, str], place: PlaceOf
) -> Iterator[Finding]:
    if not (problem.file and _may(catalogue.UNSUPPORTED_SYNTAX, severities)):
        return
    file = root / problem.file
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    changed = _RAW.sub("", text)
    if changed == text:
        return
    file.write_text(changed, encoding="utf-8")
    message = f"Typst written by hand is left out of this chapter: {problem.message}"
    remedy = "Write it in Markdown, or for the functions of tieout's own template."
    yield Finding(catalogue.UNSUPPORTED_SYNTAX, place(problem), message, remedy)


def _replace(root: Path, old: str, new: str) -> None:
    for file in sorted((root / "chapters").glob("*.typ")):
        text = file.read_text(encoding="utf-8")
        if old in text:
            file.write_text(text.replace(old, new), encoding="utf-8")
