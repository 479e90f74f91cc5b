"""Crate: an archive described as an RO-Crate, down to each number: what computed it, from which cells, by whom told.

It follows RO-Crate 1.2 and the profile Process Run Crate: every statistic, figure and table is the result of an
action whose instrument is a script and whose objects are datasets, cells and other numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tieout.archive import software
from tieout.archive.contents import Contents, Part
from tieout.archive.entities import Entities, Ref, single
from tieout.archive.packing import Sum
from tieout.archive.paper import Paper
from tieout.archive.types import encoding_of
from tieout.data.sources import Sources
from tieout.ledger.manifest import Manifest
from tieout.ledger.record import Input, Record, Shown
from tieout.number import as_json_number, exact_text

FILE = "ro-crate-metadata.json"
_LANGUAGE = "#language/python"
_DONE = "http://schema.org/CompletedActionStatus"
_TITLES = {"python": "Python", "pandoc": "Pandoc", "typst": "Typst", "quarto": "Quarto"}


@dataclass(frozen=True, slots=True)
class Described:
    """What a crate describes."""

    paper: Paper
    contents: Contents
    manifest: Manifest
    records: Mapping[str, Record]
    shown: Iterable[Shown]
    sources: Sources
    datasets: Mapping[str, str]  # the file of each dataset, relative to the project
    output: str  # the output folder, relative to the project
    sums: Mapping[str, Sum]  # of every file, by path
    texts: Mapping[str, str] = field(default_factory=dict)  # what the archive's own files are for


def metadata(described: Described) -> bytes:
    """The file `ro-crate-metadata.json`: the same bytes for the same archive."""
    made = _Crate(described).generated()
    graph = sorted(
        made["@graph"], key=lambda each: (each["@id"] != FILE, each["@id"] != "./", each["@id"])
    )
    text = json.dumps({**made, "@graph": graph}, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode()


class _Crate:
    """Puts the entities together; every id is said here, none is drawn by chance."""

    def __init__(self, described: Described) -> None:
        self.of = described
        self.all = Entities()
        self.crate = self.all.crate
        self.programs = software.ids(described.manifest.made_with)
        self.actions: list[Ref] = []
        self.parts = {each.path: each.part for each in described.contents.members}
        self.scripts = {path for path, part in self.parts.items() if part is Part.SCRIPT}
        self.files = set(self.parts) | set(described.texts)

    def generated(self) -> dict[str, Any]:
        """The whole crate as JSON data."""
        self._root()
        self._software()
        for path in sorted(self.of.sums):
            self._file(path)
        for record in self.of.records.values():
            self._number(record)
        for shown in self.of.shown:
            self._shown(shown)
        self._build()
        self.crate.root_dataset["mentions"] = self.actions
        made: dict[str, Any] = self.crate.metadata.generate()
        return made

    def _root(self) -> None:
        paper, root = self.of.paper, self.crate.root_dataset
        left = "; ".join(f"{path} ({why})" for path, why in self.of.contents.left_out)
        about = paper.abstract or f"A report with its data, scripts and outputs: {paper.title}."
        said = {
            "name": paper.title,
            "description": f"{about} Left out of the archive: {left}." if left else about,
            "datePublished": paper.moment,
            "inLanguage": paper.language,
            "license": self.all.licence(paper),
            "author": [self.all.person(each) for each in paper.people],
            "publisher": [self.all.person(each) for each in paper.people[:1]],
            "conformsTo": [self.all.profile()],
            "keywords": list(paper.keywords),
            "version": paper.version,
            "identifier": f"https://doi.org/{paper.doi}" if paper.doi else "",
            "mainEntity": {"@id": self._id(f"{self.of.output}/ledger.json")},
        }
        for name, value in said.items():
            if value:
                root[name] = single(value)

    def _software(self) -> None:
        """What made the outputs: tieout, and all that it needs."""
        versions = self.of.manifest.made_with
        needs = [self._program(each) for each in versions if each != "tieout"]
        for name, version in versions.items():
            title, home = _TITLES.get(name, name), software.home(name)
            self.all.add(
                self.programs[name],
                # A program that nobody says the home of is no application to the standard.
                "SoftwareApplication" if home else "CreativeWork",
                name=title,
                url=home,
                version=version,
                description=f"{title} {version} had a part in the outputs.",
                softwareRequirements=needs if name == "tieout" else [],
            )
        self.all.add(
            _LANGUAGE,
            "ComputerLanguage",
            name="Python",
            url=software.home("python"),
            version=versions.get("python", ""),
        )

    def _program(self, name: str) -> Ref:
        return {"@id": self.programs[name]}

    def _file(self, path: str) -> None:
        made, part = self.of.sums[path], self.parts.get(path, Part.OTHER)
        said: dict[str, Any] = {
            "name": path.rpartition("/")[2],
            "description": self.of.texts.get(path) or _ABOUT[part],
            "contentSize": str(made.size),
            "sha256": made.sha256,
            "encodingFormat": encoding_of(path),
        }
        if part is Part.SCRIPT:
            said |= {
                "@type": ["File", "SoftwareSourceCode"],
                "programmingLanguage": {"@id": _LANGUAGE},
                "softwareRequirements": self._program("python"),
                "version": f"sha256:{made.sha256[:12]}",
            }
        self.crate.add_file(dest_path=path, properties=said)

    def _number(self, record: Record) -> None:
        unit = {"unitText": str(record.unit)}
        bound = f" The sources say {record.bound}." if record.bound else ""
        self.all.add(
            _number_id(record.name),
            "PropertyValue",
            name=record.title or record.name,
            propertyID=record.name,
            value=as_json_number(record.value),
            description=f"{record.display}: {record.doc or record.title}{bound} "
            f"Exactly {exact_text(record.value)}.",
            isBasedOn=self._cells(record.inputs),
            citation=[self._cited(each.id) for each in record.sources],
            **unit,
        )
        if record.kind == "statistic":
            self._action(record.name, record, {"@id": _number_id(record.name)})

    def _shown(self, shown: Shown) -> None:
        image = f"{self.of.output}/html/{shown.image}"
        if shown.kind == "figure" and image in self.files:
            result = {"@id": self._id(image)}
        else:
            result = self.all.add(
                f"#{shown.kind}/{quote(shown.name)}",
                "CreativeWork",
                name=shown.title or shown.name,
                description=shown.caption or shown.doc,
            )
        self._action(f"{shown.kind}:{shown.name}", shown, result)

    def _action(self, name: str, made: Record | Shown, result: Ref) -> None:
        """That a script computed something from datasets, cells and other numbers."""
        numbers = [{"@id": _number_id(each)} for each in made.takes if each in self.of.records]
        files = {self.of.datasets[each] for each in made.takes if each in self.of.datasets}
        taken = [*numbers, *self._datasets(files | {each.file for each in made.inputs})]
        script = (
            {"@id": self._id(made.file)} if made.file in self.scripts else self._program("python")
        )
        self.actions.append(
            self.all.add(
                f"#compute/{quote(name)}",
                "CreateAction",
                name=f"Compute {name}",
                description=f"{made.doc or made.title} Function in {made.file}, line {made.line}.",
                instrument=script,
                object=[*taken, *self._cells(made.inputs)],
                result=result,
                endTime=self.of.paper.moment,
                actionStatus=_DONE,
            )
        )

    def _build(self) -> None:
        """That tieout made the outputs from all that is here."""
        outputs = [m.path for m in self.of.contents.members if m.part is Part.OUTPUT]
        data = [{"@id": _number_id(n)} for n, r in self.of.records.items() if r.kind == "datum"]
        inputs = [m.path for m in self.of.contents.members if m.part in _READ]
        self.actions.append(
            self.all.add(
                "#build",
                "CreateAction",
                name="Build the report",
                description="tieout build: statistics, figures, ledger and pages from data and chapters.",
                instrument=self._program("tieout"),
                object=[{"@id": self._id(path)} for path in inputs],
                result=[{"@id": self._id(path)} for path in outputs] + data,
                endTime=self.of.paper.moment,
                actionStatus=_DONE,
            )
        )

    def _datasets(self, paths: Iterable[str]) -> list[Ref]:
        """The files of datasets; of those left out, that they are."""
        return [
            {"@id": self._id(path)}
            if path in self.files
            else self.all.add(
                f"#left-out/{quote(path)}",
                "CreativeWork",
                name=path,
                description="A dataset that is confidential: it is not in this archive.",
            )
            for path in sorted(paths)
        ]

    def _cells(self, inputs: Iterable[Input]) -> list[Ref]:
        found = [self._cell(each) for each in inputs]
        return [dict(each) for each in dict.fromkeys(tuple(ref.items()) for ref in found)]

    def _cell(self, cell: Input) -> Ref:
        """A cell, or so many cells of one column."""
        name = ".".join((cell.dataset, *cell.key, cell.column))
        words = [f"{cell.file}, line {cell.row}, column {cell.column}"]
        if cell.rows:
            words = [f"{cell.rows} cells of column {cell.column} of {cell.file}"]
        words += [cell.qualifier, cell.basis]
        return self.all.add(
            f"#cell/{quote(name)}" + (f"/{cell.rows}" if cell.rows else ""),
            "PropertyValue",
            name=name,
            value=cell.value or f"{cell.rows} cells",
            description="; ".join(word for word in words if word),
            isPartOf=self._datasets([cell.file]),
            citation=[self._cited(each.id) for each in cell.sources],
        )

    def _cited(self, key: str) -> Ref:
        return self.all.source(key, self.of.sources.entries.get(key))

    @staticmethod
    def _id(path: str) -> str:
        """A file's id in the crate: its path, as a URI writes it."""
        return quote(path)


_READ = {Part.DATA, Part.SCRIPT, Part.CHAPTER}
_ABOUT = {
    Part.DATA: "Data that the numbers are computed from.",
    Part.SCRIPT: "Code that computes numbers, tables or figures.",
    Part.CHAPTER: "A chapter, or what chapters are set with.",
    Part.OUTPUT: "What the build wrote.",
    Part.LOCK: "What the authors accepted or signed off.",
    Part.ENVIRONMENT: "What to install to rebuild the report.",
    Part.OTHER: "What the report is set up with, cited by, or may be used under.",
}


def _number_id(name: str) -> str:
    return f"#number/{quote(name)}"
