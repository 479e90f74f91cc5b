"""Renaming: a statistic, figure, table or label under a new name, everywhere at once, or not at all."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tieout.checks.defined import Defined
from tieout.editor.cursor import codes_over
from tieout.editor.desk import Desk, World
from tieout.editor.pynames import PyNames
from tieout.editor.spots import Spot, definitions, references
from tieout.editor.subject import Subject
from tieout.ledger import signoff
from tieout.project import CONFIG
from tieout.prose.chapter import Chapter

_LABEL = re.compile(r"[A-Za-z][\w.:-]*\w")
_SKIPPED = {"node_modules", "site-packages", "__pycache__"}


class CannotRenameError(Exception):
    """Why something cannot be renamed, as a sentence for its author."""


def renamed(
    desk: Desk, world: World, chapters: Iterable[Chapter], subject: Subject, new: str
) -> dict[str, list[tuple[Spot, str]]]:
    """What to write where, by file.

    Raises:
        CannotRenameError: the name cannot be used, or a file cannot be read.
    """
    chapters = tuple(chapters)
    found: list[tuple[Spot, str]] = []
    if subject.kind == "label":
        found += _label(desk, world, chapters, subject, new)
    else:
        defined = target(world, subject)
        _require_usable(world, defined, new)
        found += _named(desk, world, chapters, subject, new)
        found += [(spot, new) for spot in _in_python(desk, world, defined, new)]
        found += [(spot, new) for spot in _in_settings(desk, world, defined)]
    edits: dict[str, list[tuple[Spot, str]]] = {}
    for spot, text in dict.fromkeys(found):
        edits.setdefault(spot.path, []).append((spot, text))
    return edits


def target(world: World, subject: Subject) -> Defined:
    """The marked function that the subject names.

    Raises:
        CannotRenameError: it names something else, which lives in the data or the bibliography.
    """
    kind = "statistic" if subject.kind == "number" else subject.kind
    defined = world.defined(subject.name, kind)
    if defined is not None:
        return defined
    if subject.kind == "source":
        raise CannotRenameError(
            "A source's key stands in the data as well: change it there by hand."
        )
    if subject.kind == "number" and subject.name.partition(".")[0] in world.package.datasets:
        raise CannotRenameError("A cell's name comes from the data: it changes with its row's key.")
    raise CannotRenameError(f"Nothing here is named '{subject.name}'.")


def _require_usable(world: World, defined: Defined, new: str) -> None:
    if not new.isidentifier() or keyword.iskeyword(new):
        raise CannotRenameError(f"'{new}' is no name a Python function can have.")
    taken = {each.name for each in world.definitions} | set(world.package.datasets)
    if new in taken and new != defined.name:
        raise CannotRenameError(f"'{new}' is a name already.")


def _named(
    desk: Desk, world: World, chapters: tuple[Chapter, ...], subject: Subject, new: str
) -> Iterator[tuple[Spot, str]]:
    """The shortcodes and cross-references that name it; parameters of scripts come by scope instead."""
    prefix = {"figure": "fig-", "table": "tbl-"}.get(subject.kind, "")
    for spot in references(desk, world, chapters, subject):
        text = desk.text(spot.path)
        written = text[spot.start : spot.end]
        if written == subject.name:
            if spot.path.endswith(".py") and not _in_code(text, spot):
                continue
            yield spot, new
        elif prefix and written.lower().startswith(prefix):
            yield Spot(spot.path, spot.start + len(prefix), spot.end), new


def _in_code(text: str, spot: Spot) -> bool:
    return any(code.start <= spot.start < code.end for code in codes_over(text))


def _in_python(desk: Desk, world: World, defined: Defined, new: str) -> Iterator[Spot]:
    """Every place of the name in the project's Python files, tests among them."""
    name = defined.name
    module = defined.place.path.removesuffix(".py").replace("/", ".")
    for path in _python(desk, world):
        text = desk.text(path)
        if name not in text:
            continue
        here = path == defined.place.path
        marked = frozenset(each.name for each in world.definitions if each.place.path == path)
        names = PyNames(text, name, module, here, marked)
        try:
            places = names.places()
            words = names.words() if places else frozenset()
        except (SyntaxError, ValueError, RecursionError):
            raise CannotRenameError(f"{path} cannot be read as Python: mend it first.") from None
        if new in words:
            raise CannotRenameError(f"{path} uses the name '{new}' for something already.")
        yield from (Spot(path, start, start + len(name)) for start in places)


def _python(desk: Desk, world: World) -> Iterator[str]:
    aside = {world.project.built, world.project.work}

    def walk(folder: Path) -> Iterator[Path]:
        for each in sorted(folder.iterdir()):
            if each.name.startswith(".") or each.name in _SKIPPED or each in aside:
                continue
            if each.is_dir() and not each.is_symlink() and not (each / "pyvenv.cfg").is_file():
                yield from walk(each)
            elif each.suffix == ".py":
                yield each

    for file in walk(desk.root):
        yield desk.path(file)


def _in_settings(desk: Desk, world: World, defined: Defined) -> Iterator[Spot]:
    """The summary in the configuration, and the sign-offs."""
    quoted = re.compile(rf"[\"']({re.escape(defined.name)})[\"']")
    config = desk.text(CONFIG)
    summary = re.search(r"^\s*summary\s*=\s*\[[^\]]*\]", config, re.M)
    if summary is not None and defined.kind == "statistic":
        for hit in quoted.finditer(config, *summary.span()):
            yield Spot(CONFIG, *hit.span(1))
    kind = "number" if defined.kind == "statistic" else defined.kind
    named = re.compile(rf"^name\s*=\s*[\"']({re.escape(defined.name)})[\"']", re.M)
    for file in signoff.every(world.project):
        signed = desk.text(file)
        for block in re.finditer(rf"^\[\[{kind}\]\][^\[]*", signed, re.M):
            for hit in named.finditer(signed, *block.span()):
                yield Spot(file, *hit.span(1))


def _label(
    desk: Desk, world: World, chapters: tuple[Chapter, ...], subject: Subject, new: str
) -> Iterator[tuple[Spot, str]]:
    kind, _, _ = subject.name.partition("-")
    if not _LABEL.fullmatch(new) or not new.startswith(f"{kind}-"):
        raise CannotRenameError(f"A label of this kind begins with '{kind}-'.")
    if any(definitions(desk, world, chapters, Subject("label", new, 0, 0), "")):
        raise CannotRenameError(f"The label '{new}' exists already.")
    places = list(definitions(desk, world, chapters, subject, ""))
    written = [desk.text(spot.path)[spot.start : spot.end] for spot in places]
    if not places or any(text != subject.name for text in written):
        raise CannotRenameError("This label comes from a figure or table: rename that.")
    for spot in (*places, *references(desk, world, chapters, subject)):
        yield spot, new
