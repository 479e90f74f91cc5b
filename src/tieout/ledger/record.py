"""Record: what is known of a number, and the ledger of all of them, as versioned JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tieout.ledger.fragments import Citation
from tieout.number import Unit, Value, as_json_number, exact_text

VERSION = "1.0"
SCHEMA = "urn:tieout:ledger:1"


@dataclass(frozen=True, slots=True)
class Input:
    """A cell a number was computed from; or, where `rows` is set, that many cells of one column.

    Attributes:
        file: relative to the project.
        row: the line of the file the row begins on.
        key: the row's primary key.
        role: `is` (the number is this cell), `contributes` or `could sway` (observed by changing it),
            `added by hand` or `excluded by hand` (the author says so).
        reason: why it was added or excluded by hand.
        elasticity: per cent by which the number moves when the cell grows by one; NaN where unknown.
    """

    dataset: str
    file: str
    column: str
    role: str
    row: int = 0
    key: tuple[str, ...] = ()
    value: str = ""
    qualifier: str = ""
    basis: str = ""
    sources: tuple[Citation, ...] = ()
    rows: int = 0
    elasticity: float = field(default=math.nan, compare=False)
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """The input as JSON data."""
        data: dict[str, Any] = {"dataset": self.dataset, "file": self.file, "column": self.column}
        if self.rows:
            data["rows"] = self.rows
        else:
            data |= {"row": self.row, "key": list(self.key), "value": self.value}
        data["role"] = self.role
        if not math.isnan(self.elasticity):
            data["elasticity"] = round(self.elasticity, 6)
        if self.qualifier:
            data["qualifier"] = self.qualifier
        if self.basis:
            data["basis"] = self.basis
        if self.reason:
            data["reason"] = self.reason
        data["sources"] = [cited(each) for each in self.sources]
        return data


@dataclass(frozen=True, slots=True)
class Use:
    """Where a number stands in the text, and how it is written there."""

    file: str
    line: int
    column: int
    display: str


@dataclass(frozen=True, slots=True)
class Published:
    """What an earlier publication printed for the number."""

    printed: str
    agreement: str
    source: str = ""
    locator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """Everything known of a number.

    Attributes:
        kind: `datum` or `statistic`.
        file: where it is defined: its script, or its data file.
        bound: the qualifier its cells' qualifiers make of it; empty when it is exact.
        takes: names of the datasets and statistics handed to it.
        digest: stands for value, code and contributing cells; a sign-off is bound to it.
        given: the edition's parameters handed to it, each with its text.
    """

    name: str
    kind: str
    title: str
    doc: str
    unit: Unit
    value: Value
    display: str
    file: str
    line: int
    formula: str = ""
    quantity: str = ""
    bound: str = ""
    takes: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()
    sources: tuple[Citation, ...] = ()
    published: Published | None = None
    uses: tuple[Use, ...] = ()
    digest: str = ""
    given: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The record as JSON data, its keys in a fixed order."""
        data: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "doc": self.doc,
            "unit": str(self.unit),
            "value": as_json_number(self.value),
            "exact": exact_text(self.value),
            "display": self.display,
            "defined": {"file": self.file, "line": self.line},
        }
        if self.formula:
            data["formula"] = self.formula
        if self.quantity:
            data["quantity"] = self.quantity
        if self.bound:
            data["bound"] = self.bound
        data["takes"] = list(self.takes)
        if self.given:
            data["given"] = dict(self.given)
        data["inputs"] = [each.as_json() for each in self.inputs]
        data["sources"] = [cited(each) for each in self.sources]
        if self.published is not None:
            data["published"] = {
                key: value
                for key, value in (
                    ("printed", self.published.printed),
                    ("agreement", self.published.agreement),
                    ("source", self.published.source),
                    ("locator", self.published.locator),
                    ("note", self.published.note),
                )
                if value
            }
        data["uses"] = [_used(use) for use in self.uses]
        if self.digest:
            data["digest"] = self.digest
        return data


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a figure or table that a chapter shows.

    Attributes:
        kind: `figure` or `table`.
        caption: as a reader sees it, its numbers written in.
        alt: what stands for a figure where it cannot be seen.
        image: a figure's picture, relative to the pages' top folder.
        files: what a reader can open beside a figure: label and path, relative to that folder.
        takes: names of the datasets and statistics handed to it.
        texts: what a figure says in words: a kind such as `title` or `annotation`, and the text.
        inputs: the cells it shows, or that move what it shows.
        digest: stands for its look, code and cells; a sign-off is bound to it.
        given: the edition's parameters handed to it, each with its text.
    """

    name: str
    kind: str
    title: str
    doc: str
    caption: str
    file: str
    line: int
    formula: str
    takes: tuple[str, ...] = ()
    alt: str = ""
    image: str = ""
    files: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    inputs: tuple[Input, ...] = ()
    sources: tuple[Citation, ...] = ()
    uses: tuple[Use, ...] = ()
    digest: str = ""
    given: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The figure or table as JSON data, its keys in a fixed order."""
        data: dict[str, Any] = {
            "name": self.name,
            "kind": self.kind,
            "title": self.title,
            "doc": self.doc,
            "caption": self.caption,
        }
        if self.kind == "figure":
            data |= {"alt": self.alt, "image": self.image}
            data["files"] = [{"label": label, "path": path} for label, path in self.files]
            data["texts"] = [{"kind": kind, "text": text} for kind, text in self.texts]
        data["defined"] = {"file": self.file, "line": self.line}
        data["formula"] = self.formula
        data["takes"] = list(self.takes)
        if self.given:
            data["given"] = dict(self.given)
        data["inputs"] = [each.as_json() for each in self.inputs]
        data["sources"] = [cited(each) for each in self.sources]
        data["uses"] = [_used(use) for use in self.uses]
        data["digest"] = self.digest
        return data


@dataclass(frozen=True, slots=True)
class Exempt:
    """A number, figure or table that breaks a rule of disclosure, and why it is published all the same."""

    name: str
    dataset: str
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The compiled record of every number, by name, and of what the chapters show.

    `confidential` names the datasets and columns that no cell is told of; `exempt` what is published of them
    though it breaks a rule of disclosure; `edition` the parameters that the report was built for.
    """

    title: str
    locale: str
    records: Mapping[str, Record]
    shown: Mapping[str, Shown] = field(default_factory=dict)
    confidential: tuple[str, ...] = ()
    exempt: tuple[Exempt, ...] = ()
    edition: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> str:
        """The ledger as its published schema describes it; numbers in order of their names."""
        data = {
            "$schema": SCHEMA,
            "version": VERSION,
            "title": self.title,
            "locale": self.locale,
            **({"edition": dict(self.edition)} if self.edition else {}),
            "numbers": [self.records[name].as_json() for name in sorted(self.records)],
            "shown": [self.shown[name].as_json() for name in sorted(self.shown)],
        }
        if self.confidential:
            data["confidential"] = list(self.confidential)
        if self.exempt:
            data["exempt"] = [asdict(each) for each in self.exempt]
        # A line a number: it can be searched for and compared, and is written in a fifth of the time of one indented.
        members = (f"{_line(name)}: {_lines(value)}" for name, value in data.items())
        return "{\n" + ",\n".join(members) + "\n}\n"


def _lines(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return _line(value)
    return "[\n" + ",\n".join(map(_line, value)) + "\n]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _used(use: Use) -> dict[str, Any]:
    data: dict[str, Any] = {"file": use.file, "line": use.line, "column": use.column}
    return data | ({"display": use.display} if use.display else {})


def cited(citation: Citation) -> dict[str, str]:
    """A citation as JSON data."""
    data = {"key": citation.id}
    return data | ({"locator": citation.locator} if citation.locator else {})
