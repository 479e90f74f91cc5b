"""Word file: what a Word document says, paragraph by paragraph, its tracked changes accepted; read, never run."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as Tree

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.zips import BROKEN

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What tieout put in: a number in a sentence, the cells of a table made of data.
_NUMBER, _DATA = "tieout number", "table data"
# Word marks what was taken out and where something was moved from; neither is read any more.
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}pPr", f"{_W}fldData"})
_LARGEST = 200 * 1024 * 1024
_DOCUMENT, _NOTES, _COMMENTS, _STYLES = (
    f"word/{name}.xml" for name in ("document", "footnotes", "comments", "styles")
)


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote in the margin."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its words, the numbers in tieout's style, and what was noted beside it.

    Attributes:
        level: 1 to 9 for a heading, 0 for anything else.
        kind: `text`, `cell` of a table, `data` (a cell of a table made of data), or `note`.
    """

    text: str
    numbers: tuple[str, ...]
    level: int
    kind: str
    comments: tuple[Comment, ...] = ()


def paragraphs(path: Path) -> tuple[Paragraph, ...]:
    """The paragraphs from the first heading on, in order, notes last; empty ones are left out.

    Raises:
        TieoutError: the file is not there or no Word document.
    """
    parts = _parts(path)
    reader = _Reader(
        dict(_comments(parts[_COMMENTS])) if _COMMENTS in parts else {},
        dict(_styles(parts[_STYLES])) if _STYLES in parts else {},
    )
    body = [reader.read(*each) for each in _nodes(parts[_DOCUMENT], "text")]
    first = next((i for i, each in enumerate(body) if each.level), 0)
    noted = _nodes(parts[_NOTES], "note") if _NOTES in parts else ()
    notes = [reader.read(*each) for each in noted]
    return tuple(each for each in (*body[first:], *notes) if each.text or each.comments)


def _parts(path: Path) -> dict[str, Tree.Element]:
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            known = {each.filename: each.file_size for each in file.infolist()}
            found = {}
            for name in (_DOCUMENT, _NOTES, _COMMENTS, _STYLES):
                if name not in known:
                    continue
                if known[name] > _LARGEST:
                    raise _unreadable(path, "is too large")
                text = file.read(name)
                if (
                    b"<!DOCTYPE" in text or b"<!ENTITY" in text
                ):  # no Word writes one; bombs have them
                    raise _unreadable(path, "declares entities")
                found[name] = Tree.fromstring(text)  # noqa: S314  # it declares no entities, and its size is known
    except OSError as error:
        raise _unreadable(path, f"cannot be read: {error.strerror}") from None
    except (*BROKEN, Tree.ParseError):
        raise _unreadable(path, "is no Word document") from None
    if _DOCUMENT not in found:
        raise _unreadable(path, "is no Word document")
    return found


def _unreadable(path: Path, what: str) -> TieoutError:
    remedy = "Save it as .docx in Word, or name the file that came back."
    finding = Finding(catalogue.BAD_WORD_FILE, Place(str(path)), f"'{path.name}' {what}", remedy)
    return TieoutError(finding, found=False)


def _nodes(root: Tree.Element, kind: str) -> Iterator[tuple[Tree.Element, str]]:
    """Every paragraph in the order of reading; those of cells are known as such."""
    for child in root:
        if child.tag == f"{_W}p":
            yield child, kind
        elif child.tag not in _GONE:
            yield from _nodes(child, "cell" if child.tag == f"{_W}tbl" else kind)


def _comments(root: Tree.Element) -> Iterator[tuple[str, Comment]]:
    for node in root.iter(f"{_W}comment"):
        text = " ".join(
            "".join(t.text or "" for t in p.iter(f"{_W}t")) for p in node.iter(f"{_W}p")
        )
        yield node.get(f"{_W}id", ""), Comment(node.get(f"{_W}author", ""), _spaced(text))


def _styles(root: Tree.Element) -> Iterator[tuple[str, str]]:
    """Each style's name by its id: a Word in another language gives its own ids and keeps the names."""
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        if name is not None:
            yield style.get(f"{_W}styleId", ""), name.get(f"{_W}val", "").lower()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads paragraphs; knows the comments by their ids, the styles' names by theirs."""

    comments: dict[str, Comment]
    styles: dict[str, str]

    def read(self, node: Tree.Element, kind: str) -> Paragraph:
        text: list[str] = []
        numbers: list[str] = []
        noted: list[Comment] = []
        running = False  # whether the last run was a number's: Word cuts one into several
        for run, what in _runs(node):
            if what == "comment":
                found = self.comments.get(run.get(f"{_W}id", ""))
                noted += [found] if found and found not in noted else []
                continue
            said = _said(run)
            marked = self._style(run.find(f"{_W}rPr/{_W}rStyle")) == _NUMBER
            if marked and running and said:
                numbers[-1] += said
            elif marked and said:
                numbers.append(said)
            running = marked if said else running
            text.append(said)
        style = self._style(node.find(f"{_W}pPr/{_W}pStyle"))
        level = re.fullmatch(r"heading (\d)", style)
        return Paragraph(
            _spaced("".join(text)),
            tuple(_spaced(number) for number in numbers if _spaced(number)),
            int(level[1]) if level else 0,
            "data" if style == _DATA else kind,
            tuple(noted),
        )

    def _style(self, node: Tree.Element | None) -> str:
        return "" if node is None else self.styles.get(node.get(f"{_W}val", ""), "")


def _runs(node: Tree.Element) -> Iterator[tuple[Tree.Element, str]]:
    for child in node:
        if child.tag in _GONE:
            continue
        if child.tag == f"{_W}r":
            yield child, "run"
            for reference in child.iter(f"{_W}commentReference"):
                yield reference, "comment"
        elif child.tag == f"{_W}commentRangeStart":
            yield child, "comment"
        elif child.tag != f"{_W}p":  # a text box's paragraphs come by themselves
            yield from _runs(child)


def _said(run: Tree.Element) -> str:
    words = {f"{_W}t": None, f"{_W}tab": " ", f"{_W}br": " ", f"{_W}noBreakHyphen": "-"}
    return "".join((words[n.tag] or n.text or "") for n in run if n.tag in words)


def _spaced(text: str) -> str:
    return " ".join(text.split())
