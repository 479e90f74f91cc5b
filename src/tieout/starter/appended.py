"""Appended: a function put at the end of a script that somebody wrote, with the imports it needs."""

from __future__ import annotations

import ast
from pathlib import Path

from tieout import catalogue
from tieout.cache import write_whole
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.text import python

# What the function says, and where that must come from.
_NEEDED = {
    "pd": ("pandas", "import pandas as pd"),
    "statistic": ("tieout", "from tieout import statistic"),
}


def append(project: Project, path: Path, function: str) -> None:
    """Put a function at the end of a script; everything else in it stays as it is.

    Raises:
        TieoutError: the script cannot be read as Python, uses a name for something else, or cannot be written.
    """
    place = Place(project.relative(path))
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
        tree = python(text)
    except (SyntaxError, UnicodeDecodeError) as error:
        line = getattr(error, "lineno", None) or 0
        message = "cannot be read as Python, so nothing is added to it"
        raise _fault(Place(place.path, line), message, "Mend it, or choose another file.") from None
    except OSError as error:
        raise _fault(place, f"cannot be read: {error.strerror}", "") from None
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").rstrip().split("\n")
    at = _after_imports(tree)
    missing = [
        line for name, (module, line) in _NEEDED.items() if _lacks(tree, name, module, place)
    ]
    if missing and not at:
        missing = [*missing, "", ""] if lines != [""] else missing
    elif missing and not isinstance(tree.body[_last(tree)], ast.Import | ast.ImportFrom):
        missing = ["", *missing]
    lines[at:at] = missing
    whole = "\n".join(("\n".join(lines).rstrip(), "", "", function.rstrip(), ""))
    written = whole.lstrip("\n").replace("\n", newline)
    try:
        write_whole(path, written.encode())
    except OSError as error:
        raise _fault(place, f"cannot be written: {error.strerror}", "") from None


def _lacks(tree: ast.Module, name: str, module: str, place: Place) -> bool:
    """Whether a name is yet to be imported."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == name:
                    source = node.module if isinstance(node, ast.ImportFrom) else alias.name
                    if source == module:
                        return False
                    raise _taken(place, node.lineno, name)
        for other in ast.walk(node) if isinstance(node, ast.Assign) else ():
            if (
                isinstance(other, ast.Name)
                and other.id == name
                and isinstance(other.ctx, ast.Store)
            ):
                raise _taken(place, node.lineno, name)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name:
            raise _taken(place, node.lineno, name)
    return True


def _last(tree: ast.Module) -> int:
    """The last import at the top of the script, or its docstring; -1: neither."""
    last = -1
    for number, node in enumerate(tree.body):
        docstring = number == 0 and isinstance(node, ast.Expr)
        if docstring or isinstance(node, ast.Import | ast.ImportFrom):
            last = number
        elif not isinstance(node, ast.If):  # `if TYPE_CHECKING:` may stand between imports
            break
    return last


def _after_imports(tree: ast.Module) -> int:
    """How many lines stand up to the last import."""
    last = _last(tree)
    return 0 if last < 0 else int(tree.body[last].end_lineno or 0)


def _taken(place: Place, line: int, name: str) -> TieoutError:
    message = f"'{name}' is something else in this script"
    return _fault(Place(place.path, line), message, "Choose another file.")


def _fault(place: Place, message: str, remedy: str) -> TieoutError:
    return TieoutError(Finding(catalogue.BAD_ARGUMENT, place, message, remedy), found=False)
