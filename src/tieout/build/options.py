"""Options: what a user asks of a build, over what the configuration says."""

from __future__ import annotations

from dataclasses import dataclass

from tieout.edition import FOLDER
from tieout.project import Project

LEDGER = "ledger.json"
DOSSIER = "audit/"  # made by `tieout audit` from a ledger, and true as long as that stays the same
# In the output folder, and made by other commands than the build's own.
BESIDE = (DOSSIER, f"{FOLDER}/")
TARGETS = {
    "html": "html/index.html",
    "pdf": "report.pdf",
    "docx": "report.docx",
    "epub": "report.epub",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asked for; None: what the configuration says."""

    formats: tuple[str, ...] | None = None
    engine: str | None = None
    only: tuple[str, ...] = ()
    jobs: int = 2
    locked: bool = False  # fail when a number is not as tieout.lock holds it

    scheduler: str = ""  # the address of a Dask cluster that runs the scripts

    def text(self, project: Project) -> str:
        """The options in one string, for the stamp; what changes nothing in the outputs is left out."""
        return repr((self.formats_of(project), self.engine_of(project), self.only))

    def formats_of(self, project: Project) -> tuple[str, ...]:
        """The formats to make. One chapter alone is made as a page: the others are always the whole book."""
        if self.formats is None and self.only:
            return ("html",)
        return self.formats or project.config.formats

    def engine_of(self, project: Project) -> str:
        """The engine's name, or `auto`."""
        return self.engine or project.config.engine

    def places(self, project: Project) -> tuple[str, ...]:
        """Where a reader finds the outputs, relative to the project."""
        names = [TARGETS[each] for each in self.formats_of(project)] + [LEDGER]
        return tuple(f"{project.config.output}/{name}" for name in names)
