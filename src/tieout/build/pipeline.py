"""Pipeline: the way of a build, top to bottom: data, statistics, figures, ledger, chapters, outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from tieout import catalogue
from tieout.build import assets, making, mishaps, outputs, stamp, tallies
from tieout.build.disclosed import disclosed
from tieout.build.kept import keeps
from tieout.build.lock import building
from tieout.build.machines import chosen
from tieout.build.options import LEDGER, Options
from tieout.build.reading import Inputs, read
from tieout.build.stamp import Files, Stamp
from tieout.build.summary import Summary
from tieout.build.unchanged import moved, unchanged
from tieout.build.watch import Watch
from tieout.build.when import timestamp
from tieout.checks import ahead
from tieout.compute import meanwhile
from tieout.compute.define import Kind
from tieout.compute.lineage import Lineage
from tieout.compute.processes import Processes, ScriptProcesses
from tieout.compute.run import Results, Runner
from tieout.engines import choose
from tieout.engines.engine import Engine, Job
from tieout.findings import Finding, Place, TieoutError, in_order, nearest
from tieout.ledger import fragments, locking
from tieout.ledger.compile import Compiled, compile_ledger
from tieout.ledger.disclosure.held import sealed
from tieout.ledger.numbers import Numbers
from tieout.memo import Memo
from tieout.project import Project
from tieout.prose.book import Book


def build(
    project: Project, options: Options, say: Callable[[str], None], engine: Engine | None = None
) -> Summary:
    """Bring the report's outputs up to date.

    Args:
        project: the report, or one edition of it.
        options: what is asked for.
        say: tells the user what is under way.
        engine: the engine that is asked for, where it has begun already.

    Raises:
        TieoutError: something is wrong with the report; the last outputs are as they were.
    """
    scripts = chosen(project, options, say)
    with mishaps.told(project), building(project, say), scripts as processes:
        return bring(project, options, say, processes, engine=engine)


def bring(
    project: Project,
    options: Options,
    say: Callable[[str], None],
    processes: Processes,
    memo: Memo | None = None,
    engine: Engine | None = None,
) -> Summary:
    """The same for whoever holds the project's lock.

    Args:
        project: the report, or one edition of it.
        options: what is asked for.
        say: tells the user what is under way.
        processes: what runs the scripts; told to end as soon as they are done, unless there is a memo.
        memo: what was read before, for a process that builds one edition after another.
        engine: the engine that is asked for, where it has begun already.

    Raises:
        TieoutError: something is wrong with the report; the last outputs are as they were.
    """
    watch = Watch(say)
    last = stamp.read(project)
    seen = Files()
    if last is not None and (same := unchanged(project, options, last, seen)):
        return replace(same, seconds=watch.seconds)
    before = stamp.inputs(project, last.inputs if last is not None else (), seen)
    engine = engine or choose.engine(options.engine_of(project))
    changed = moved(project, last, before)
    if changed.data:
        processes.start()  # Python and pandas load while the data are read
    elif changed.scripts:
        processes.first.start()
    with watch.stage("data"):
        inputs = read(project, processes, memo)
        only = _only(options.only, inputs.book)
    results, lineages = compute(project, inputs, processes, watch)
    imported = processes.first.read
    if memo is None:
        processes.leave()
    before = stamp.inputs(project, inputs.files(project, results.files)) | before
    compiled, files = compile_report(project, inputs, results, lineages, watch)
    meanwhile.require_same(project, imported)  # the pages offer the scripts themselves
    shown = tallies.shown(project, compiled.ledger)
    held = locking.held(project, compiled.ledger, locked=options.locked)
    with outputs.staging(project) as stage:

        @cache
        def ledger() -> str:
            text = compiled.ledger.as_json()
            (stage / LEDGER).write_text(text, encoding="utf-8")
            return text

        job = job_for(project, inputs, compiled, files, options, only, stage, say, ledger)
        rendering = watch.stage(_rendering(options.formats_of(project)))
        with rendering, ahead.begun(project, compiled.ledger):
            version = engine.version()
            rendered = engine.render(job)
            whole = mishaps.is_whole(project, rendered.findings)
        with watch.stage("outputs"):
            kept = keeps(job, compiled.ledger, ledger())
            used = engine.name, version, results.packages
            carried = outputs.left(project, stage, kept)
            made = making.write(job, inputs.tables, used, (before, last), carried)
            meanwhile.require_same(project, inputs.signed)  # queries ask them all along
            replaced = outputs.replace(project, stage, carried)
    summary = Summary(
        fresh=False,
        engine=f"{engine.name} {version}",
        reruns=results.reruns,
        written=dict.fromkeys(replaced.new, "first run")
        | dict.fromkeys(replaced.changed, "changed"),
        kept=len(replaced.same),
        stages=tuple(watch.stages),
        outputs=options.places(project),
        counts=tallies.counts(inputs, compiled.ledger, rendered.counts),
        shown=shown,
        findings=in_order((*inputs.findings, *compiled.findings, *rendered.findings, *held)),
        seconds=watch.seconds,
    )
    if whole:
        _stamp(project, options.text(project), before, made)
    return summary


def compile_only(
    project: Project, say: Callable[[str], None], jobs: int = 1
) -> tuple[Compiled, dict[str, Path]]:
    """Bring the ledger and the fragments up to date without an engine, as `quarto render` needs them.

    Raises:
        TieoutError: something is wrong with the report.
    """
    watch = Watch(say)
    scripts = ScriptProcesses(project, jobs)
    with mishaps.told(project), building(project, say), scripts as processes:
        with watch.stage("data"):
            inputs = read(project, processes)
        results, lineages = compute(project, inputs, processes, watch)
        return compile_report(project, inputs, results, lineages, watch)


def compute(
    project: Project, inputs: Inputs, processes: Processes, watch: Watch
) -> tuple[Results, dict[str, Lineage]]:
    """Bring statistics, their lineage, tables and figures up to date.

    Raises:
        TieoutError: with the faults of all that failed.
    """
    runner = Runner(project, inputs.definitions, inputs.tables, processes)
    with watch.stage("statistics"):
        runner.run((Kind.STATISTIC, Kind.TABLE))
    with watch.stage("figures"):
        results = runner.run(tuple(Kind))
    with watch.stage("lineage"):
        lineages = runner.trace()
        return runner.weighed(results, project.config.disclosure), lineages


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
        held = disclosed(project, inputs, results)
        folder = project.own / "assets"
        figures, files = assets.prepare(project, inputs.definitions, results, inputs.tables, folder)
        numbers = numbers_of(project, inputs, results, lineages)
        compiled = compile_ledger(
            inputs.book, inputs.chapters, numbers, results.grids, figures, project.severities
        )
    return replace(compiled, findings=(*compiled.findings, *held)), files


def numbers_of(
    project: Project, inputs: Inputs, results: Results, lineages: Mapping[str, Lineage]
) -> Numbers:
    """Every number a chapter can name."""
    return Numbers(
        inputs.definitions,
        results.values,
        lineages,
        inputs.tables,
        inputs.sources,
        project.config.locale or inputs.book.locale,
        codes=results.codes,
        pictures={name: drawing.svg for name, drawing in results.drawings.items()},
        texts={name: drawing.texts for name, drawing in results.drawings.items()},
        sealed=sealed(results.weights, inputs.definitions, inputs.tables),
        edition=project.edition.parameters if project.edition is not None else {},
    )


def job_for(
    project: Project,
    inputs: Inputs,
    compiled: Compiled,
    files: Mapping[str, Path],
    options: Options,
    only: frozenset[str],
    stage: Path,
    say: Callable[[str], None],
    besides: Callable[[], object] = lambda: None,
) -> Job:
    """What the engine is given."""
    used = _used(compiled, files)
    return Job(
        project=project,
        book=inputs.book,
        chapters=inputs.chapters,
        fragments=compiled.fragments,
        assets=used,
        formats=options.formats_of(project),
        stage=stage,
        only=only,
        jobs=options.jobs,
        timestamp=timestamp(project, inputs.book),
        say=say,
        besides=besides,
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


def _rendering(formats: tuple[str, ...]) -> str:
    """The stage that makes the outputs, as the user is told of it: `pages and PDF`."""
    words = {"html": "pages", "pdf": "PDF", "docx": "Word", "epub": "EPUB"}
    *first, last = (words[name] for name in formats)
    return f"{', '.join(first)} and {last}" if first else last


def _stamp(project: Project, asked: str, was: Mapping[str, str], made: Mapping[str, str]) -> None:
    """Remember the inputs as they were when the build began: an edit made meanwhile is news next time."""
    Stamp(
        asked=asked,
        environment=stamp.environment(),
        inputs=dict(was),
        outputs=stamp.outputs(project, made),
    ).write(project)
