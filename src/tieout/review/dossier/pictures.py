"""Pictures: a figure's picture and the rows behind it, as the last build left them on disk."""

from __future__ import annotations

import base64
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from tieout.ledger.record import Shown
from tieout.project import Project

MAX_ROWS = 100


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that needs no file beside the page: the SVG as a `data:` address, and its size."""

    address: str
    width: int
    height: int


def picture_of(project: Project, shown: Shown) -> Picture | None:
    """A figure's picture; None for a table, and where the files of the last build are gone."""
    path = _file(project, shown.image) if shown.image else None
    if path is None:
        return None
    data = path.read_bytes()
    size = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', data[:2000])
    width, height = (round(float(part)) for part in size.groups()) if size else (640, 480)
    text = base64.b64encode(data).decode("ascii")
    return Picture(f"data:image/svg+xml;base64,{text}", width, height)


def data_of(project: Project, shown: Shown) -> tuple[tuple[tuple[str, ...], ...], int]:
    """The rows offered beside a figure, heading first, and how many more there are."""
    files = [path for _, path in shown.files if path.endswith(".csv")]
    path = _file(project, files[0]) if files else None
    if path is None:
        return (), 0
    rows = [tuple(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))]
    return tuple(rows[: MAX_ROWS + 1]), max(0, len(rows) - MAX_ROWS - 1)


def _file(project: Project, name: str) -> Path | None:
    """Where the last build left a file: beside the pages, or in tieout's own folder."""
    for folder in (project.output / "html", project.own / "assets"):
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return path
    return None
