"""Outputs: a staging folder that becomes the output folder in one step, or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.build.mishaps import cannot_write, told
from tieout.build.options import LEDGER
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger.record import SCHEMA
from tieout.project import Config, Project

_PREFIX = "stage-"
_PREFIXES = (_PREFIX, "pdf-", "word-")  # what engines make beside the stage
_OLD = 3600.0  # seconds
_HEAD = 200  # bytes, in which a ledger says that it is one
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def staging(project: Project) -> Iterator[Path]:
    """An empty folder to build in, on the same disk as the outputs; gone afterwards.

    What a killed build left behind is cleared away first: whoever holds the lock is the only one here.

    Raises:
        TieoutError: it cannot be made.
    """
    _clear(project)
    try:
        project.own.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=project.own))
    except OSError as error:
        raise cannot_write(project, project.own, error) from None
    try:
        with told(project):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear(project: Project) -> None:
    for prefix in _PREFIXES:
        for left in project.own.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
    if project.asked:
        return  # the caches are everybody's
    # Half-written files: what others write at this moment is younger.
    for folder, _, names in os.walk(project.work / "cache"):
        for name in names:
            if name.startswith("."):
                _clear_old(Path(folder, name))


def _clear_old(path: Path) -> None:
    with contextlib.suppress(OSError):
        if abs(time.time() - path.stat().st_mtime) > _OLD:
            path.unlink()


@dataclass(frozen=True, slots=True)
class Replaced:
    """What became of the files of the output folder, as paths relative to it."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]


def replace(project: Project, stage: Path, carried: Collection[str] = ()) -> Replaced:
    """Put the stage in the output folder's place, whole.

    A file with the bytes it had keeps its old self, times and all.

    Args:
        project: whose outputs they are.
        stage: the folder with the new ones.
        carried: the old files that are not this build's to make (a PDF when only HTML was asked for), from `left`.

    Raises:
        TieoutError: the output folder cannot be replaced; it is as it was.
    """
    target = project.output
    _require_own(project)
    old = set(names(target))
    made = set(names(stage))
    try:
        same = {name for name in old & made if _equal(target / name, stage / name)}
        for name in same.union(carried):
            (stage / name).parent.mkdir(parents=True, exist_ok=True)
            _link(target / name, stage / name)
        _exchange(stage, target)
    except OSError as error:
        raise cannot_write(project, target, error) from None
    return Replaced(
        new=tuple(sorted(made - old)),
        changed=tuple(sorted((made & old) - same)),
        same=tuple(sorted(same.union(carried))),
        gone=tuple(sorted(old - made - set(carried))),
    )


def left(project: Project, stage: Path, keeps: Callable[[str], bool]) -> set[str]:
    """What of the output folder this build does not make, and leaves as it is."""
    return {name for name in set(names(project.output)) - set(names(stage)) if keeps(name)}


def _require_own(project: Project) -> None:
    """Nothing where the outputs replace only outputs.

    Raises:
        TieoutError: a file stands there, or a folder that was somebody's already.
    """
    target = project.output
    if target.exists() and not target.is_dir():
        message = "this is a file, and the outputs would replace it"
        remedy = "Give the outputs a folder of their own in tieout.toml, or move the file away."
    elif _is_foreign(project):
        message = "the output folder holds files that no build made"
        remedy = (
            "Give the outputs a folder of their own in tieout.toml, or empty this one yourself."
        )
    else:
        return
    finding = Finding(catalogue.CANNOT_WRITE, Place(project.relative(target)), message, remedy)
    raise TieoutError(finding, found=False)


def _is_foreign(project: Project) -> bool:
    """Whether a folder that somebody chose for the outputs was somebody's folder already."""
    chosen = project.config.output != Config().output
    return chosen and any(names(project.output)) and not _is_ledger(project.output / LEDGER)


def _is_ledger(path: Path) -> bool:
    """Whether a file is a ledger that tieout wrote, whole or not: other programs call files so, too."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return f'"{SCHEMA}"'.encode() in file.read(_HEAD)


def names(folder: Path) -> Iterator[str]:
    """Every file below a folder, by its path in it."""
    top = str(folder)
    for here, _folders, found in os.walk(top):
        above = here[len(top) + 1 :].replace(os.sep, "/")
        for name in found:
            if Path(here, name).is_file():
                yield f"{above}/{name}" if above else name


def _equal(first: Path, second: Path) -> bool:
    return first.stat().st_size == second.stat().st_size and (
        first.read_bytes() == second.read_bytes()
    )


def _link(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _exchange(stage: Path, target: Path) -> None:
    """Swap two folders. On Linux in one step, so that a reader always finds one of them."""
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        stage.rename(target)
        return
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if hasattr(libc, "renameat2"):
            names = os.fsencode(stage), os.fsencode(target)
            done = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
            if done == 0:
                return
    aside = stage.with_name(stage.name + "-old")
    target.rename(aside)
    try:
        stage.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
