"""Kept: which of the last build's outputs a build leaves as they are."""

from __future__ import annotations

import json
from collections.abc import Callable

from tieout.build.options import DOSSIER, LEDGER, TARGETS
from tieout.edition import FOLDER
from tieout.engines.engine import Job
from tieout.ledger.record import Ledger


def keeps(job: Job, ledger: Ledger, text: str) -> Callable[[str], bool]:
    """Which old outputs this build leaves alone: formats, chapters and editions not asked for, a dossier still true.

    None of them where something has become confidential since: they may show its cells.
    """
    file = job.project.output / LEDGER
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    if ledger.confidential and not set(ledger.confidential) <= _confidential(before):
        return lambda _name: False

    def kept(name: str) -> bool:
        if name.startswith("html/"):
            return "html" not in job.formats or bool(job.only)
        if name.startswith(f"{FOLDER}/"):
            return job.project.edition is not None
        for form, target in TARGETS.items():
            if name == target:
                return form not in job.formats
        return name.startswith(DOSSIER) and before == text

    return kept


def _confidential(ledger: str) -> set[str]:
    """What a ledger's text says was confidential when it was made."""
    try:
        return set(json.loads(ledger).get("confidential", ()))
    except (ValueError, AttributeError, TypeError):
        return set()
