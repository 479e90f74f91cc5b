"""Verifying: the whole way: what is published, what is locked, a rebuild, and all three held together."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tieout import catalogue
from tieout.build.when import timestamp
from tieout.data.confidential import Withheld
from tieout.findings import Finding, Place, TieoutError
from tieout.ledger import lockfile
from tieout.ledger.load import kept_back
from tieout.ledger.lockfile import Lock
from tieout.ledger.record import Ledger
from tieout.project import CONFIG, Project
from tieout.prose.book import read_book
from tieout.verify import holding, published, rebuilding, unpacking, which
from tieout.verify.published import Published
from tieout.verify.rebuilding import Asked
from tieout.verify.result import Tally, Verification


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a verification.

    Attributes:
        against: a folder or a zip with published outputs; None: the report's own.
        archive: the name of the archive that the report was unpacked from; empty: it is a folder.
        is_run: whether the report is built again; else nothing of it is run.
        keep: a folder for the rebuilt outputs, to look at them.
    """

    against: Path | None = None
    is_run: bool = True
    jobs: int = 2
    keep: Path | None = None
    archive: str = ""


def verify(project: Project, options: Options, say: Callable[[str], None]) -> Verification:
    """Hold a report against its lock, and against what was published of it.

    Raises:
        TieoutError: there is nothing to hold it against, or only another edition's outputs, or it cannot be built here.
    """
    begun = time.perf_counter()
    with _temporary() as folder:
        project, outputs = _published(project, options, folder, say)
        kept = kept_back(project)
        lock = lockfile.read(project, kept)
        if outputs is None and lock is None:
            message = "there are neither outputs nor a tieout.lock to hold the report against"
            remedy = "Run 'tieout build' and 'tieout lock', or name what is published: --against."
            finding = Finding(catalogue.NOTHING_TO_VERIFY, Place(CONFIG), message, remedy)
            raise TieoutError(finding, found=False)
        held = _Held(project, outputs, lock, kept)
        held.digests()
        if options.is_run:
            held.rebuilt(_rebuilt(project, outputs, options, folder, say))
        elif outputs is not None and outputs.ledger is not None:
            held.locked(outputs.ledger)
        return replace(held.result(options.is_run), seconds=time.perf_counter() - begun)


@contextmanager
def opened(path: Path, edition: str = "") -> Iterator[Project]:
    """The project in a folder or in an archive, which is unpacked for as long as it is needed; or one edition of it.

    Raises:
        TieoutError: there is none.
    """
    if path.is_dir():
        yield Project.find(path, edition)
        return
    with _temporary() as folder:
        unpacking.unpack(path, folder)
        yield Project.find(folder, edition)


class _Held:
    """What is held against what; it gathers what is found."""

    def __init__(
        self, project: Project, outputs: Published | None, lock: Lock | None, kept: Withheld
    ) -> None:
        self.project, self.outputs, self.lock = project, outputs, lock
        self.kept = kept
        self.manifest = outputs.manifest if outputs is not None else None
        self.tallies: dict[str, Tally] = {}
        self.versions: dict[str, tuple[str, str]] = {}
        self.found: list[Finding] = list(outputs.findings if outputs is not None else ())

    def digests(self) -> None:
        """Inputs and published files against the manifest: nothing is run for it."""
        if self.manifest is None or self.outputs is None:
            return
        here = [
            name
            for name in rebuilding.inputs(self.project, self.manifest)
            if name not in rebuilding.beside(self.project)
        ]
        secret = sum(each.is_confidential for each in self.manifest.inputs)
        self._count(
            "inputs",
            holding.inputs_to_manifest(self.project.root, self.manifest, here),
            secret,
            "confidential",
        )
        self._count("digests", holding.to_manifest(self.outputs, self.manifest))

    def locked(self, ledger: Ledger) -> None:
        """The lock against a ledger."""
        if self.lock is not None:
            self._count("lock", holding.to_lock(self.lock, self._lock_of(ledger)))

    def rebuilt(self, again: Published) -> None:
        """Lock, published numbers and published files against the rebuild."""
        if again.ledger is not None:
            self.locked(again.ledger)
        if self.outputs is None:
            return
        if self.outputs.ledger is not None and again.ledger is not None:
            ledgers = self.outputs.ledger, again.ledger
            old, new = (self._lock_of(each) for each in ledgers)
            place = self.outputs.place("ledger.json")
            self._count("numbers", holding.numbers(old, new, place))
        earlier = len(self.outputs.earlier)
        found = holding.to_rebuild(self.outputs, again)
        self._count("outputs", found, earlier, "made by an earlier build")
        if self.manifest is not None and again.manifest is not None:
            self.versions = holding.other_versions(self.manifest, again.manifest.made_with)
            if self.versions:
                self.found.append(_otherwise(self.outputs, self.versions))

    def result(self, is_run: bool) -> Verification:
        """Everything together."""
        against = [self.outputs.label] if self.outputs is not None else []
        if self.lock is not None:
            against.append(lockfile.file_of(self.project))
        return Verification(
            tuple(against), is_run, self.tallies, self.versions, tuple(dict.fromkeys(self.found))
        )

    def _lock_of(self, ledger: Ledger) -> Lock:
        return lockfile.of_ledger(ledger, self.kept)

    def _count(self, name: str, held: holding.Found, aside: int = 0, why: str = "") -> None:
        self.tallies[name] = Tally.of(held[0], aside, why if aside else "")
        self.found += holding.few(held[1])


def _published(
    project: Project, options: Options, folder: Path, say: Callable[[str], None]
) -> tuple[Project, Published | None]:
    """What is published, and the project as the edition it is of."""
    against = options.against
    if against is None and options.archive:
        # An edition's lie deeper than a report's.
        folders = (each for each in (project.output, project.built) if each.is_dir())
        return which.held(project, next(folders, project.root), options.archive)
    if against is None:
        return _own(project)
    if against.is_dir():
        return which.held(project, against.resolve(), str(against))
    say(f"unpacking {against.name}")
    (folder / "published").mkdir()
    unpacking.unpack(against, folder / "published")
    inner = folder / "published" / project.config.output
    return which.held(project, inner if inner.is_dir() else folder / "published", against.name)


def _own(project: Project) -> tuple[Project, Published | None]:
    """The outputs of a report where it stands; it may be an archive of one edition, unpacked."""
    if not project.output.is_dir():
        return project, None
    there = published.editions(project.output)
    if not project.asked and len(there) > 1:
        return project, None  # the report as a whole was not built
    label = project.relative(next(iter(there.values()), project.output))
    return which.held(project, project.output, label)


def _rebuilt(
    project: Project,
    outputs: Published | None,
    options: Options,
    folder: Path,
    say: Callable[[str], None],
) -> Published:
    known = outputs.manifest if outputs is not None else None
    if known is not None:
        lacking = [
            each.path
            for each in known.inputs
            if each.is_confidential and not (project.root / each.path).is_file()
        ]
        if lacking:
            raise _without(lacking)
    asked = Asked(
        engine=known.engine if known is not None else project.config.engine,
        formats=outputs.formats if outputs is not None else (),
        timestamp=known.timestamp if known is not None else timestamp(project, read_book(project)),
        jobs=options.jobs,
        has_dossier=outputs is not None and outputs.has_dossier,
    )
    names = rebuilding.inputs(project, known)
    copy = rebuilding.rebuild(project, names, folder / "copy", asked, say)
    if options.keep is not None:
        shutil.copytree(copy.output, options.keep, dirs_exist_ok=True)
    say("comparing")
    return published.read(copy.output, "rebuilt")


def _otherwise(outputs: Published, versions: dict[str, tuple[str, str]]) -> Finding:
    said = [f"{name} {was} ({now} here)" for name, (was, now) in sorted(versions.items())]
    message = f"made with {', '.join(said)}"
    remedy = "Differences may come from that. The manifest lists the versions to install."
    return Finding(catalogue.MADE_OTHERWISE, outputs.place("manifest.json"), message, remedy)


def _without(lacking: list[str]) -> TieoutError:
    message = f"confidential data are not here: {', '.join(lacking)}"
    remedy = "'tieout verify --no-run' checks everything that needs no rebuild."
    finding = Finding(catalogue.CANNOT_REBUILD, Place(lacking[0]), message, remedy)
    return TieoutError(finding, found=False)


@contextmanager
def _temporary() -> Iterator[Path]:
    """A folder of our own, its links resolved, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="tieout-verify-")).resolve()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
