"""Load: the ledger of the last build read back from `ledger.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tieout import catalogue
from tieout.data.confidential import Withheld, withheld
from tieout.data.package import read_package
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.fragments import Citation
from tieout.ledger.record import VERSION, Exempt, Input, Ledger, Published, Record, Shown, Use
from tieout.ledger.redact import redacted
from tieout.number import Unit, Value
from tieout.project import Project

FILE = "ledger.json"
_REMEDY = "Run 'tieout build'."


def load(project: Project, kept: Withheld | None = None) -> Ledger:
    """The ledger that the last build wrote, without cells that were made confidential since.

    Args:
        project: whose ledger it is.
        kept: what is confidential by now, where the caller knows it already.

    Raises:
        TieoutError: there is none, it is not one this version reads, or nobody can say what is confidential.
    """
    path = project.output / FILE
    ledger = read(path, project.relative(path))
    return redacted(ledger, kept_back(project) if kept is None else kept)


def read(path: Path, name: str) -> Ledger:
    """A ledger in any folder; `name` is what a finding calls the file.

    Raises:
        TieoutError: there is none, or it is not one this version reads.
    """
    place = Place(name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        finding = Finding(catalogue.NO_LEDGER, place, "the report was not built yet", _REMEDY)
        raise TieoutError(finding, found=False) from None
    except (OSError, UnicodeDecodeError) as error:
        finding = Finding(catalogue.BAD_LEDGER, place, str(error), _REMEDY)
        raise TieoutError(finding, found=False) from None
    try:
        return parse(text)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:
        message = f"the ledger cannot be read: {type(error).__name__}: {error}"
        finding = Finding(catalogue.BAD_LEDGER, place, message, _REMEDY)
        raise TieoutError(finding, found=False) from None


def kept_back(project: Project) -> Withheld:
    """What is confidential by now; its files need not be here.

    Raises:
        TieoutError: the data package cannot be read: anything may be confidential.
    """
    return withheld(read_package(project, lacks_files=True))


def parse(text: str) -> Ledger:
    """The ledger that `Ledger.as_json` wrote.

    Raises:
        ValueError: another version wrote it, or something else.
        KeyError, TypeError, AttributeError: a part of it is missing or of the wrong kind.
    """
    data = json.loads(text)
    if data["version"].partition(".")[0] != VERSION.partition(".")[0]:
        raise ValueError(f"it is of version {data['version']}, this tieout reads {VERSION}")
    records = (_record(each) for each in data["numbers"])
    shown = (_shown(each) for each in data.get("shown", ()))
    return Ledger(
        title=data["title"],
        locale=data["locale"],
        records={each.name: each for each in records},
        shown={each.name: each for each in shown},
        confidential=tuple(data.get("confidential", ())),
        exempt=tuple(Exempt(**each) for each in data.get("exempt", ())),
        edition=data.get("edition", {}),
    )


def value_of(exact: str) -> Value:
    """The value that was written without loss."""
    if "/" in exact:
        return Fraction(exact)
    try:
        return int(exact)
    except ValueError:
        number = float(exact)
        return number if repr(number) == exact else Decimal(exact)


def _record(data: Mapping[str, Any]) -> Record:
    published = data.get("published")
    return Record(
        name=data["name"],
        kind=data["kind"],
        title=data["title"],
        doc=data["doc"],
        unit=Unit.parse(data["unit"]),
        value=value_of(data["exact"]),
        display=data["display"],
        file=data["defined"]["file"],
        line=data["defined"]["line"],
        formula=data.get("formula", ""),
        quantity=data.get("quantity", ""),
        bound=data.get("bound", ""),
        takes=tuple(data["takes"]),
        inputs=tuple(_input(each) for each in data["inputs"]),
        sources=_citations(data["sources"]),
        published=None if published is None else Published(**published),
        uses=_uses(data),
        digest=data.get("digest", ""),
        given=tuple(data.get("given", {}).items()),
    )


def _input(data: Mapping[str, Any]) -> Input:
    return Input(
        dataset=data["dataset"],
        file=data["file"],
        column=data["column"],
        role=data["role"],
        row=data.get("row", 0),
        key=tuple(data.get("key", ())),
        value=data.get("value", ""),
        qualifier=data.get("qualifier", ""),
        basis=data.get("basis", ""),
        sources=_citations(data["sources"]),
        rows=data.get("rows", 0),
        elasticity=data.get("elasticity", math.nan),
        reason=data.get("reason", ""),
    )


def _shown(data: Mapping[str, Any]) -> Shown:
    return Shown(
        name=data["name"],
        kind=data["kind"],
        title=data["title"],
        doc=data["doc"],
        caption=data["caption"],
        file=data["defined"]["file"],
        line=data["defined"]["line"],
        formula=data["formula"],
        takes=tuple(data["takes"]),
        alt=data.get("alt", ""),
        image=data.get("image", ""),
        files=tuple((each["label"], each["path"]) for each in data.get("files", ())),
        texts=tuple((each["kind"], each["text"]) for each in data.get("texts", ())),
        inputs=tuple(_input(each) for each in data["inputs"]),
        sources=_citations(data["sources"]),
        uses=_uses(data),
        digest=data["digest"],
        given=tuple(data.get("given", {}).items()),
    )


def _uses(data: Mapping[str, Any]) -> tuple[Use, ...]:
    return tuple(
        Use(use["file"], use["line"], use["column"], use.get("display", "")) for use in data["uses"]
    )


def _citations(data: list[Mapping[str, str]]) -> tuple[Citation, ...]:
    return tuple(Citation(each["key"], each.get("locator", "")) for each in data)
