"""Pipeline: the way of a build, top to bottom: data, statistics, figures, ledger, chapters, outputs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tieout import catalogue
from tieout.build import assets, outputs, stamp
from tieout.build.lock import building
from tieout.build.options import LEDGER, TARGETS, Options
from tieout.build.summary import Stage, Summary, fresh
from tieout.build.when import timestamp
from tieout.compute.collect import collect, is_collected
from tieout.compute.define import Kind
from tieout.compute.definition import Definition
from tieout.compute.lineage import Lineage
from tieout.compute.process import ScriptProcess
from tieout.compute.run import Results, Runner
from tieout.data import cited
from tieout.data.package import read_package
from tieout.data.read import read_tables
from tieout.data.sources import Sources, read_sources
from tieout.data.table import Table
from tieout.engines import choose
from tieout.engines.engine import Job
from tieout.findings import Finding, Place, TieoutError, in_order, nearest, raise_errors
from tieout.ledger import fragments
from tieout.ledger.compile import Compiled, compile_ledger
from tieout.ledger.numbers import Numbers
from tieout.project import Project
from tieout.prose.book import Book, read_book
from tieout.prose.chapter import Chapter, read_chapter


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a report consists of, read and checked."""

    book: Book
    chapters: tuple[Chapter, ...]
    tables: Mapping[str, Table]
    sources: Sources
    definitions: Mapping[str, Definition]
    findings: tuple[Finding, ...] = ()


@dataclass
class Watch:
    """Times the stages and tells the user which one is under way."""

    say: Callable[[str], None] = lambda _line: None
    stages: list[Stage] = field(default_factory=list)
    begun: float = field(default_factory=time.perf_counter)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage, also when it fails."""
        self.say(name)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.stages.append(Stage(name, time.perf_counter() - start))

    @property
    def seconds(self) -> float:
        """Seconds since the build began."""
        return time.perf_counter() - self.begun


def build(project: Project, options: Options, say: Callable[[str], None]) -> Summary:
    """Bring the report's outputs up to date.

    Raises:
        TieoutError: something is wrong with the report; the last outputs are as they were.
    """
    watch = Watch(say)
    with building(project, say), ScriptProcess(project) as process:
        last = stamp.read(project)
        if last is not None and stamp.still_true(last, project, options.text(project)):
            return fresh(options.places(project), watch.seconds)
        before = stamp.inputs(project, last.inputs if last is not None else ())
        engine = choose.engine(options.engine_of(project))
        with watch.stage("data"):
            inputs = read(project, process)
        results, lineages = compute(project, inputs, process, watch)
        process.close()
        before = stamp.inputs(project, _elsewhere(project, inputs, results)) | before
        compiled, files = compile_report(project, inputs, results, lineages, watch)
        with outputs.staging(project) as stage:
            job = _job(project, inputs, compiled, files, options, stage, say)
            with watch.stage("pages and PDF"):
                version = engine.version()
                rendered = engine.render(job)
            with watch.stage("outputs"):
                ledger = compiled.ledger.as_json()
                (stage / LEDGER).write_text(ledger, encoding="utf-8")
                replaced = outputs.replace(project, stage, _keeps(job))
        summary = Summary(
            fresh=False,
            engine=f"{engine.name} {version}",
            reruns=results.reruns,
            written=dict.fromkeys(replaced.new, "first run")
            | dict.fromkeys(replaced.changed, "changed"),
            kept=len(replaced.same),
            stages=tuple(watch.stages),
            outputs=options.places(project),
            counts=_counts(inputs, compiled, rendered.counts),
            findings=in_order((*inputs.findings, *compiled.findings, *rendered.findings)),
            seconds=watch.seconds,
        )
        _stamp(project, options, before)
        return summary


def compile_only(project: Project, say: Callable[[str], None]) -> tuple[Compiled, dict[str, Path]]:
    """Bring the ledger and the fragments up to date without an engine, as `quarto render` needs them.

    Raises:
        TieoutError: something is wrong with the report.
    """
    watch = Watch(say)
    with building(project, say), ScriptProcess(project) as process:
        with watch.stage("data"):
            inputs = read(project, process)
        results, lineages = compute(project, inputs, process, watch)
        return compile_report(project, inputs, results, lineages, watch)


def read(project: Project, process: ScriptProcess) -> Inputs:
    """Read everything the report consists of; the faults of all of it come together.

    Raises:
        TieoutError: with every fault found.
    """
    if not is_collected(project):
        process.start()  # Python and pandas load while the data are read
    found: list[Finding] = []
    tables: dict[str, Table] = {}
    book: Book | None = None
    chapters: tuple[Chapter, ...] = ()
    sources = Sources(project.relative(project.references), {})
    try:
        tables = read_tables(project, read_package(project))
    except TieoutError as error:
        found += error.findings
    try:
        sources = read_sources(project)
        found += cited.faults(tables, sources)
    except TieoutError as error:
        found += error.findings
    try:
        book = read_book(project)
        chapters = _chapters(project, book)
    except TieoutError as error:
        if not error.found:
            raise
        found += error.findings
    raise_errors(found)
    if book is None:
        raise RuntimeError("a book that cannot be read is a finding")
    definitions, warned = collect(project, process, tables)
    return Inputs(book, chapters, tables, sources, definitions, (*found, *warned))


def _chapters(project: Project, book: Book) -> tuple[Chapter, ...]:
    chapters: list[Chapter] = []
    found: list[Finding] = []
    for entry in book.entries:
        try:
            chapters.append(read_chapter(project, entry))
        except TieoutError as error:
            found += error.findings
    raise_errors(found)
    return tuple(chapters)


def compute(
    project: Project, inputs: Inputs, process: ScriptProcess, watch: Watch
) -> tuple[Results, dict[str, Lineage]]:
    """Bring statistics, their lineage, tables and figures up to date.

    Raises:
        TieoutError: with the faults of all that failed.
    """
    runner = Runner(project, inputs.definitions, inputs.tables, process)
    with watch.stage("statistics"):
        runner.run((Kind.STATISTIC, Kind.TABLE))
    with watch.stage("lineage"):
        lineages = runner.trace()
    with watch.stage("figures"):
        return runner.run(tuple(Kind)), lineages


def compile_report(
    project: Project,
    inputs: Inputs,
    results: Results,
    lineages: Mapping[str, Lineage],
    watch: Watch,
) -> tuple[Compiled, dict[str, Path]]:
    """The ledger, the fragments, and the files beside the pages.

    Raises:
        TieoutError: a chapter names something unknown.
    """
    with watch.stage("ledger"):
        figures, files = assets.prepare(project, inputs.definitions, results, inputs.tables)
        locale = project.config.locale or inputs.book.locale
        numbers = Numbers(
            inputs.definitions, results.values, lineages, inputs.tables, inputs.sources, locale
        )
        compiled = compile_ledger(inputs.book, inputs.chapters, numbers, results.grids, figures)
    return compiled, files


def _job(
    project: Project,
    inputs: Inputs,
    compiled: Compiled,
    files: Mapping[str, Path],
    options: Options,
    stage: Path,
    say: Callable[[str], None],
) -> Job:
    used = _used(compiled, files)
    return Job(
        project=project,
        book=inputs.book,
        chapters=inputs.chapters,
        fragments=compiled.fragments,
        assets=used,
        formats=options.formats_of(project),
        stage=stage,
        only=_only(options.only, inputs.book),
        jobs=options.jobs,
        timestamp=timestamp(project, inputs.book),
        say=say,
    )


def _used(compiled: Compiled, files: Mapping[str, Path]) -> dict[str, Path]:
    """Only the files of figures that a chapter shows."""
    used: dict[str, Path] = {}
    for fragment in compiled.fragments.uses.values():
        if isinstance(fragment, fragments.Figure):
            for path in (fragment.image, *(link.path for link in fragment.links)):
                used[path] = files[path]
    return dict(sorted(used.items()))


def _only(asked: tuple[str, ...], book: Book) -> frozenset[str]:
    known = {entry.path: entry for entry in book.entries}
    chosen = set()
    for name in asked:
        matches = [path for path in known if name in {path, path.removesuffix(".qmd")}]
        matches = matches or [path for path in known if Path(name).name == Path(path).name]
        if not matches:
            remedy = nearest(name, known) or f"Chapters: {', '.join(known)}."
            message = f"--only {name}: no such chapter"
            raise TieoutError(
                Finding(catalogue.BAD_ARGUMENT, Place(name), message, remedy), found=False
            )
        chosen.update(matches)
    return frozenset(chosen)


def _keeps(job: Job) -> Callable[[str], bool]:
    """Which old outputs this build leaves alone: formats and chapters that were not asked for."""

    def keeps(name: str) -> bool:
        if name.startswith("html/"):
            return "html" not in job.formats or bool(job.only)
        if name == TARGETS["pdf"]:
            return "pdf" not in job.formats
        return False

    return keeps


def _counts(inputs: Inputs, compiled: Compiled, rendered: Mapping[str, int]) -> dict[str, int]:
    kinds = [each.kind for each in inputs.definitions.values()]
    records = compiled.ledger.records.values()
    return {
        "datasets": len(inputs.tables),
        "statistics": kinds.count(Kind.STATISTIC),
        "numbers used": sum(1 for record in records if record.uses),
        "uses": sum(len(record.uses) for record in records),
        "figures": kinds.count(Kind.FIGURE),
        "tables": kinds.count(Kind.TABLE),
        "sources": len(inputs.sources.entries),
        "chapters": len(inputs.chapters),
        **rendered,
    }


def _elsewhere(project: Project, inputs: Inputs, results: Results) -> tuple[str, ...]:
    """Files read that stand outside the usual folders: helper modules and included texts."""
    included = {name for chapter in inputs.chapters for name in chapter.files}
    return tuple(sorted(included | {project.relative(file) for file in results.files}))


def _stamp(project: Project, options: Options, before: Mapping[str, str]) -> None:
    """Remember the inputs as they were when the build began: an edit made meanwhile is news next time."""
    stamp.Stamp(
        asked=options.text(project),
        environment=stamp.environment(),
        inputs=dict(before),
        outputs=stamp.outputs(project),
    ).write(project)
