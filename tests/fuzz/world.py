"""World: a report that was built once, of which one file is a stranger's; and what a target is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from fuzz import judge
from projects import Report
from tieout.cli.findings_formats import as_github, as_json, as_sarif
from tieout.findings import Finding
from tieout.ledger import load, manifest
from tieout.ledger.record import Ledger
from tieout.project import Project

REPOSITORY = Path(__file__).parents[2]
EDITIONS = b"edition,month,share,kind,title\na,2016-12,0.5,true,One\nb,2020-03,1/3,false,Two\n"
TYPES = b'\n[editions.types]\nmonth = "string"\nshare = "decimal"\nkind = "boolean"\n'
CSL = b"""[{"id": "ministry2020", "type": "report", "title": "Prisons in Figures", "author":
 [{"literal": "Ministry"}, {"family": "Dara", "given": "Chan"}], "issued": {"date-parts": [[2020, 1]]}}]"""
MOST_JUDGED = 200  # findings of one input: it is the reader's time that is bounded, not the judge's
Read = Callable[["World", bytes], Iterable[Finding] | None]


@dataclass(frozen=True)
class World:
    """A report that was built once, of which one file is a stranger's."""

    root: Path
    ledger: Ledger

    @property
    def project(self) -> Project:
        """The project, read anew."""
        return Project.find(self.root)

    def put(self, name: str, data: bytes) -> Path:
        """Write a file."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def tidy(self) -> None:
        """Drop what readers kept of inputs that do not come again."""
        for work in (self.root / ".tieout", *self.root.glob("*/.tieout")):
            shutil.rmtree(work, ignore_errors=True)


@dataclass(frozen=True)
class Target:
    """A reader.

    Attributes:
        file: where in the report the stranger's bytes stand; empty: the reader is handed them.
        seeds: real files to begin with, by their paths in the repository, or their bytes.
        most: the most bytes of one input; what is larger may well take longer than the bound.
        bounds: what one input may take of this process.
        program: whether most of the work is another program's, whose time this process's clock does not show.
    """

    name: str
    file: str
    read: Read
    seeds: tuple[str | bytes, ...]
    most: int = 100_000
    bounds: judge.Bounds = judge.USUAL
    program: bool = False

    def corpus(self, world: World) -> list[bytes]:
        """The seeds, and every input that was found to break something once."""
        given = [s if isinstance(s, bytes) else (REPOSITORY / s).read_bytes() for s in self.seeds]
        own = world.root / self.file
        given += [own.read_bytes()] if own.is_file() else []
        kept = sorted((Path(__file__).parent / "found" / self.name).glob("*"))
        return [*given, *(path.read_bytes() for path in kept)]

    def of(self, world: World) -> Callable[[bytes], None]:
        """The reader in a world, which is as it was afterwards."""
        path = world.root / self.file if self.file else None
        was = path.read_bytes() if path is not None and path.is_file() else None

        def read(data: bytes) -> None:
            if self.file:
                world.put(self.file, data)
            try:
                found = tuple(self.read(world, data) or ())
            finally:
                if path is not None:
                    path.unlink() if was is None else path.write_bytes(was)
            found = found[:MOST_JUDGED]
            unfit = "; ".join(filter(None, map(judge.unfit, found)))
            if unfit:
                raise AssertionError(unfit)
            if found:  # as programs are told of them
                json.loads(as_json(found, "found", 0))
                json.loads(as_sarif(found)).get("runs")
                as_github(found).encode()

        return read


def made(folder: Path) -> World:
    """A world to read in: the sample report with its ledger, as a build leaves it."""
    from projects import SAMPLE

    report = Report(Path(shutil.copytree(SAMPLE, folder / "report")))
    report.append("tieout.toml", 'bibliographies = ["references.json"]\n' + TYPES.decode())
    report.write("references.json", CSL)
    report.write("_output/ledger.json", report.compiled().ledger.as_json())
    file = manifest.FileSum("html/index.html", 3, "0" * 64)
    parts = {"title": "T", "timestamp": 0, "engine": "pandoc", "made_with": {"tieout": "1"}}
    made = manifest.Manifest(**parts, inputs=(file,), outputs=(file,), formats=("html",))
    report.write("_output/manifest.json", made.as_json())
    return within(report.root)


def within(root: Path) -> World:
    """The world that `made` left in a folder."""
    return World(root, load.load(Project.find(root)))
