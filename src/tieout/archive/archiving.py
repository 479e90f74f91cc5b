"""Archiving: a report that was just built, put into one file with everything that speaks for it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from tieout import catalogue
from tieout.archive import contents, crate, packing, paper, papers
from tieout.archive.contents import Contents
from tieout.archive.packing import Sum, summed
from tieout.archive.paper import Paper
from tieout.data.package import read_package
from tieout.findings import Finding, Place, TieoutError, raise_errors
from tieout.ledger.load import load
from tieout.ledger.manifest import Manifest
from tieout.project import Project
from tieout.review.material import Material
from tieout.verify import holding, published, rebuilding
from tieout.verify.unpacking import ODD

NAME = "archive.zip"
_OWN = {
    crate.FILE: "What is in the archive, described for machines.",
    papers.README: "What is in the archive, and how to check it.",
    papers.VERIFY: "Checks that every file is as it was archived, with Python alone.",
    papers.REQUIREMENTS: "The versions that made the report.",
    papers.CODECHECK: "What a CODECHECK is to reproduce.",
    packing.SUMS: "The digest of every file.",
}
_CATALOGUES = {
    "CITATION.cff": "How to cite the report.",
    ".zenodo.json": "What a deposit is filled in with.",
    "codemeta.json": "The report's code, described for catalogues.",
}


@dataclass(frozen=True, slots=True)
class Archived:
    """What was archived: the file, its size and digest, what is in it and what was left out."""

    path: Path
    size: int
    sha256: str
    contents: Contents
    files: int
    numbers: int


def name_of(project: Project) -> str:
    """The archive's name where none is given."""
    return f"archive-{project.asked}.zip" if project.asked else NAME


def archive(project: Project, target: Path, say: Callable[[str], None]) -> Archived:
    """Put the last build with all that it was made of into a zip.

    Raises:
        TieoutError: the report was not built as it stands, or the file cannot be written.
    """
    say("checking that the outputs are of these inputs")
    manifest = _built(project)
    material = Material(project, load(project))
    package = read_package(project)
    what = contents.gather(project, manifest, package)
    about = paper.read(project, material.book, manifest.timestamp)
    say(f"describing {len(material.records):,} numbers")
    datasets = {name: each.path for name, each in package.datasets.items()}
    files, sums = _files(project, what, about, manifest, material, datasets)
    say("packing")
    try:
        made = _write(target, files, sums, manifest.timestamp)
    except OSError as error:
        message = f"cannot write: {error.strerror}"
        finding = Finding(catalogue.CANNOT_WRITE, Place(str(target)), message, "Make room.")
        raise TieoutError(finding, found=False) from None
    return Archived(target, made.size, made.sha256, what, len(files) + 1, len(material.records))


def _built(project: Project) -> Manifest:
    """The manifest of the last build, if inputs and outputs are as it says."""
    remedy = "Run 'tieout build' first."
    if not project.output.is_dir():
        place = Place(project.config.output)
        finding = Finding(catalogue.NO_LEDGER, place, "the report was not built yet", remedy)
        raise TieoutError(finding, found=False)
    outputs = published.read(project.output, project.config.output)
    if outputs.manifest is None:
        place = outputs.place("manifest.json")
        finding = Finding(catalogue.NO_LEDGER, place, "the last build left no manifest", remedy)
        raise TieoutError(finding, found=False)
    made = outputs.manifest
    here = set(rebuilding.inputs(project, made)) - set(rebuilding.beside(project))
    found = [
        *holding.few(holding.inputs_to_manifest(project.root, made, here)[1]),
        *holding.few(holding.to_manifest(outputs, made)[1]),
    ]
    raise_errors(replace(each, remedy=remedy) for each in found)
    return made


def _files(
    project: Project,
    what: Contents,
    about: Paper,
    manifest: Manifest,
    material: Material,
    datasets: Mapping[str, str],
) -> tuple[dict[str, Path | bytes], dict[str, Sum]]:
    """What is in the archive, by path in it; and the size and digest of each."""
    files: dict[str, Path | bytes] = {m.path: project.root / m.path for m in what.members}
    _names(files)
    output, shown = project.config.output, list(material.ledger.shown.values())
    own: dict[str, bytes] = {
        "CITATION.cff": papers.citation(about),
        ".zenodo.json": papers.zenodo(about),
        "codemeta.json": papers.codemeta(about, manifest),
    }
    own = {name: text for name, text in own.items() if name not in files}
    own[papers.CODECHECK] = papers.codecheck(
        about, output, files, shown, len(material.records), project.asked
    )
    own[papers.REQUIREMENTS] = papers.requirements(manifest)
    told = (about, what, manifest, material.records, output, project.asked)
    own[papers.README] = papers.readme(*told)
    own[papers.VERIFY] = Path(__file__).with_name("alone.py").read_bytes()
    files |= own
    # That these files are as the manifest says was found out just now.
    known = {each.path: each for each in manifest.inputs}
    known |= {f"{output}/{each.path}": each for each in manifest.outputs}
    sums = {
        name: Sum(known[name].size, known[name].sha256) if name in known else summed(content)
        for name, content in files.items()
    }
    described = crate.Described(
        paper=about,
        contents=what,
        manifest=manifest,
        records=material.records,
        shown=shown,
        sources=material.sources,
        datasets=datasets,
        output=output,
        sums=sums,
        texts={name: text for name, text in {**_OWN, **_CATALOGUES}.items() if name in own},
    )
    files[crate.FILE] = crate.metadata(described)
    return files, {**sums, crate.FILE: summed(files[crate.FILE])}


def _names(files: Mapping[str, object]) -> None:
    """Refuse what an archive cannot hold: its own files' names, and names that another system reads otherwise."""
    found = []
    for name in files:
        if name in _OWN:
            message = f"'{name}' is a file of the archive's own"
            found.append(Finding(catalogue.FILE_EXISTS, Place(name), message, "Rename yours."))
        elif ODD.search(name):
            message = f"{name!r} cannot be unpacked everywhere"
            found.append(Finding(catalogue.BAD_NAME, Place(name), message, "Rename it."))
    raise_errors(found)


def _write(
    target: Path, files: Mapping[str, Path | bytes], sums: Mapping[str, Sum], timestamp: int
) -> Sum:
    """Write the archive whole or not at all; its size and digest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            packing.pack(file, files, sums, crate.FILE, timestamp)
        part.chmod(0o644)
        made = summed(part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return made
