"""Fonts: the faces a Typst run may use, laid out in a folder: the house's own and the report's."""

from __future__ import annotations

import shutil
from pathlib import Path

from tieout.compute import style
from tieout.project import Project

_KINDS = frozenset({".ttf", ".otf", ".ttc", ".otc"})


def lay_out(project: Project, folder: Path) -> None:
    """Copy them there; what lies outside the project is not read."""
    folder.mkdir(exist_ok=True)
    own = project.report / "fonts"
    extra = sorted(own.iterdir()) if own.is_dir() and project.holds(own) else []
    for path in (*style.font_files(), *extra):
        if path.suffix.lower() in _KINDS and path.is_file():
            shutil.copyfile(path, folder / path.name)
