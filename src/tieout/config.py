"""Config: what a project's `tieout.toml` says, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from tieout import apart, catalogue, edition, limits, severities
from tieout.edition import UNDECLARED, Declared
from tieout.findings import Finding, Place, TieoutError, nearest
from tieout.limits import ACRO, Limits
from tieout.text import toml, utf8

CONFIG = "tieout.toml"
ENGINES = ("auto", "pandoc", "quarto")
FORMATS = ("html", "pdf", "docx", "epub")
USUAL = ("html", "pdf")  # what a build makes unless told otherwise


@dataclass(frozen=True, slots=True)
class Config:
    """What `tieout.toml` can say; every key has a default.

    Attributes:
        report: folder of the Quarto book.
        data: the Frictionless data package.
        scripts: folder of the statistics and tables.
        figures: folder of the figures.
        references: the bibliography.
        output: folder of everything built.
        engine: `auto` takes quarto when it is on PATH, else pandoc.
        formats: what `tieout build` makes.
        style: the citation style, a CSL style's name.
        locale: the language numbers are written in; empty: the book's `lang`.
        summary: statistics that the end of a build prints.
        severity: what a rule's findings are, by code: a table `[severity]` with lines such as
            `TIE801 = "warning"`. A build goes on past an error made a warning where it can.
        timeout: seconds that one run of a function, or the import of a script, may take; 0: any.
        memory: megabytes that a process that runs scripts may hold; 0: three quarters of the machine's.
        bibliographies: further bibliographies, of a book that has more than one.
        editions: the parameters that the report is built for: a file, or a table `[editions]`.
        pdf_a: make the PDF for archives, too: PDF/A-2a beside PDF/UA-1.
        disclosure: how much must stand behind a number of confidential data: a table `[disclosure]`.
    """

    report: str = "report"
    data: str = "data/datapackage.json"
    scripts: str = "scripts"
    figures: str = "figures"
    references: str = "references.bib"
    output: str = "_output"
    engine: str = "auto"
    formats: tuple[str, ...] = USUAL
    style: str = "chicago-notes-bibliography"
    locale: str = ""
    summary: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    bibliographies: tuple[str, ...] = ()
    editions: Declared = UNDECLARED
    disclosure: Limits = ACRO
    timeout: int = 300
    memory: int = 0
    pdf_a: bool = False


def read_config(path: Path) -> Config:
    """What a `tieout.toml` says.

    Raises:
        TieoutError: it cannot be read, or says something that cannot be.
    """
    try:
        text = utf8(path.read_bytes(), CONFIG, catalogue.BAD_CONFIG, found=False)
        data = toml(text)
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        finding = Finding(catalogue.BAD_CONFIG, Place(CONFIG), message)
        raise TieoutError(finding, found=False) from None
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        last = text.count("\n") + 1  # "at end of document"
        line, column = (int(where[1]), int(where[2])) if where else (last, 0)
        message = re.sub(r" \(at [^)]*\)$", "", str(error))
        raise TieoutError(
            Finding(catalogue.BAD_CONFIG, Place(CONFIG, line, column), message, "Mend the TOML."),
            found=False,
        ) from None
    return _config(data, text)


def _config(data: Mapping[str, object], text: str) -> Config:
    known = {f.name: f for f in fields(Config)}
    found = []
    chosen: dict[str, object] = {}

    def at(name: str) -> Place:
        return Place(CONFIG, *_position(name, text))

    for key, value in data.items():
        place = at(key)
        if key not in known:
            found.append(
                Finding(
                    catalogue.UNKNOWN_CONFIG_KEY,
                    place,
                    f"unknown key '{key}'",
                    nearest(key, known) or f"Known keys: {', '.join(known)}.",
                )
            )
            continue
        if key == "severity":
            found += severities.faults(value, place, at)
            chosen[key] = tuple(sorted(value.items())) if isinstance(value, dict) else ()
            continue
        if key == "editions":
            found += (faults := list(edition.declared_faults(value, at)))
            chosen[key] = UNDECLARED if faults else edition.declared(value)
            continue
        if key == "disclosure":
            found += limits.faults(value, place, at)
            chosen[key] = limits.parse(value)
            continue
        problem = _problem(key, value)
        if problem:
            found.append(Finding(catalogue.BAD_CONFIG_VALUE, place, *problem))
        chosen[key] = tuple(value) if isinstance(value, list) else value
    if found:
        raise TieoutError(*found)
    config = Config(**chosen)  # type: ignore[arg-type]  # every value was checked by _problem
    shared = _shared(config)
    if shared:
        place = Place(CONFIG, *_position("output", text))
        message = f"output = '{config.output}' would replace {shared}"
        remedy = "Give the outputs a folder of their own."
        raise TieoutError(Finding(catalogue.BAD_CONFIG_VALUE, place, message, remedy))
    return config


# What stands in a project whatever its configuration says: its own files, and what sign-offs and locks are kept in.
_FOLDERS = (".tieout", ".git", "locks", "reviews")
_FILES = (CONFIG, "tieout.lock", "reviews.toml", "README.md", "Makefile", "requirements.txt")


def _shared(config: Config) -> str:
    """Something that the output folder holds, or that holds it; empty when it stands apart."""
    folders = (config.report, config.scripts, config.figures, *_FOLDERS)
    files = (config.references, *config.bibliographies, config.editions.file, *_FILES)
    return apart.shared(config.output, folders, files, config.data)


_LISTS = {
    "formats": f"a list of {', '.join(FORMATS)}",
    "summary": "a list of statistics' names",
    "bibliographies": "a list of bibliographies inside the project",
}


# Beside 0: with less memory Python and pandas do not load; more of either is none that the system counts to.
_COUNTED = {"timeout": ("seconds", 1, 10_000_000), "memory": ("megabytes", 256, 1_000_000_000)}


def _problem(key: str, value: object) -> tuple[str, str] | None:
    """What is wrong with a value and what to do, or None."""
    if key in _LISTS:
        given = value if isinstance(value, list) else [None]
        texts = [item for item in given if isinstance(item, str)]
        good = len(texts) == len(given)
        if key == "formats":
            good = good and bool(texts) and set(texts) <= set(FORMATS)
        if key == "bibliographies":
            good = good and not any(_leads_out(Path(item)) for item in texts)
        return None if good else (f"{key} = {value!r} cannot be used", f"Give {_LISTS[key]}.")
    if key in _COUNTED or key == "pdf_a":
        good, wanted = _counted(key, value) if key in _COUNTED else _switch(value)
        return None if good else (f"{key} = {value!r} cannot be used", f"Give {wanted}.")
    if not isinstance(value, str):
        return (f"{key} is {type(value).__name__}, not text", f'Write {key} = "…".')
    if key == "engine" and value not in ENGINES:
        return (f"unknown engine '{value}'", f"Known engines: {', '.join(ENGINES)}.")
    if key in {"report", "data", "scripts", "figures", "references", "output"}:
        # A book that was there first may fill the project's folder; nothing else of the project may be it.
        whole = not Path(value).parts and not (key == "report" and value == ".")
        if whole or _leads_out(Path(value)):
            return (f"{key} = '{value}' leads out of the project", "Give a path inside it.")
    return None


def _counted(key: str, value: object) -> tuple[bool, str]:
    unit, least, most = _COUNTED[key]
    good = type(value) is int and (value == 0 or least <= value <= most)
    return good, f"a whole number of {unit} from {least} to {most:,}, or 0"


def _switch(value: object) -> tuple[bool, str]:
    return isinstance(value, bool), "true or false"


def _leads_out(path: Path) -> bool:
    return path.is_absolute() or ".." in path.parts or "\0" in str(path)


def _position(key: str, text: str) -> tuple[int, int]:
    for number, line in enumerate(text.splitlines(), start=1):
        found = re.match(rf"\s*\[*[\"']?({re.escape(key)})\b", line)
        if found:
            return number, found.start(1) + 1
    return 0, 0
