"""Extension: the Quarto extension and what it reads, put into the report's folder: `quarto render` works alone."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tieout import catalogue
from tieout.cache import write_whole
from tieout.engines import panel
from tieout.engines.csl import style_file
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.fragments import Fragments
from tieout.project import Project

NAME = "tieout"
FRAGMENTS = "fragments.json"
STYLE = "style.csl"
GENERATED = "_tieout"


def install(project: Project) -> bool:
    """Put this version's extension into the report's folder; True when something was not as it should be.

    Raises:
        TieoutError: a file stands in its folder's place.
    """
    _require_folder(project, project.report / "_extensions")
    return place_extension(project.report)


def write_fragments(project: Project, fragments: Fragments, assets: Mapping[str, Path]) -> bool:
    """Write what the extension reads, and the files beside the pages, to the report's folder.

    Args:
        project: whose report it is.
        fragments: the look of every use.
        assets: files by path relative to the pages' top folder; every path begins with `_tieout/`.

    Returns:
        True when something was not as it should be.

    Raises:
        TieoutError: the project's citation style is unknown.
    """
    return place_fragments(project, project.report, fragments, assets)


def place_extension(report: Path) -> bool:
    """Put the extension below a report's folder, whole: Quarto never finds half of it."""
    target = report / "_extensions" / NAME
    wanted = dict(_shipped())
    if _contents(target) == wanted:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    # Beside the book, where Quarto looks for no extension, in case this is cut short.
    made = Path(tempfile.mkdtemp(prefix=f".{NAME}-", dir=report))
    try:
        made.chmod(0o755)
        for name, data in wanted.items():
            (made / name).write_bytes(data)
        _swap(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return True


def place_fragments(
    project: Project, report: Path, fragments: Fragments, assets: Mapping[str, Path]
) -> bool:
    """Write fragments, citation style and assets below a report's folder.

    Files as they should be are left alone, so that a preview sees only what changed; the fragments come after
    the files they name, and what nothing names any more goes last.

    Raises:
        TieoutError: a file stands in the folder's place, or the project's citation style is unknown.
    """
    folder = report / GENERATED
    _require_folder(project, folder)
    changed = [_update(report / path, file.read_bytes()) for path, file in _checked(assets)]
    changed.append(_update(folder / STYLE, style_file(project).read_bytes()))
    opening = panel.files(fragments)
    changed += [_update(report / path, data) for path, data in opening.items()]
    changed.append(_update(folder / FRAGMENTS, fragments.as_json().encode()))
    wanted = {folder / STYLE, folder / FRAGMENTS, *(report / path for path in (*assets, *opening))}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in wanted:
            path.unlink()
            changed.append(True)
    return any(changed)


def _require_folder(project: Project, folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        message = "this is a file, where a folder of generated files is to be"
        place = Place(project.relative(folder))
        finding = Finding(catalogue.CANNOT_WRITE, place, message, "Move it away, or rename it.")
        raise TieoutError(finding, found=False)


def _checked(assets: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    for path, file in sorted(assets.items()):
        parts = path.split("/")
        if parts[0] != GENERATED or len(parts) < 2 or {"", ".", ".."} & set(parts):
            raise ValueError(f"asset '{path}' does not stand below {GENERATED}/")
        yield path, file


def _shipped() -> Iterator[tuple[str, bytes]]:
    folder: Traversable = resources.files(__name__) / NAME
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_file() and item.name.endswith((".lua", ".yml")):
            yield item.name, item.read_bytes()


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _update(path: Path, data: bytes) -> bool:
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return True


def _swap(made: Path, target: Path) -> None:
    if not os.path.lexists(target):
        made.rename(target)
        return
    if target.is_symlink() or target.is_file():
        target.unlink()
        made.rename(target)
        return
    aside = made.with_name(made.name + "-old")
    target.rename(aside)
    try:
        made.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
