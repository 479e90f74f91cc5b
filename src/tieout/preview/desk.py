"""Desk: the report kept ready in memory, and its pages brought up to date after each change."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tieout.build import assets, pipeline
from tieout.build.disclosed import disclosed
from tieout.build.options import Options
from tieout.build.reading import Inputs, read
from tieout.compute.code import CodeBase
from tieout.compute.define import Kind
from tieout.compute.lineage import Lineage
from tieout.compute.messages import Collect
from tieout.compute.processes import ScriptProcesses
from tieout.compute.run import Results, Runner
from tieout.data import validator
from tieout.engines import choose
from tieout.engines.warm import WarmEngine, warm
from tieout.findings import Place, TieoutError, in_order
from tieout.ledger.compile import compile_ledger
from tieout.ledger.numbers import Numbers
from tieout.memo import Memo
from tieout.preview import substitutes
from tieout.preview.pages import Pages
from tieout.preview.state import Change, State
from tieout.project import CONFIG, Project
from tieout.prose.chapter import Chapter, read_chapter


class Desk:
    """Brings the pages up to date. `bring` and `reword` may be called from two threads, each from one."""

    def __init__(
        self,
        project: Project,
        folder: Path,
        *,
        engine: str = "",
        jobs: int = 2,
        say: Callable[[str], None] = lambda _line: None,
    ) -> None:
        """Open the desk.

        Args:
            project: the report.
            folder: a folder of the preview's own; the pages stand in `html` below it.
            engine: the engine's name; empty: what the configuration says.
            jobs: how many processes may run at once.
            say: tells what is going on, one short line.
        """
        self.project = project
        self.folder = folder
        self.pages = Pages(folder / "html")
        self.say = say
        self.state: State | None = None
        self._options = Options(("html",), engine or None, (), jobs)
        self._engine: WarmEngine | None = None
        self._processes = ScriptProcesses(project, jobs)
        self._memo = Memo()
        self._code = CodeBase.of(project)
        self._writing = threading.Lock()
        self._reworded: dict[str, tuple[float, Chapter]] = {}  # put on a page alone, and when read
        self._whole = False  # whether the state is of the files as they are
        self._moved = False  # whether the configuration has to be read anew

    def begin(self) -> None:
        """Make the folder empty and start what takes time to start.

        Raises:
            TieoutError: the engine is missing.
        """
        self.pages.clear()
        self._open()

    def forget(self, paths: Iterable[Path]) -> None:
        """These files have changed."""
        changed = tuple(paths)
        self._memo.forget(changed)
        self._moved |= self.project.root / CONFIG in changed
        if any(path.suffix == ".py" for path in changed):
            self._processes.close()  # it has imported the script as it was
            self._code = CodeBase.of(self.project)

    def warm_up(self) -> None:
        """Get ready what the first changed cell or script would have to wait for.

        Raises:
            TieoutError: a script or a dataset cannot be used after all; the next `bring` says so, too.
        """
        validator.frictionless()  # half a second, once
        state = self.state
        if state is None:
            return
        # From here on one process is quicker than several: it holds every table and has imported every script.
        self._processes.close()
        self._processes = ScriptProcesses(self.project)
        inputs, process = state.inputs, self._processes.first
        modules = tuple(dict.fromkeys((e.module, e.path) for e in inputs.definitions.values()))
        if modules:
            tables = tuple(inputs.tables.values())
            careful = any(table.dataset.guarded for table in tables)
            process.ask(Collect(modules, careful), Place(modules[0][1]), tables)

    def bring(self) -> Change:
        """Bring all pages up to date.

        Raises:
            TieoutError: something is wrong with the report; the pages are as they were.
        """
        begun = time.perf_counter()
        try:
            state = self._made()
        except TieoutError:
            self._whole = False
            raise
        with self._writing:
            # Somebody may have written on meanwhile, and the page may show it already.
            read_as = {chapter.entry.path: chapter for chapter in state.inputs.chapters}
            newer = {
                path: (read, chapter)
                for path, (read, chapter) in self._reworded.items()
                if read > begun and read_as.get(path, chapter).text != chapter.text
            }
            left = [chapter.entry.page for _, chapter in newer.values()]
            names = self.pages.replace(state.book.contents().items(), left)
            self._reworded = newer
            self.state, self._whole = state, True
        findings = in_order((*state.inputs.findings, *state.book.findings))
        return Change(names, time.perf_counter() - begun, findings, state.waiting)

    def reword(self, path: Path) -> Change | None:
        """Bring the page of a chapter up to date if only words in it changed; None if more did.

        The page is what `bring` would make of it; `bring` makes sure.
        """
        begun = time.perf_counter()
        state, engine = self.state, self._engine
        if state is None or engine is None or not self._whole:
            return None
        name = self.project.relative(path)
        entries = [each.entry for each in state.inputs.chapters if each.path == name]
        if not entries:
            return None
        try:
            chapter = read_chapter(self.project, entries[0])
            page = engine.reword(state.book, chapter)
        except TieoutError:
            return None  # `bring` says what is wrong
        if page is None:
            return None
        with self._writing:
            if self.state is not state:
                return None
            self._reworded[entries[0].path] = begun, chapter
            changed = self.pages.put(entries[0].page, page)
        names = (entries[0].page,) if changed else ()
        return Change(names, time.perf_counter() - begun, reworded=True)

    @property
    def identity(self) -> object:
        """What the results of scripts depend on: equal as long as none of it changed."""
        if self.state is None:
            return None
        tables = {name: table.digest for name, table in self.state.inputs.tables.items()}
        return tables, dict(self.state.results.codes)

    def catch_up(self, processes: ScriptProcesses) -> None:
        """Make anew what has a substitute, and keep it where the next `bring` finds it.

        Raises:
            TieoutError: a script failed, or the processes were ended.
        """
        state = self.state
        if state is None:
            return
        inputs = state.inputs
        runner = Runner(self.project, inputs.definitions, inputs.tables, processes)
        runner.run(tuple(Kind))
        runner.trace()

    def index(self) -> None:
        """Make the search index of the pages as they are."""
        if self._engine is not None:
            self._engine.index(self.pages.folder)

    def paper(self) -> Path:
        """The PDF of the pages as they are.

        Raises:
            TieoutError: the report cannot be made into one.
        """
        with self._writing:  # who sees a new page asks for its PDF, not for the last one
            state, engine = self.state, self._engine
        if state is None or engine is None:
            raise RuntimeError("there are no pages yet")
        target = self.folder / "report.pdf"
        engine.paper(state.book, target)
        return target

    def close(self) -> None:
        """End every process for good."""
        self._processes.end()
        if self._engine is not None:
            self._engine.close()

    def _made(self) -> State:
        if self._moved:
            self._reopen()
        engine = self._open()
        self.say("data")
        inputs = read(self.project, self._processes, self._memo)
        runner = Runner(
            self.project, inputs.definitions, inputs.tables, self._processes, self._code
        )
        self.say("statistics")
        runner.run((Kind.STATISTIC, Kind.TABLE))
        results, lineages, waiting = self._computed(inputs, runner)
        results = runner.weighed(results, self.project.config.disclosure)
        held = disclosed(self.project, inputs, results)
        self.say("pages")
        figures, files = assets.prepare(
            self.project, inputs.definitions, results, inputs.tables, self.folder / "assets"
        )
        numbers = self._numbers(inputs, results, lineages)
        compiled = compile_ledger(inputs.book, inputs.chapters, numbers, results.grids, figures)
        job = pipeline.job_for(
            self.project, inputs, compiled, files, self._options, frozenset(), self.folder, self.say
        )
        book = engine.render(job)
        findings = (*inputs.findings, *held, *compiled.findings)
        inputs = dataclasses.replace(inputs, findings=findings)
        return State(inputs, results, lineages, numbers, book, waiting)

    def _open(self) -> WarmEngine:
        if self._engine is None:
            chosen = choose.engine(self._options.engine_of(self.project))
            chosen.version()
            self._engine = warm(chosen, self.folder / "engine", self._options.jobs)
        return self._engine

    def _reopen(self) -> None:
        """Begin anew with the configuration as it is now; the pages stay until there are others."""
        project = Project.find(self.project.root, self.project.asked)
        self._moved = False
        if project == self.project:
            return
        self._processes.close()
        if self._engine is not None:
            self._engine.close()
        self.project, self.state, self._engine = project, None, None
        self._processes = ScriptProcesses(project, self._options.jobs)
        self._memo, self._code = Memo(), CodeBase.of(project)

    def _computed(
        self, inputs: Inputs, runner: Runner
    ) -> tuple[Results, dict[str, Lineage], tuple[str, ...]]:
        """Results and lineages, those of the last time where they take long to make; the names of those.

        What has nothing to stand in for it is waited for, and everything else with it.
        """
        results, lineages = runner.known(), runner.traced()
        definitions, last = inputs.definitions, self.state
        figures = [n for n, each in definitions.items() if each.kind is Kind.FIGURE]
        undrawn = [name for name in figures if name not in results.drawings]
        untraced = [name for name in definitions if name not in lineages]
        for name in untraced:
            before = last.lineages.get(name) if last else None
            if before is not None and last is not None:
                made = substitutes.lineage(before, last.inputs.tables, inputs.tables)
                lineages |= {name: made} if made else {}
        drawings = dict(last.results.drawings) if last else {}
        if not lineages.keys() >= definitions.keys() or not drawings.keys() >= set(undrawn):
            self.say("figures and lineage")
            return runner.run(tuple(Kind)), runner.trace(), ()
        drawings = {**results.drawings, **{name: drawings[name] for name in undrawn}}
        waiting = tuple(dict.fromkeys((*undrawn, *untraced)))
        lineages = {name: lineages[name] for name in definitions}
        return dataclasses.replace(results, drawings=drawings), lineages, waiting

    def _numbers(
        self, inputs: Inputs, results: Results, lineages: Mapping[str, Lineage]
    ) -> Numbers:
        """Every number; those of the last time with all that is known of them, if nothing they rest on changed."""
        made = pipeline.numbers_of(self.project, inputs, results, lineages)
        last = self.state.numbers if self.state else None
        same = last is not None and all(
            getattr(last, field.name) == getattr(made, field.name)
            for field in dataclasses.fields(made)
            if not field.name.startswith("_")
        )
        if last is None or same:
            return last or made
        made.take_over(last)
        return made
