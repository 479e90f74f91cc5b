"""Chapter: one chapter's text with its includes in place, and where every piece of it stands."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, Rule, TieoutError, graded, raise_errors
from tieout.project import Project
from tieout.prose import refused, shortcodes, yaml
from tieout.prose.book import Entry
from tieout.prose.conditional import resolved
from tieout.prose.masks import comments, masked, without_code
from tieout.text import contents, utf8

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_INCLUDE = re.compile(r"^[ \t]*\{\{<\s*include\s+(?P<path>[^\s>]+|\"[^\"]+\")\s*>\}\}[ \t]*$", re.M)
_MAX_INCLUDES = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the chapter's text that comes from one file: where it starts here and there."""

    start: int
    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter ready to be read: `text` is its body with includes in place, without front matter.

    Attributes:
        entry: its place in the book.
        path: its file, relative to the project.
        front: its front matter.
        text: the body; offsets of shortcodes are offsets into it.
        shortcodes: every shortcode in the body, in order; those inside HTML comments are left out.
        files: every file the text came from, relative to the project.
        findings: faults that the project lives with.
        parameters: those of the edition, by name.
    """

    entry: Entry
    path: str
    front: yaml.Document
    text: str
    shortcodes: tuple[shortcodes.Shortcode, ...]
    files: tuple[str, ...]
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)

    def parameter(self, offset: int) -> str:
        """What stands in place of a parameter's shortcode that begins there; empty where none does."""
        if not self.parameters or not self.text.startswith("{{<", offset):
            return ""
        code = next((each for each in self.shortcodes if each.start == offset), None)
        is_one = code is not None and code.name == "param" and bool(code.arguments)
        return self.parameters.get(code.arguments[0], "") if code and is_one else ""

    def place(self, offset: int) -> Place:
        """The file, line and column of an offset into `text`."""
        piece = self.pieces[
            max(0, bisect.bisect_right(self.pieces, offset, key=lambda each: each.start) - 1)
        ]
        ends = _line_ends(self.text)
        first = bisect.bisect_left(ends, piece.start)
        last = bisect.bisect_left(ends, offset)
        if last == first:
            return Place(piece.path, piece.line, piece.column + offset - piece.start)
        return Place(piece.path, piece.line + last - first, offset - ends[last - 1])

    @property
    def prose(self) -> str:
        """`text` with code, comments, maths and raw blocks blanked out; every offset stays true."""
        return masked(self.text)


def read_chapter(project: Project, entry: Entry) -> Chapter:
    """One chapter, its includes in place.

    Raises:
        TieoutError: a file is missing or no UTF-8 text, its front matter is no YAML, or a shortcode
            cannot be read.
    """
    chapter, found = draft(project, entry, {})
    raise_errors(found)
    return chapter


def draft(
    project: Project, entry: Entry, unsaved: Mapping[str, str]
) -> tuple[Chapter, tuple[Finding, ...]]:
    """One chapter as somebody types it: what cannot be read is blanked out, and found.

    Args:
        project: whose chapter it is.
        entry: its place in the book.
        unsaved: texts that stand for files, by their paths relative to the project.

    Raises:
        TieoutError: a file is missing or no UTF-8 text, or its front matter is no YAML.
    """
    file = project.report / entry.path
    name = project.relative(file)
    text = _read(project, file, entry.place, unsaved)
    front, body_start = front_matter(text, name)
    builder = _Builder(project, unsaved)
    builder.add(text[body_start:], name, 1 + text.count("\n", 0, body_start))
    body = "".join(builder.parts)
    chapter = Chapter(entry, name, front, body, (), tuple(builder.files), tuple(builder.pieces))
    codes, faults = _shortcodes(chapter)
    found = [
        Finding(catalogue.BAD_SHORTCODE, chapter.place(each.start), each.message, each.remedy)
        for each in faults
    ]
    found += refused.refused(body, chapter.place)
    for value, place in front.texts():
        found += refused.refused(value, place)
    found = graded([*builder.found, *found], project.severities)
    for each in faults:
        body = _without(body, each.start)
    body = refused.shown(body)
    given = project.edition.parameters if project.edition is not None else {}
    parts = (entry, name, front, body, codes, chapter.files, chapter.pieces)
    read = Chapter(*parts, findings=tuple(found), parameters=given)
    return read, tuple(found)


def front_matter(text: str, path: str) -> tuple[yaml.Document, int]:
    """A text's front matter and the offset at which its body begins.

    Raises:
        TieoutError: the front matter is no YAML.
    """
    found = FRONT_MATTER.match(text)
    if found is None:
        return yaml.Document({}, path), 0
    return yaml.parse(found[1], path, first=2), found.end()


@lru_cache(maxsize=64)
def _line_ends(text: str) -> list[int]:
    """The offset of every line feed."""
    return [hit.start() for hit in re.finditer("\n", text)]


class _Builder:
    """Puts a chapter together from its files; keeps account of what came from where."""

    def __init__(self, project: Project, unsaved: Mapping[str, str]) -> None:
        self.project = project
        self.unsaved = unsaved
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.files: list[str] = []
        self.found: list[Finding] = []
        self.length = 0

    def add(self, text: str, path: str, line: int, within: tuple[str, ...] = ()) -> None:
        if path not in self.files:
            self.files.append(path)
        text = resolved(text, self.project.edition)
        aside = comments(text)
        done = 0
        for hit in _INCLUDE.finditer(without_code(text)):
            if any(start <= hit.start() < end for start, end in aside):
                continue
            self._append(text, done, hit.start(), path, line)
            self._include(hit, text, path, line, within)
            done = hit.end()
        self._append(text, done, len(text), path, line)

    def _include(
        self, hit: re.Match[str], text: str, path: str, line: int, within: tuple[str, ...]
    ) -> None:
        wanted = hit["path"].strip('"')
        file = self._included(wanted, path)
        place = Place(path, line + text.count("\n", 0, hit.start()), 1)
        if not self.project.holds(file):
            finding = Finding(
                catalogue.OUTSIDE_PROJECT,
                place,
                f"included file '{wanted}' lies outside the project",
                "Copy it into the report's folder.",
            )
            raise TieoutError(finding)
        name = self.project.relative(file.resolve())
        if name in (*within, path) or len(self.pieces) > _MAX_INCLUDES:
            finding = Finding(
                catalogue.MISSING_INCLUDE,
                place,
                f"'{wanted}' includes itself",
                "Take the include out of one of the files.",
            )
            raise TieoutError(finding)
        try:
            included = _read(self.project, file, place, self.unsaved, catalogue.MISSING_INCLUDE)
        except TieoutError as error:
            self.found += error.findings
            return
        _, start = front_matter(included, name)
        first = 1 + included.count("\n", 0, start)
        self.add(included[start:].rstrip("\n"), name, first, (*within, path))

    def _included(self, wanted: str, path: str) -> Path:
        """An included file: Quarto starts from the chapter's folder, people from the file's they write in."""
        if wanted.startswith("/"):
            return self.project.report / wanted.lstrip("/")
        chapter, here = ((self.project.root / each).parent for each in (self.files[0], path))
        file = chapter / wanted
        return file if self.project.holds(file) and file.is_file() else here / wanted

    def _append(self, text: str, start: int, end: int, path: str, line: int) -> None:
        column = start - text.rfind("\n", 0, start)
        here = line + text.count("\n", 0, start)
        self.pieces.append(Piece(self.length, path, here, column))
        self.parts.append(text[start:end])
        self.length += end - start


def _read(
    project: Project,
    path: Path,
    place: Place,
    unsaved: Mapping[str, str],
    rule: Rule = catalogue.MISSING_CHAPTER,
) -> str:
    if unsaved and (text := unsaved.get(project.relative(path.resolve()))) is not None:
        return text
    try:
        data = contents(path)
    except OSError:
        raise TieoutError(
            Finding(
                rule,
                place,
                f"file '{project.relative(path)}' does not exist or cannot be read",
                "Make the file or take its mention out.",
            )
        ) from None
    return utf8(data, project.relative(path), catalogue.BAD_TEXT)


def _shortcodes(
    chapter: Chapter,
) -> tuple[tuple[shortcodes.Shortcode, ...], list[shortcodes.Fault]]:
    # An unclosed or misspelt shortcode inside a comment harms nobody; code is not passed over, since
    # Quarto reads shortcodes there too.
    aside = comments(chapter.text)
    codes: list[shortcodes.Shortcode] = []
    faults: list[shortcodes.Fault] = []
    prose = chapter.prose
    for item in shortcodes.scan(chapter.text):
        if _inside(item.start, aside):
            continue
        if isinstance(item, shortcodes.Fault):
            faults.append(item)
        elif item.name == "include" and not prose[item.start].isspace():
            message = "an include takes one file and stands on a line of its own"
            remedy = "Write {{< include FILE >}}, with nothing before or after it."
            faults.append(shortcodes.Fault(item.start, message, remedy))
        else:
            codes.append(item)
    return tuple(codes), faults


def _without(text: str, start: int) -> str:
    """The text with a shortcode that cannot be read blanked out, to its end or its line's."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    closed = text.find(">}}", start, end)
    end = closed + 3 if closed >= 0 else end
    return text[:start] + " " * (end - start) + text[end:]


def _inside(offset: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)
