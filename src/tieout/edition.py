"""Edition: one set of parameters that a report is built for; `editions.csv` holds one a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError, nearest, raise_errors
from tieout.given import DECLARABLE, READERS, Given
from tieout.text import contents, utf8

FILE = "editions.csv"
FOLDER = "editions"  # below the output folder
NAME, LANGUAGE = "edition", "language"
ALL = "all"  # every edition, so none may be called so
# Columns that say where an edition's texts stand and what its book is called; all others are parameters.
PATHS = ("report", "scripts", "figures")
SETTINGS = (*PATHS, "profile", "title", "subtitle")

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PARAMETER = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Declared:
    """What `tieout.toml` says of the editions: the file, and the types of its columns."""

    file: str = FILE
    types: tuple[tuple[str, str], ...] = ()


UNDECLARED = Declared()


@dataclass(frozen=True, slots=True)
class Edition:
    """One row of the editions file.

    Attributes:
        name: what the command line and its folder call it.
        parameters: its cells by column, as written, its name among them; settings apart.
        settings: what its row says of folders, profile and titles; nothing that is empty.
        types: the declared types of its parameters.
        place: where its row stands.
        is_asked: whether somebody asked for it by name; else it stands for the report as a whole.
    """

    name: str
    parameters: Mapping[str, str] = field(hash=False)
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)
    types: Mapping[str, str] = field(default_factory=dict, hash=False)
    place: Place = field(default=Place(FILE))
    is_asked: bool = True

    @property
    def language(self) -> str:
        """The language it is written in; empty: the book's."""
        return self.parameters.get(LANGUAGE, "")

    @property
    def meta(self) -> dict[str, object]:
        """The parameters as a document's metadata: values, and what is true of them under `is`."""
        values = {name: self.value(name) for name in self.parameters}
        plain = {n: v if isinstance(v, bool | int | str) else str(v) for n, v in values.items()}
        true = {n: {_key(text): True} for n, text in self.parameters.items() if text}
        return {**plain, "is": true}

    def value(self, name: str, wanted: str = "") -> Given:
        """A parameter as a type: the one wanted, else the one declared for it, else text.

        Raises:
            ValueError: it cannot be read so.
            KeyError: no such type.
        """
        return READERS[wanted or self.types.get(name, "string")](self.parameters[name])


def read(root: Path, declared: Declared) -> tuple[Edition, ...]:
    """The editions of a project; none where it has no such file.

    Raises:
        TieoutError: the file cannot be read, or a row of it cannot be used.
    """
    path = root / declared.file
    try:
        data = contents(path)
    except FileNotFoundError:
        if declared.file == FILE:
            return ()
        raise _fault(Place(declared.file), "the file does not exist", "Make it.") from None
    except OSError as error:
        raise _fault(Place(declared.file), f"cannot be read: {error.strerror}") from None
    import csv
    import io

    text = utf8(data, declared.file, catalogue.BAD_EDITIONS, found=False)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        place = Place(declared.file, reader.line_num)
        raise _fault(place, f"CSV: {error}", "Mend the quotes.") from None
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    types = dict(declared.types)
    raise_errors(_header_faults(declared.file, header, types))
    if len(rows) < 2:
        raise _fault(Place(declared.file, 1), "there is no edition in it", "Add a row.")
    made: dict[str, Edition] = {}
    found: list[Finding] = []
    for line, row in rows[1:]:
        place = Place(declared.file, line)
        if len(row) != len(header):
            message = f"the row has {len(row)} cells, the heading {len(header)}"
            found.append(Finding(catalogue.BAD_EDITIONS, place, message, "Give one for each."))
            continue
        edition = _edition(dict(zip(header, (c.strip() for c in row), strict=True)), types, place)
        found += _edition_faults(edition, made)
        made[edition.name] = edition
    raise_errors(found)
    return tuple(made.values())


def chosen(editions: Collection[Edition], name: str, file: str) -> Edition:
    """The edition of that name.

    Raises:
        TieoutError: there is none.
    """
    for each in editions:
        if each.name == name:
            return each
    known = [each.name for each in editions]
    message = f"unknown edition '{name}'"
    if not known:
        message = f"there is no edition '{name}': the project has no {file}"
    shown = ", ".join(known[:_SHOWN]) + (" …" if len(known) > _SHOWN else "")
    remedy = nearest(name, known) or (f"Known: {shown}." if known else f"Make an {FILE}.")
    raise TieoutError(Finding(catalogue.UNKNOWN_EDITION, Place(file), message, remedy), found=False)


def declared_faults(value: object, at: Callable[[str], Place]) -> Iterator[Finding]:
    """What is wrong with the table `[editions]` of `tieout.toml`."""
    rule, remedy = (
        catalogue.BAD_CONFIG_VALUE,
        'Write editions = "FILE", or [editions] with file and types.',
    )
    table = {"file": value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        yield Finding(rule, at("editions"), f"editions is {type(value).__name__}", remedy)
        return
    for key in table.keys() - {"file", "types"}:
        yield Finding(catalogue.UNKNOWN_CONFIG_KEY, at(key), f"unknown key '{key}'", remedy)
    file = table.get("file", FILE)
    if not isinstance(file, str) or Path(file).is_absolute() or ".." in Path(file).parts:
        yield Finding(rule, at("file"), f"file = {file!r} cannot be used", remedy)
    types = table.get("types", {})
    if not isinstance(types, dict):
        yield Finding(rule, at("types"), f"types is {type(types).__name__}, not a table", remedy)
        return
    for name, kind in types.items():
        if kind not in DECLARABLE:
            known = nearest(str(kind), DECLARABLE) or f"Known: {', '.join(DECLARABLE)}."
            yield Finding(rule, at(name), f"{name}: unknown type {kind!r}", known)


def declared(value: object) -> Declared:
    """The table `[editions]`, of which `declared_faults` found nothing wrong."""
    table = value if isinstance(value, dict) else {"file": value}
    types = table.get("types")
    pairs = sorted(types.items()) if isinstance(types, dict) else ()
    return Declared(str(table.get("file", FILE)), tuple(pairs))


def _edition(cells: Mapping[str, str], types: Mapping[str, str], place: Place) -> Edition:
    settings = {key: cells[key] for key in SETTINGS if cells.get(key)}
    parameters = {key: cell for key, cell in cells.items() if key not in SETTINGS}
    own = {key: kind for key, kind in types.items() if key in parameters}
    return Edition(cells[NAME], parameters, settings, own, place)


def _header_faults(file: str, header: list[str], types: Iterable[str]) -> Iterator[Finding]:
    place = Place(file, 1)
    if not header or header[0] != NAME:
        first = f"'{header[0]}'" if header else "nothing"
        message, remedy = f"the first column is {first}", f"Call the first column '{NAME}'."
        yield Finding(catalogue.BAD_EDITIONS, place, message, remedy)
    for number, name in enumerate(header):
        if not _PARAMETER.fullmatch(name):
            message = f"column {number + 1} is called '{name}', which no function can take"
            remedy = "Use lower-case letters, digits and _."
            yield Finding(catalogue.BAD_EDITIONS, place, message, remedy)
        elif name in header[:number]:
            message = f"two columns are called '{name}'"
            yield Finding(catalogue.BAD_EDITIONS, place, message, "Rename one.")
    for name in types:
        if name not in header:
            remedy = nearest(name, header) or f"Columns: {', '.join(header)}."
            message = f"a type is declared for '{name}', which is no column"
            yield Finding(catalogue.BAD_EDITIONS, place, message, remedy)


def _edition_faults(edition: Edition, earlier: Mapping[str, Edition]) -> Iterator[Finding]:
    place = edition.place
    if not _SLUG.fullmatch(edition.name) or edition.name == ALL:
        message = f"'{edition.name}' cannot name an edition: a folder is called so"
        remedy = "Use lower-case letters and digits, - or _ between them, such as khm-2020."
        yield Finding(catalogue.BAD_EDITIONS, place, message, remedy)
    elif edition.name in earlier:
        message = (
            f"edition '{edition.name}' stands on line {earlier[edition.name].place.line} already"
        )
        yield Finding(catalogue.BAD_EDITIONS, place, message, "Rename one.")
    for key in PATHS:
        path = Path(edition.settings.get(key, ""))
        if path.is_absolute() or ".." in path.parts:
            message = f"{key} = '{path}' leads out of the project"
            yield Finding(catalogue.BAD_EDITIONS, place, message, "Give a path inside it.")
    for name, kind in edition.types.items():
        try:
            edition.value(name)
        except ValueError:
            message = f"{name} = '{edition.parameters[name]}' is not of type {kind}"
            remedy = "Correct the cell, or its type in tieout.toml."
            yield Finding(catalogue.BAD_EDITIONS, place, message, remedy)


_SHOWN = 8


def _key(text: str) -> str:
    """A value as part of a path through metadata, in which a dot leads deeper."""
    return text.replace(".", "-")


def _fault(place: Place, message: str, remedy: str = "") -> TieoutError:
    return TieoutError(Finding(catalogue.BAD_EDITIONS, place, message, remedy), found=False)
