"""Package: what `data/datapackage.json` says of the datasets, their columns and their units."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from tieout import catalogue
from tieout.data import filters
from tieout.data.cells import dialect_faults
from tieout.data.dataset import BOOKKEEPING, Column, Dataset
from tieout.data.filters import FILTER
from tieout.data.forms import LARGE, may_lack_key
from tieout.findings import Finding, Place, TieoutError, nearest, raise_errors
from tieout.number import Unit
from tieout.project import Project
from tieout.text import contents, utf8

_COLUMN_PROPERTIES = ("tieout:unit", "tieout:multiplier", "tieout:titles")
_DATASET_PROPERTIES = (
    *("tieout:source", "tieout:locator", "tieout:label", "tieout:sums", "tieout:titles"),
    LARGE,
    *("tieout:disclosure", "tieout:individual", FILTER),
)
_NUMERIC = ("integer", "number", "year")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Package:
    """The data package; `path` is its descriptor, relative to the project's root."""

    path: str
    datasets: Mapping[str, Dataset]


def read_package(project: Project, *, lacks_files: bool = False) -> Package:
    """The data package of a project; a project without one has no datasets.

    Args:
        project: whose data package it is.
        lacks_files: let data files be missing, as confidential ones are from an archive.

    Raises:
        TieoutError: the descriptor is no JSON, or describes something that cannot be.
    """
    path = project.relative(project.data)
    try:
        bytes_ = contents(project.data)
    except FileNotFoundError:
        return Package(path, {})
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise TieoutError(Finding(catalogue.BAD_PACKAGE, Place(path), message)) from None
    text = utf8(bytes_, path, catalogue.BAD_PACKAGE)
    try:
        data = json.loads(text, parse_float=Decimal)
        json.dumps(data, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        place = Place(path, error.lineno, error.colno)
        raise TieoutError(
            Finding(catalogue.BAD_PACKAGE, place, f"JSON: {error.msg}", "Mend the JSON.")
        ) from None
    except UnicodeEncodeError as error:
        message = f"JSON: half a character, \\u{ord(error.object[error.start]):x}"
        raise TieoutError(Finding(catalogue.BAD_PACKAGE, Place(path), message)) from None
    except (RecursionError, ValueError, ArithmeticError):  # a number of thousands of digits
        message = "JSON: nested too deeply, or a number without end"
        raise TieoutError(Finding(catalogue.BAD_PACKAGE, Place(path), message)) from None
    return _Reader(project, path, text, lacks_files=lacks_files).package(data)


class _Reader:
    """Reads a descriptor and gathers what is wrong with it."""

    def __init__(self, project: Project, path: str, text: str, *, lacks_files: bool) -> None:
        self.project = project
        self.lacks_files = lacks_files
        self.path = path
        self.text = text
        self.found: list[Finding] = []

    def package(self, data: object) -> Package:
        resources = data.get("resources") if isinstance(data, dict) else None
        if not isinstance(resources, list):
            self._fault(Place(self.path), "expected 'resources': a list of datasets")
            resources = []
        datasets: dict[str, Dataset] = {}
        for number, resource in enumerate(resources, start=1):
            name = resource.get("name") if isinstance(resource, dict) else None
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                self._fault(
                    self._find(str(name)) if name else Place(self.path),
                    f"resource {number} has no name a script can use",
                    "Name it in lower case: letters, digits and _, for example 'arrests_by_year'.",
                )
            elif name in datasets:
                self._fault(self._find(name, 2), f"two datasets are named '{name}'", "Rename one.")
            else:
                datasets[name] = self._dataset(name, resource)
        raise_errors(self.found)
        return Package(self.path, datasets)

    def _dataset(self, name: str, resource: Mapping[str, Any]) -> Dataset:
        place = self._find(name)
        self._unknown(resource, _DATASET_PROPERTIES, place)
        path = resource.get("path")
        relative = ""
        if not isinstance(path, str) or not path:
            self._fault(place, f"dataset '{name}' has no path", 'Give one file: "path": "x.csv".')
        else:
            file = self.project.data.parent / path
            if not self.project.holds(file):
                message = f"dataset '{name}': '{path}' leads out of the project"
                self.found.append(
                    Finding(catalogue.OUTSIDE_PROJECT, place, message, "Copy the file into data/.")
                )
            elif not file.is_file() and not self.lacks_files:
                message = f"dataset '{name}': file '{path}' does not exist"
                remedy = "Put the file there, or correct the path."
                self.found.append(Finding(catalogue.MISSING_DATA_FILE, place, message, remedy))
            relative = self.project.relative(file)
        schema = resource.get("schema")
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(fields, list) or not all(isinstance(item, dict) for item in fields):
            remedy = 'Write "schema": {"fields": […], "primaryKey": […]}.'
            self._fault(place, f"dataset '{name}' has no schema with fields", remedy)
            fields, schema = [], {}
        columns = tuple(self._column(name, item, place) for item in fields)
        wrong = filters.faults(resource.get(FILTER, {}), [column.name for column in columns])
        for message, remedy in (*dialect_faults(resource.get("dialect")), *wrong):
            self._fault(place, f"dataset '{name}': {message}", remedy)
        self._names(name, columns, place)
        key = self._primary_key(name, resource, columns, place)
        self._secrets(name, columns, (*key, str(resource.get("tieout:label") or "")), place)
        return Dataset(
            name=name,
            title=str(resource.get("title") or name),
            description=str(resource.get("description") or ""),
            path=relative,
            columns=columns,
            primary_key=key,
            confidential=self._confidential(resource, f"dataset '{name}'", place),
            source=str(resource.get("tieout:source") or ""),
            locator=str(resource.get("tieout:locator") or ""),
            label=self._label(name, resource, columns, place),
            descriptor=json.loads(json.dumps(resource, default=float)),
            place=place,
        )

    def _column(self, dataset: str, item: Mapping[str, Any], place: Place) -> Column:
        name = str(item.get("name") or "")
        here = self._find(name, after=place) if name else place
        self._unknown(item, _COLUMN_PROPERTIES, here)
        for key in ("name", "type", "format"):
            if not isinstance(item.get(key, ""), str):
                self._fault(here, f"column '{dataset}.{name}': its {key} is no text", "Quote it.")
        unit = None
        if "tieout:unit" in item:
            try:
                unit = Unit.parse(str(item["tieout:unit"]))
            except ValueError as error:
                message, _, remedy = str(error).partition(". ")
                self._fault(here, f"column '{dataset}.{name}': {message}", remedy)
        kind = str(item.get("type") or "any")
        if unit is not None and kind not in _NUMERIC:
            message = f"column '{dataset}.{name}' has a unit but is of type '{kind}'"
            self._fault(here, message, f"A column of values is one of {', '.join(_NUMERIC)}.")
        if kind == "integer" and (item.get("groupChar") or item.get("decimalChar")):
            message = f"column '{dataset}.{name}': groupChar and decimalChar are not for integers"
            self._fault(here, message, 'Declare "type": "number".')
        multiplier = item.get("tieout:multiplier")
        if multiplier is not None and (
            isinstance(multiplier, bool) or not isinstance(multiplier, int | Decimal)
        ):
            remedy = "Write it without quotes: 0.01 or 1000."
            self._fault(here, f"column '{dataset}.{name}': multiplier is not a number", remedy)
            multiplier = None
        titles = item.get("tieout:titles")
        return Column(
            name=name,
            type=kind,
            title=str(item.get("title") or name),
            titles=titles if isinstance(titles, dict) else {},
            description=str(item.get("description") or ""),
            unit=unit,
            multiplier=None if multiplier is None else Decimal(multiplier),
            confidential=self._confidential(item, f"column '{dataset}.{name}'", here),
        )

    def _confidential(self, item: Mapping[str, Any], what: str, place: Place) -> bool:
        """Whether a descriptor says `confidential`; anything but true or false might be meant as either."""
        given = item.get("confidential", False)
        if not isinstance(given, bool):
            message = f"{what}: confidential is {type(given).__name__}, not true or false"
            self._fault(place, message, 'Write "confidential": true, without quotes.')
        return bool(given)

    def _secrets(
        self, name: str, columns: tuple[Column, ...], naming: tuple[str, ...], place: Place
    ) -> None:
        """A row is named by its key and cited by its source: neither can be confidential by itself."""
        for column in columns:
            if column.confidential and column.name in (*naming, *BOOKKEEPING):
                message = f"column '{name}.{column.name}' cannot be confidential by itself"
                remedy = 'It names the rows or says where they come from: write "confidential": true on the dataset.'
                self._fault(place, message, remedy)

    def _names(self, name: str, columns: tuple[Column, ...], place: Place) -> None:
        names = [column.name for column in columns]
        for column in dict.fromkeys(names):
            if not column:
                self._fault(place, f"dataset '{name}' has a field without a name", "Name it.")
            elif names.count(column) > 1:
                message = f"dataset '{name}' has two fields named '{column}'"
                self._fault(place, message, "Rename one; the file's heading says how.")

    def _primary_key(
        self, name: str, resource: Mapping[str, Any], columns: tuple[Column, ...], place: Place
    ) -> tuple[str, ...]:
        schema = resource.get("schema")
        given = schema.get("primaryKey") if isinstance(schema, dict) else None
        key = (
            (given,) if isinstance(given, str) else tuple(given if isinstance(given, list) else ())
        )
        known = [column.name for column in columns]
        if not key and columns and not may_lack_key(resource):
            remedy = 'Add "primaryKey": the columns that tell its rows apart.'
            self._fault(place, f"dataset '{name}' has no primary key", remedy)
        for part in key:
            if part not in known:
                remedy = nearest(str(part), known) or f"Columns: {', '.join(known)}."
                self._fault(place, f"dataset '{name}': key column '{part}' does not exist", remedy)
        return tuple(str(part) for part in key)

    def _label(
        self, name: str, resource: Mapping[str, Any], columns: tuple[Column, ...], place: Place
    ) -> str:
        known = [column.name for column in columns]
        for what in ("label", "individual"):
            given = str(resource.get(f"tieout:{what}") or "")
            if given and given not in known:
                remedy = nearest(given, known) or f"Columns: {', '.join(known)}."
                message = f"dataset '{name}': {what} column '{given}' does not exist"
                self._fault(place, message, remedy)
        return str(resource.get("tieout:label") or "")

    def _unknown(self, item: Mapping[str, Any], known: tuple[str, ...], place: Place) -> None:
        for key in item:
            if key.startswith("tieout:") and key not in known:
                remedy = nearest(key, known) or f"Known: {', '.join(known)}."
                self._fault(place, f"unknown property '{key}'", remedy)

    def _find(self, name: str, nth: int = 1, after: Place | None = None) -> Place:
        """Where the descriptor names something."""
        least = (after.line, after.column) if after else (0, 0)
        hits = [place for place in self._named.get(name, ()) if place > least]
        return Place(self.path, *hits[nth - 1]) if len(hits) >= nth else Place(self.path)

    @cached_property
    def _named(self) -> Mapping[str, list[tuple[int, int]]]:
        """The line and column of every name, by name."""
        starts = [0, *(hit.end() for hit in re.finditer("\n", self.text))]
        found: dict[str, list[tuple[int, int]]] = {}
        for hit in re.finditer(r'"name"\s*:\s*("(?:[^"\\]|\\.)*")', self.text):
            line = bisect.bisect_right(starts, hit.start())
            place = line, hit.start() - starts[line - 1] + 1
            found.setdefault(str(json.loads(hit[1], strict=False)), []).append(place)
        return found

    def _fault(self, place: Place, message: str, remedy: str = "") -> None:
        self.found.append(Finding(catalogue.BAD_DESCRIPTOR, place, message, remedy))
