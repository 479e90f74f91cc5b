"""Supposed: what would change if a cell of the data were another: tried on a copy, the report itself untouched."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.build.pipeline import compile_only
from tieout.cache import write_whole
from tieout.diff import cell, state
from tieout.diff.changes import Diff
from tieout.diff.compare import compare
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger import signoff
from tieout.ledger.record import Ledger
from tieout.project import Project
from tieout.review.material import Material
from tieout.review.target import Target, targets

_CACHES = ("defined", "definitions", "lineage", "results", "sources", "tables", "weights")
_PREFIX = "what-if-"
_LARGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Supposition:
    """A cell, and what is supposed to stand in it, as the file would hold it."""

    target: Target
    value: str

    def __str__(self) -> str:
        """`data/prisoners.csv:2:prisoners = 20001`."""
        return f"{self.target.place}:{self.target.column} = {self.value}"


def supposing(
    project: Project, texts: tuple[str, ...], here: Path, say: Callable[[str], None]
) -> tuple[Diff, Ledger]:
    """Everything that would change, and the ledger as it is.

    Args:
        project: whose report it is.
        texts: changes as `FILE:ROW:COLUMN=VALUE`.
        here: the folder that FILE is relative to.
        say: tells the user what is going on.

    Raises:
        TieoutError: there is no such cell, or the report cannot be computed with it.
    """
    compiled, _files = compile_only(project, say)
    material = Material(project, compiled.ledger)
    supposed = tuple(supposition(material, text, here) for text in texts)
    before = state.present(project, compiled.ledger)
    with _copied(project) as copy:
        for each in supposed:
            change(copy, each)
        changed, _files = compile_only(copy, say)
        after = state.present(copy, changed.ledger)
        diff = compare(
            f"the data as they are, if {'; '.join(map(str, supposed))}",
            before,
            after,
            changed={each.target.table.dataset.path for each in supposed},
            signed=signoff.read(project),
            severities=dict(project.config.severity),
        )
    return diff, compiled.ledger


def supposition(material: Material, text: str, here: Path) -> Supposition:
    """The change that a text asks for; ROW and VALUE may hold `=` and `:` themselves.

    Raises:
        TieoutError: there is no such cell.
    """
    stopped: TieoutError | None = None
    for position in (at for at, character in enumerate(text) if character == "="):
        try:
            found = targets(material, text[:position], here)
        except TieoutError as error:
            stopped = error
            continue
        target = next((each for each in found if each.row >= 0 and each.column), None)
        if target is not None:
            return Supposition(target, text[position + 1 :])
    if stopped is not None and not stopped.findings[0].message.startswith("no dataset"):
        raise stopped
    if stopped is not None and text.count(":") >= 2:
        raise stopped
    message = f"'{text}' names no cell and value"
    remedy = "Write FILE:ROW:COLUMN=VALUE, such as data/prisoners.csv:2:prisoners=20001."
    raise TieoutError(
        Finding(catalogue.BAD_SUPPOSITION, Place("--what-if"), message, remedy), found=False
    )


def change(project: Project, supposed: Supposition) -> None:
    """Put the supposed value into a copy's file, which stays as it is around it.

    Raises:
        TieoutError: the cell cannot be found in the file's text.
    """
    dataset = supposed.target.table.dataset
    path = project.root / dataset.path
    place = Place(dataset.path, supposed.target.table.lines[supposed.target.row])
    encoding = str(dataset.descriptor.get("encoding") or "utf-8")
    is_marked = encoding.lower() in {"utf-8", "utf8"} and path.read_bytes()[:3] == b"\xef\xbb\xbf"
    encoding = "utf-8-sig" if is_marked else encoding
    if (
        dataset.path.rpartition(".")[2].lower() not in {"csv", "tsv", "txt"}
        or "\n" in supposed.value
    ):
        message = f"a cell of {dataset.path} cannot be supposed to be another"
        remedy = "Only cells of CSV files can, one line each."
        raise TieoutError(Finding(catalogue.BAD_SUPPOSITION, place, message, remedy), found=False)
    text = path.read_bytes().decode(encoding)
    fields = [each["name"] for each in dataset.descriptor["schema"]["fields"]]
    field = fields.index(supposed.target.column) + 1
    changed = cell.replaced(text, dataset.descriptor, place.line, field, supposed.value)
    if changed is None:
        message = f"column '{supposed.target.column}' was not found in its line"
        finding = Finding(catalogue.BAD_SUPPOSITION, place, message, "Is the row whole?")
        raise TieoutError(finding, found=False)
    try:
        data = changed.encode(encoding)
    except UnicodeEncodeError:
        message = f"'{supposed.value}' cannot be written in {encoding}"
        finding = Finding(catalogue.BAD_SUPPOSITION, place, message, "Choose another value.")
        raise TieoutError(finding, found=False) from None
    write_whole(path, data)  # in the place of a link to the original, not through it


@contextmanager
def _copied(project: Project) -> Iterator[Project]:
    """A copy of the project that shares the original's cache."""
    project.work.mkdir(parents=True, exist_ok=True)
    for left in project.work.glob(f"{_PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=project.work))

    def ignored(above: str, names: list[str]) -> set[str]:
        return {name for name in names if name.startswith(".") or _is_aside(project, above, name)}

    try:
        copy = folder / "project"
        shutil.copytree(project.root, copy, symlinks=True, ignore=ignored, copy_function=_duplicate)
        (copy / ".tieout" / "cache").mkdir(parents=True)
        for name in _CACHES:
            shared = project.work / "cache" / name
            shared.mkdir(parents=True, exist_ok=True)
            (copy / ".tieout" / "cache" / name).symlink_to(shared, target_is_directory=True)
        yield Project(copy.resolve(), project.config)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_aside(project: Project, above: str, name: str) -> bool:
    """What a report is not made of: outputs, installed packages."""
    path = Path(above) / name
    made = name in {"_tieout", "_book", "node_modules", "__pycache__"}
    return made or path == project.output or (path / "pyvenv.cfg").is_file()


def _duplicate(source: str, target: str) -> None:
    """A copy, so that no script can write into the original; of what is very large, another name of it."""
    if Path(source).stat().st_size >= _LARGE:
        with contextlib.suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)
