"""Published: outputs that a rebuild is held against: an output folder, a site, a project or an archive of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tieout import catalogue
from tieout.build.options import DOSSIER, LEDGER, TARGETS
from tieout.edition import FOLDER
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger import load, manifest
from tieout.ledger.manifest import FILE, Manifest
from tieout.ledger.record import Ledger

_MARKS = (FILE, LEDGER, *TARGETS.values())  # what tells an output folder


@dataclass(frozen=True, slots=True)
class Published:
    """Outputs as somebody has them.

    Attributes:
        label: what a finding calls them: a folder's or an archive's name.
        files: the outputs, by path as in the output folder.
        manifest: None where it was not published.
        ledger: None where it was not published, or cannot be read.
        has_dossier: whether `tieout audit` was run.
        findings: what is wrong with what describes them.
    """

    label: str
    files: Mapping[str, Path]
    manifest: Manifest | None = None
    ledger: Ledger | None = None
    has_dossier: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def earlier(self) -> frozenset[str]:
        """Files that the last build left as an earlier one had made them."""
        outputs = self.manifest.outputs if self.manifest is not None else ()
        return frozenset(each.path for each in outputs if each.is_earlier)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats there are, of this build and earlier ones."""
        there = set(self.files) - self.earlier
        return tuple(name for name, path in TARGETS.items() if path in there)

    def place(self, name: str) -> Place:
        """Where a finding about one of the files stands."""
        return Place(f"{self.label}/{name}")


def read(folder: Path, label: str) -> Published:
    """The outputs in a folder.

    Args:
        folder: an output folder, what holds one (a project, an unpacked archive), or the pages alone.
        label: what to call it.

    Raises:
        TieoutError: there are none, or what describes them is damaged.
    """
    top, prefix = _top(folder, label)
    files = {f"{prefix}{path.relative_to(top).as_posix()}": path for path in _files(top)}
    # Editions are reports of their own.
    files = {name: path for name, path in files.items() if not name.startswith(f"{FOLDER}/")}
    made = None
    if FILE in files:
        made = manifest.parse(files[FILE].read_bytes(), f"{label}/{FILE}")
    ledger = None
    found: tuple[Finding, ...] = ()
    try:
        ledger = load.read(files[LEDGER], f"{label}/{LEDGER}") if LEDGER in files else None
    except TieoutError as error:
        found = error.findings
    return Published(
        label=label,
        files={name: path for name, path in sorted(files.items()) if name != FILE},
        manifest=made,
        ledger=ledger,
        has_dossier=f"{DOSSIER}index.html" in files,
        findings=found,
    )


def editions(folder: Path) -> dict[str, Path]:
    """Each edition whose outputs are there: that folder's own, or all in it; none where a report as a whole is there.

    Args:
        folder: an edition's outputs, an output folder, or what holds one (a project, an unpacked archive).
    """
    if _is_output(folder):
        return {folder.name: folder} if folder.parent.name == FOLDER else {}
    if folder.name == FOLDER:
        return {each.name: each for each in _folders(folder) if _is_output(each)}
    for each in (folder, *_folders(folder)):
        if _is_output(each):
            return {}
        if found := {one.name: one for one in _folders(each / FOLDER) if _is_output(one)}:
            return found
    return {}


def _is_output(folder: Path) -> bool:
    return any((folder / mark).is_file() for mark in _MARKS)


def _top(folder: Path, label: str) -> tuple[Path, str]:
    """The output folder, and what its files' paths lack."""
    candidates = [folder, *_folders(folder)]
    candidates += [inner for each in candidates[1:] for inner in _folders(each)]
    for mark in _MARKS:
        for each in candidates:
            if (each / mark).is_file():
                return each, ""
    if (folder / "index.html").is_file():
        return folder, "html/"
    message = "no outputs of a report are there"
    remedy = f"Name a folder or an archive that holds {FILE}, {LEDGER} or html/."
    finding = Finding(catalogue.NOTHING_TO_VERIFY, Place(label), message, remedy)
    raise TieoutError(finding, found=False)


def _folders(folder: Path) -> list[Path]:
    try:
        inside = sorted(folder.iterdir())
    except OSError:
        return []
    return [each for each in inside if each.is_dir() and not each.name.startswith(".")]


def _files(top: Path) -> Iterator[Path]:
    """Every file below a folder, hidden folders aside."""
    for each in sorted(top.iterdir()):
        if each.is_dir() and not each.is_symlink():
            if not each.name.startswith("."):
                yield from _files(each)
        elif each.is_file():
            yield each
