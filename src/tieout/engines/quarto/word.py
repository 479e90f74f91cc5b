"""Word: what Quarto is given besides for a Word document: PNG pictures and a reference document."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tieout.engines.documents import options, raster
from tieout.engines.engine import Job
from tieout.engines.extension import GENERATED
from tieout.findings import Place
from tieout.ledger.fragments import Figure

REFERENCE = f"{GENERATED}/reference.docx"
_PIXELS_PER_CM = 96 / 2.54


def pictures(job: Job) -> dict[str, Path]:
    """A PNG beside each of tieout's figures, when Word is asked for.

    Raises:
        TieoutError: a figure cannot be drawn.
    """
    if "docx" not in job.formats:
        return {}
    made = {}
    for fragment in job.fragments.uses.values():
        if isinstance(fragment, Figure) and fragment.image in job.assets:
            width = round(fragment.width * _PIXELS_PER_CM) or None
            file = raster.png(job.project, job.assets[fragment.image], width, Place(fragment.image))
            made[str(Path(fragment.image).with_suffix(".png"))] = file
    return made


def settings(job: Job, report: Path, written: Any) -> dict[str, Any]:
    """The settings of the format: the author's own, and ours where the author has none.

    Raises:
        TieoutError: the author's reference document is not there.
    """
    chosen: dict[str, Any] = dict(written) if isinstance(written, dict) else {}
    data = options.reference_of(job.project, job.book)
    if not chosen.get(options.REFERENCE):
        (report / REFERENCE).parent.mkdir(exist_ok=True)
        (report / REFERENCE).write_bytes(data)
        chosen[options.REFERENCE] = REFERENCE
    chosen.setdefault("toc", True)
    chosen.setdefault("toc-depth", 2)
    return chosen
