"""Kept: which of the last build's outputs a build leaves as they are."""

from __future__ import annotations

from collections.abc import Callable

from tieout.build.options import DOSSIER, LEDGER, TARGETS
from tieout.edition import FOLDER
from tieout.engines.engine import Job


def keeps(job: Job, ledger: str) -> Callable[[str], bool]:
    """Which old outputs this build leaves alone: formats, chapters and editions not asked for, a dossier still true."""
    before = job.project.output / LEDGER
    same = before.is_file() and before.read_text(encoding="utf-8") == ledger

    def kept(name: str) -> bool:
        if name.startswith("html/"):
            return "html" not in job.formats or bool(job.only)
        if name.startswith(f"{FOLDER}/"):
            return job.project.edition is not None
        for form, target in TARGETS.items():
            if name == target:
                return form not in job.formats
        return name.startswith(DOSSIER) and same

    return kept
