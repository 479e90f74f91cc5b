"""Meanwhile: files that change between being read and being used, which nobody else would notice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError
from tieout.memo import Signature, signature
from tieout.project import Project


def signed(files: Iterable[Path]) -> dict[Path, Signature]:
    """The files as they are now; to be taken before any of them is read."""
    return {file: signature(file) for file in files}


def require_same(project: Project, before: Mapping[Path, Signature]) -> None:
    """Nothing while the files are as they were.

    Raises:
        TieoutError: one of them changed: what was made of it is made of two editions.
    """
    changed = [file for file, then in before.items() if signature(file) != then]
    if changed:
        raise TieoutError(*(finding(project, file) for file in changed))


def finding(project: Project, file: Path) -> Finding:
    """The finding for a file that changed or went away while the report was being built."""
    what = "changed" if file.exists() else "went away"
    message = f"{what} while the report was being built"
    remedy = "Build again; the last outputs are as they were."
    return Finding(catalogue.CHANGED_MEANWHILE, Place(project.relative(file)), message, remedy)
