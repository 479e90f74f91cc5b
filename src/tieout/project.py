"""Project: where a report lives on disk."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from tieout import catalogue, edition
from tieout.config import CONFIG, ENGINES, FORMATS, USUAL, Config, read_config
from tieout.edition import Edition
from tieout.findings import Finding, Place, TieoutError

__all__ = ["CONFIG", "ENGINES", "FORMATS", "LOCK", "LOCKS", "USUAL", "Config", "Project"]

LOCK = "tieout.lock"
LOCKS = "locks"  # folder of the locks of a project with editions: one a file

_LONGEST, _LONGEST_PATH = 255, 4095  # bytes of a name and of a path that file systems hold


@dataclass(frozen=True, slots=True)
class Project:
    """A report's folder and its configuration; every path tieout touches is made here.

    A project with editions is one of them at a time: the first, unless somebody asked for another. `common` is
    the configuration that all of them begin from; None: there is one only.
    """

    root: Path
    config: Config
    edition: Edition | None = None
    common: Config | None = None

    @classmethod
    def find(cls, start: Path, wanted: str = "") -> Project:
        """The project that `start` lies in: the nearest folder above it with a `tieout.toml`.

        Args:
            start: a folder.
            wanted: the name of an edition; empty: the report as it is built when nobody asks for one.

        Raises:
            TieoutError: there is none, its configuration is wrong, or the edition is unknown.
        """
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG).is_file():
                return cls(folder, read_config(folder / CONFIG)).standing(wanted)
        raise TieoutError(
            Finding(
                catalogue.NO_PROJECT,
                Place(str(start)),
                f"no {CONFIG} in this folder or above it",
                f"Go to a report's folder, or make an empty {CONFIG} at its root.",
            ),
            found=False,
        )

    def editions(self) -> tuple[Edition, ...]:
        """Every edition, in the file's order.

        Raises:
            TieoutError: the file cannot be used.
        """
        return edition.read(self.root, self.config.editions)

    def standing(self, wanted: str = "") -> Project:
        """The project as the edition of that name; with an empty name as its first, if it has any.

        Raises:
            TieoutError: there is no such edition, or the file cannot be used.
        """
        known = self.editions()
        if wanted:
            return self.of(edition.chosen(known, wanted, self.config.editions.file))
        return self.of(replace(known[0], is_asked=False)) if known else self

    def of(self, one: Edition) -> Project:
        """The project as one of its editions: its folders, its language, and outputs of its own."""
        # What the first edition's row says is nothing to the others.
        common = self.common or self.config
        said = {key: one.settings[key] for key in edition.PATHS if key in one.settings}
        output = f"{common.output}/{edition.FOLDER}/{one.name}" if one.is_asked else ""
        said |= {"output": output} if output else {}
        said |= {"locale": ""} if one.language else {}
        return Project(self.root, replace(common, **said), one, common)  # type: ignore[arg-type]  # texts all

    @property
    def report(self) -> Path:
        """Folder of the Quarto book."""
        return self.root / self.config.report

    @property
    def extension(self) -> Path:
        """Where `tieout compile` puts the Quarto extension: made, and no part of the report."""
        return self.report / "_extensions" / "tieout"

    @property
    def data(self) -> Path:
        """The data package's descriptor."""
        return self.root / self.config.data

    @property
    def scripts(self) -> Path:
        """Folder of the statistics."""
        return self.root / self.config.scripts

    @property
    def figures(self) -> Path:
        """Folder of the figures."""
        return self.root / self.config.figures

    def python_files(self) -> tuple[Path, ...]:
        """The Python files of scripts/ and figures/, in order of their paths.

        What editors and Jupyter leave beside them is none: locks, checkpoints, compiled files.
        """
        return tuple(file for file in self._scripts() if not _is_odd(file))

    def odd_scripts(self) -> tuple[Finding, ...]:
        """What is called a Python file there and is none; nobody reads it."""
        message = "cannot be imported: a folder, a pipe or a device, and no file"
        remedy = "Take it away, or rename it."
        return tuple(
            Finding(catalogue.SCRIPT_ERROR, Place(self.relative(file)), message, remedy)
            for file in self._scripts()
            if _is_odd(file)
        )

    def _scripts(self) -> list[Path]:
        folders = dict.fromkeys((self.scripts, self.figures))
        files = {file for folder in folders for file in folder.rglob("*.py")}
        return sorted(file for file in files if not _is_aside(file.relative_to(self.root)))

    @property
    def references(self) -> Path:
        """The bibliography."""
        return self.root / self.config.references

    @property
    def bibliographies(self) -> tuple[Path, ...]:
        """Every bibliography: the report's own, then any further ones."""
        return (self.references, *(self.root / name for name in self.config.bibliographies))

    @property
    def lock(self) -> Path:
        """The numbers as they were last accepted; each edition has its own."""
        return self.root / (f"{LOCKS}/{self.edition.name}.lock" if self.edition else LOCK)

    @property
    def severities(self) -> dict[str, str]:
        """What the project makes of a rule's findings, by code."""
        return dict(self.config.severity)

    @property
    def output(self) -> Path:
        """Folder of everything built; replaced whole."""
        return self.root / self.config.output

    @property
    def asked(self) -> str:
        """The edition that somebody asked for by name; empty where nobody did."""
        return self.edition.name if self.edition is not None and self.edition.is_asked else ""

    @property
    def built(self) -> Path:
        """Folder of everything built, whatever the edition."""
        return self.output.parent.parent if self.asked else self.output

    @property
    def work(self) -> Path:
        """Tieout's own folder: cache, lock, staging; may be deleted at any time."""
        return self.root / ".tieout"

    @property
    def own(self) -> Path:
        """What of tieout's folder belongs to one edition: its stamp, its stage; the caches are everybody's."""
        return self.work / edition.FOLDER / self.asked if self.asked else self.work

    def relative(self, path: Path) -> str:
        """The path as findings name it: relative to the root, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return str(path)

    def holds(self, path: Path) -> bool:
        """Whether the path, its links followed, stays inside the project."""
        try:
            long = any(len(os.fsencode(part)) > _LONGEST for part in path.parts)
            if long or len(os.fsencode(path)) > _LONGEST_PATH:
                return False
            return path.resolve().is_relative_to(self.root)
        except (ValueError, RuntimeError):  # a character no path can hold; links in a circle
            return False


def _is_odd(path: Path) -> bool:
    """Whether something is there that is no file: whoever read a pipe might wait for ever."""
    return path.exists() and not path.is_file()


def _is_aside(path: Path) -> bool:
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
