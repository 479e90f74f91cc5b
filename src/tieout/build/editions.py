"""Editions: several editions of a report built at once; each comes out whole or not at all, whatever others do."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from tieout import catalogue
from tieout.build import mishaps, pooled, side, told
from tieout.build.lock import building
from tieout.build.options import Options
from tieout.build.pooled import Here
from tieout.build.stamp import Files
from tieout.build.summary import Summary
from tieout.build.unchanged import unchanged
from tieout.edition import FOLDER, Edition
from tieout.findings import Finding, Place, TieoutError, in_order
from tieout.project import Project

Say = Callable[[str], None]
_ENDING = 5  # seconds for a process to end
_NO_CLUSTER = {catalogue.NO_CLUSTER, catalogue.UNLIKE_WORKER, catalogue.MISSING_EXTRA}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one edition: what its build did, or why it failed.

    `could_run` is false when the build could not even begin.
    """

    name: str
    summary: Summary | None = None
    findings: tuple[Finding, ...] = ()
    could_run: bool = True

    def as_json(self) -> dict[str, Any]:
        """The outcome as JSON data."""
        if self.summary is not None:
            return self.summary.as_json()
        return {"result": "failed", "findings": [each.as_json() for each in self.findings]}


@dataclass(frozen=True, slots=True)
class Editions:
    """What building several editions did, in the order of their file; `outputs` is where they stand side by side."""

    outcomes: tuple[Outcome, ...]
    outputs: tuple[str, ...] = ()
    seconds: float = 0.0
    removed: tuple[str, ...] = field(default=())

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The editions that failed."""
        return tuple(each for each in self.outcomes if each.summary is None)

    @property
    def code(self) -> int:
        """The exit code: 1 when an edition failed, 2 when all of those could not even begin."""
        if not self.failed:
            return 0
        return 1 if any(each.could_run for each in self.failed) else 2

    def as_json(self) -> dict[str, Any]:
        """The whole as JSON data."""
        return {
            "result": "failed" if self.failed else "built",
            "editions": {each.name: each.as_json() for each in self.outcomes},
            "removed": list(self.removed),
            "outputs": list(self.outputs),
            "seconds": round(self.seconds, 3),
        }


def build(
    project: Project,
    wanted: Sequence[Edition],
    options: Options,
    say: Say,
) -> Editions:
    """Bring these editions up to date, as many at once as `options.jobs` says.

    The first that has anything to do is built before the others: what they share is made once. A result that
    only some share is made by whoever comes first, and waited for by the others. With a scheduler the editions are
    built one after the other: each has the whole cluster.

    Args:
        project: the report.
        wanted: the editions.
        options: what is asked of each.
        say: tells the user what is under way.

    Raises:
        TieoutError: nothing can be built at all, or the cluster that was asked for cannot be used.
        KeyboardInterrupt: the user has stopped it; it says how many were built.
    """
    begun = time.perf_counter()
    every = project.editions()
    with building(project, say):
        done: dict[str, Outcome] = {}
        waiting: list[Edition] = []
        files = Files()
        for edition in wanted:
            summary = _fresh(project.of(edition), options, files)
            if summary is None:
                waiting.append(edition)
            else:
                done[edition.name] = Outcome(edition.name, summary)
        try:
            if waiting:
                told.awaited(project, waiting)
                say(f"{len(waiting)} of {len(wanted)} editions to build, {waiting[0].name} first")
                with _running(options, len(waiting)) as pool:
                    for outcome in _built(project, waiting, options, pool):
                        done[outcome.name] = outcome
                        said = "built" if outcome.summary is not None else "failed"
                        say(f"{outcome.name}: {said} ({len(done)} of {len(wanted)})")
        except BaseException as error:
            with suppress(TieoutError):
                _settled(project, every, done)
            if isinstance(error, KeyboardInterrupt):
                raise _stopped(project, waiting, options, done) from None
            raise
        removed = _cleared(project, every) if len(wanted) == len(every) else ()
        outputs = _settled(project, every, done)
        ordered = tuple(_known_now(project.of(each), done[each.name], done) for each in wanted)
    return Editions(ordered, outputs, time.perf_counter() - begun, removed)


def one(project: Project, options: Options) -> Outcome:
    """Build one edition for whoever holds the project's lock; what goes wrong is part of the outcome."""
    from tieout.build import desk

    name = project.edition.name if project.edition is not None else ""
    try:
        with mishaps.told(project):
            return Outcome(name, desk.of(project, options).bring(project, options))
    except TieoutError as error:
        return Outcome(name, None, error.findings, error.found)
    except Exception as error:  # a fault of our own stops no other edition
        message = type(error).__name__  # its words may quote a confidential cell
        remedy = f"This is a fault in tieout. 'tieout build --edition {name}' may tell more."
        finding = Finding(catalogue.INTERNAL, Place("tieout"), message, remedy)
        return Outcome(name, None, (finding,), could_run=False)


def _settled(
    project: Project, every: Sequence[Edition], done: Mapping[str, Outcome]
) -> tuple[str, ...]:
    """Remember which editions failed and write the files of all; also where the rest was not to be built.

    Raises:
        TieoutError: they cannot be written.
    """
    for edition in every:
        if edition.name in done:
            side.mark(project.of(edition), failed=done[edition.name].summary is None)
    told.settled(project)
    return side.write(project, every)


def _stopped(
    project: Project, waiting: Sequence[Edition], options: Options, done: Mapping[str, Outcome]
) -> KeyboardInterrupt:
    """What is to be said where some editions were built already, if only just and nobody was told."""
    files = Files()
    built = 0
    for edition in waiting:
        known = done.get(edition.name)
        made = known.summary if known else _fresh(project.of(edition), options, files)
        built += made is not None
    if not built:
        return KeyboardInterrupt()
    said = "1 edition was" if built == 1 else f"{built} editions were"
    return KeyboardInterrupt(f"{said} built; the outputs of all others are as they were.")


def _known_now(project: Project, outcome: Outcome, tried: Collection[str]) -> Outcome:
    """The outcome with what is not known of other editions now; of one that failed it is said that it did."""
    made = outcome.summary
    if made is None:
        return outcome
    found = [each for each in made.findings if each.rule != catalogue.UNKNOWN_DIFFERENCE]
    try:
        found += told.still_unknown(project, tried)
    except TieoutError:
        return outcome  # the package was changed since; the next build says so
    return replace(outcome, summary=replace(made, findings=in_order(found)))


def _fresh(project: Project, options: Options, files: Files) -> Summary | None:
    """What is to be said of an edition that has nothing to do; None: it has to be built."""
    try:
        return unchanged(project, options, files=files)
    except TieoutError:
        return None  # said by the build


def _built(
    project: Project, waiting: Sequence[Edition], options: Options, pool: Executor
) -> Iterator[Outcome]:
    """Every edition's outcome, as soon as it is there."""
    # Each build runs what it has to run by itself: there are as many builds as there may be processes.
    alone = options if options.scheduler else replace(options, jobs=1)
    first, *others = waiting
    made = _outcome(pool.submit(one, project.of(first), alone), first)
    if _has_no_cluster(made):
        raise TieoutError(*made.findings, found=False)  # the others would say the same, one by one
    yield made
    futures: dict[Future[Outcome], Edition] = {}
    for each in others:
        if _has_no_cluster(made):
            yield replace(made, name=each.name)
            continue
        try:
            future = pool.submit(one, project.of(each), alone)
        except RuntimeError as error:
            yield _lost(each, error)
            continue
        if future.done():
            made = _outcome(future, each)
            yield made
        else:
            futures[future] = each
    for future in as_completed(futures):
        yield _outcome(future, futures[future])


def _outcome(future: Future[Outcome], edition: Edition) -> Outcome:
    try:
        return future.result()
    except (OSError, RuntimeError) as error:
        return _lost(edition, error)


def _has_no_cluster(made: Outcome) -> bool:
    """Whether an edition failed of the cluster, which no other would have, either."""
    return any(each.rule in _NO_CLUSTER for each in made.findings)


def _lost(edition: Edition, error: Exception) -> Outcome:
    """The process died."""
    message = f"the process that built edition '{edition.name}' ended: {error}"
    remedy = "Look for memory that ran out; build again with fewer --jobs."
    finding = Finding(catalogue.WORKER_DIED, edition.place, message, remedy)
    return Outcome(edition.name, None, (finding,), could_run=False)


@contextmanager
def _running(options: Options, most: int) -> Iterator[Executor]:
    # A copy of this process would share its threads' locks: each begins anew.
    context = multiprocessing.get_context("spawn")
    jobs = min(options.jobs, most)
    made = Here() if options.scheduler else ProcessPoolExecutor(jobs, context, pooled.begin)
    try:
        yield made
    except BaseException:
        made.shutdown(wait=False, cancel_futures=True)
        children = multiprocessing.active_children()
        for child in children:
            child.terminate()
        for child in children:
            child.join(_ENDING)
        raise
    else:
        made.shutdown()


def _cleared(project: Project, every: Sequence[Edition]) -> tuple[str, ...]:
    """Remove the outputs of editions that the file no longer names; their names."""
    known = {edition.name for edition in every}
    gone = []
    for folder in (project.built / FOLDER, project.work / FOLDER):
        for path in sorted(folder.glob("*/")):
            if path.is_dir() and path.name not in known:
                shutil.rmtree(path, ignore_errors=True)
                gone.append(path.name)
    return tuple(dict.fromkeys(gone))
