"""Names: whether a new statistic, figure, dataset or chapter may be called so."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterator

from tieout import catalogue
from tieout.compute.define import Kind
from tieout.data.package import read_package
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.text import python

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_DECORATORS = {str(kind) for kind in Kind}


def require_new(project: Project, name: str) -> None:
    """Check that nothing has the name yet, and that Python and a chapter can say it.

    Raises:
        TieoutError: it cannot be used.
    """
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        better = re.sub(r"\W+", "_", name.strip().lower()).strip("_") or "prisoners_by_year"
        better = (
            f"n_{better}" if not _NAME.fullmatch(better) or keyword.iskeyword(better) else better
        )
        raise _fault(Place(name), f"'{name}' cannot name a function or dataset", f"Try '{better}'.")
    for known, place in taken(project):
        if known == name:
            raise _fault(place, f"'{name}' is taken: it is defined here", "Choose another name.")


def taken(project: Project) -> Iterator[tuple[str, Place]]:
    """Every name in use, with its place; read from the text, without running anything."""
    for dataset in read_package(project).datasets.values():
        yield dataset.name, dataset.place
    for file in project.python_files():
        try:
            tree = python(file.read_bytes())
        except (OSError, SyntaxError):
            continue  # a build says what is wrong with it
        for item in tree.body:
            if isinstance(item, ast.FunctionDef) and any(map(_is_ours, item.decorator_list)):
                yield item.name, Place(project.relative(file), item.lineno)


def _is_ours(decorator: ast.expr) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in _DECORATORS


def words(name: str) -> str:
    """A name as words: `rain_by_year` is "rain by year"."""
    return name.replace("_", " ").replace("-", " ")


def _fault(place: Place, message: str, remedy: str) -> TieoutError:
    return TieoutError(Finding(catalogue.BAD_NAME, place, message, remedy), found=False)
